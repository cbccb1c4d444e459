/** A polite live region. */
export interface Region {
  /** In the same dialog as the element: what is outside of a modal one isn't announced. */
  place(near: Element): void;
  /** Somewhere, if it is nowhere: a region must be there before its text. */
  settle(near: Element): void;
  say(text: string): void;
  clear(): void;
}

const css =
  "[data-quota-live]{position:absolute!important;width:1px!important;height:1px!important;" +
  "overflow:hidden!important;clip-path:inset(50%)!important;white-space:nowrap!important}" +
  "[data-quota-reason][hidden],[data-quota-verdict][hidden]{display:none!important}";

export function createRegion(tree: Node, document: Document): Region {
  const element = document.createElement("span");
  const styled = "adoptedStyleSheets" in tree ? (tree as Node & DocumentOrShadowRoot) : document;
  // jsdom has no such sheets, and shows nothing anyway.
  const sheet =
    "adoptedStyleSheets" in styled ? new (document.defaultView ?? globalThis).CSSStyleSheet() : undefined;
  element.setAttribute("role", "status");
  element.setAttribute("data-quota-live", "");
  if (sheet) {
    sheet.replaceSync(css);
    styled.adoptedStyleSheets = [...styled.adoptedStyleSheets, sheet];
  }

  function place(near: Element): void {
    const top = near.getRootNode();
    const home = near.closest("dialog,[aria-modal=true]") ?? (top === document ? document.body : top);
    if (element.parentNode !== home) home.appendChild(element);
  }

  return {
    place,
    settle(near) {
      if (!element.isConnected) place(near);
    },
    say(text) {
      if (text || element.textContent) element.textContent = text;
    },
    clear() {
      element.remove();
      if (sheet) styled.adoptedStyleSheets = styled.adoptedStyleSheets.filter((each) => each !== sheet);
    },
  };
}
