/** Who has the focus, in whatever tree. */
export const focused = (): Element | null => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
};

export const isDescribedBy = (element: Element, id: string): boolean =>
  (element.getAttribute("aria-describedby") ?? "").split(" ").includes(id);
