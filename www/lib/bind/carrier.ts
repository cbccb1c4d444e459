const controls =
  "form,button,a[href],[role=button],input:is([type=submit],[type=button],[type=image],[type=checkbox],[type=radio])";

export function isControl(element: Element): boolean {
  return element.matches(controls);
}

/** The elements that carry a control's state: itself, or a form's submit buttons, wherever they stand. */
export function carriersOf(control: Element, tree: ParentNode): Element[] {
  if (!control.matches("form")) return [control];
  return [...tree.querySelectorAll<HTMLButtonElement | HTMLInputElement>("button,input")].filter(
    (button) =>
      button.form === control &&
      /^(submit|image)$/.test(button.type) &&
      // Closing a dialog takes no quota: Cancel has to work.
      !button.matches("[formmethod=dialog]"),
  );
}

/** The form that an element submits when it is clicked. */
export function submittedBy(node: EventTarget): HTMLFormElement | null {
  const { type, form } = node as Partial<HTMLInputElement>;
  return form && (type === "submit" || type === "image") ? form : null;
}

export function isFocused(element: Element): boolean {
  return (element.getRootNode() as Partial<DocumentOrShadowRoot>).activeElement === element;
}

/** Does this key activate the element? Enter on a checkbox submits its form instead, Space on a link scrolls. */
export function activates(key: string, element: Element): boolean {
  if (key === "Enter") return !element.matches("[type=checkbox],[type=radio]");
  return key === " " && !element.matches("a:not([role=button])");
}
