import { createReference } from "./reference.js";

/** What binding says of a field whose value alone keeps a control closed. */
export interface FieldMark {
  /** Why it can't be so; empty where it can. Described by the element of this id. */
  show(message: string, reason: string | null): void;
  /** Lets its form be submitted by a button that isn't closed. Shown again with the next `show`. */
  lift(): void;
  clear(): void;
}

type Validated = Pick<HTMLInputElement, "setCustomValidity" | "validationMessage" | "validity">;

export function createFieldMark(field: Element): FieldMark {
  const { setCustomValidity } = field as Partial<Validated>;
  const refer = createReference(field);
  let shown = "";

  function set(message: string): void {
    const { validity, validationMessage } = field as Element & Validated;
    const isOurs = validity?.customError && validationMessage === shown;
    // What the application says of it counts first.
    if (!setCustomValidity || (validity.customError && !isOurs) || (isOurs && message === shown)) return;
    if (message || isOurs) setCustomValidity.call(field, message);
    shown = message;
  }

  return {
    show(message, reason) {
      set(message);
      refer(message ? reason : null);
    },
    lift: () => set(""),
    clear() {
      set("");
      refer(null);
    },
  };
}
