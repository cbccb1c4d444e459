const made = new WeakMap<Document, Map<string, CSSStyleSheet>>();

/** Adds a style sheet to a tree, once. Elements of a tree share it. */
export const adopt = (tree: Node, css: string): void => {
  const styled = tree as Node & Partial<DocumentOrShadowRoot>;
  const document = tree.ownerDocument ?? (tree as Document);
  const sheets = made.get(document) ?? new Map<string, CSSStyleSheet>();
  made.set(document, sheets);
  const sheet = sheets.get(css) ?? sheetOf(document, css);
  sheets.set(css, sheet);
  if (!styled.adoptedStyleSheets || styled.adoptedStyleSheets.includes(sheet)) return;
  styled.adoptedStyleSheets = [...styled.adoptedStyleSheets, sheet];
};

const sheetOf = (document: Document, css: string): CSSStyleSheet => {
  const sheet = new (document.defaultView ?? globalThis).CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
};
