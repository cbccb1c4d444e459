/** Does this element carry the properties of a control? They say whose. */
export const isControlOf = (id: string, element: Element): boolean =>
  element.getAttribute("data-quota-control") === id;

/** The control that has the focus, in whatever tree. */
export const focusedControl = (id: string): Element | null => {
  let at = document.activeElement;
  while (at && !isControlOf(id, at)) at = at.shadowRoot?.activeElement ?? null;
  return at;
};
