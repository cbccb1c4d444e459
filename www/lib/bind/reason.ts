/** The element that says why a control is closed: its accessible description, visible or not. */
export interface Reason {
  readonly id: string;
  /** Null until something was shown or found not worth showing. */
  readonly text: string | null;
  show(text: string, carriers: readonly Element[]): void;
  clear(): void;
}

export function createReason(control: Element, visible: boolean): Reason {
  const element = control.ownerDocument.createElement("span");
  const id = `quota-${Math.random().toString(36).slice(2)}`;
  let shown: string | null = null;
  element.id = id;
  element.setAttribute("data-quota-reason", "");
  element.setAttribute("part", "quota-reason");

  function place(carriers: readonly Element[]): void {
    // Out of a modal dialog nothing is described: rather beside a button in the form than beside one outside.
    const last = carriers.filter((carrier) => control.contains(carrier)).at(-1) ?? carriers.at(-1);
    // Inside a label it would become part of the name.
    const anchor = last?.closest("label") ?? last;
    if (!anchor) {
      if (element.parentNode !== control) control.append(element);
    } else if (!follows(anchor, element)) anchor.after(element);
  }

  return {
    id,
    get text() {
      return shown;
    },
    show(text, carriers) {
      if (text !== shown) {
        element.hidden = !visible || !text;
        element.textContent = shown = text;
      }
      if (text) place(carriers);
    },
    clear() {
      element.remove();
    },
  };
}

/** Right after it, but for the reasons of other bindings. */
function follows(anchor: Element, element: Element): boolean {
  let next = anchor.nextElementSibling;
  while (next !== element && next?.hasAttribute("data-quota-reason")) next = next.nextElementSibling;
  return next === element;
}
