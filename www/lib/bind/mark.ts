import type { BindOptions, Verdict } from "../types.js";
import { isFocused } from "./carrier.js";
import { createReference, put } from "./reference.js";

export type Mode = NonNullable<BindOptions["mode"]>;

export interface Look {
  readonly verdict: Verdict;
  readonly closed: boolean;
  /** The id of the element that says why, if there is something to say. */
  readonly reason: string | null;
}

/** What binding puts on one carrier, beside what the application puts there. */
export interface Mark {
  show(look: Look): void;
  /** Someone else wrote this attribute: that is the value to go back to. */
  touched(attribute: string): void;
  clear(): void;
}

const CLOSING = ["aria-disabled", "disabled", "hidden"] as const;
type Closing = (typeof CLOSING)[number];

/** With which attribute a control is closed in a mode. */
export function closingIn(mode: Mode, carrier: Element): Closing {
  // What is disabled or hidden loses the focus, and with it every key: whoever is on the control keeps it.
  if (mode === "aria" || isFocused(carrier)) return "aria-disabled";
  if (mode === "hide") return "hidden";
  return carrier.matches("button,input") ? "disabled" : "aria-disabled";
}

export function createMark(carrier: Element, closing: () => Closing): Mark {
  const own = new Map<string, string | null>(CLOSING.map((name) => [name, carrier.getAttribute(name)]));
  const refer = createReference(carrier);
  let shown: Verdict | null = null;

  function close(name: Closing | null): void {
    for (const [attribute, value] of own) {
      const closed = attribute === "aria-disabled" ? "true" : (value ?? "");
      put(carrier, attribute, attribute === name ? closed : value);
    }
  }

  return {
    show({ verdict, closed, reason }) {
      close(closed ? closing() : null);
      // Not compared with the attribute's value: two bindings that disagree would never come to rest.
      if (verdict !== shown || !carrier.hasAttribute("data-quota-verdict")) {
        put(carrier, "data-quota-verdict", verdict);
        shown = verdict;
      }
      refer(reason);
    },
    touched(attribute) {
      if (own.has(attribute)) own.set(attribute, carrier.getAttribute(attribute));
    },
    clear() {
      close(null);
      refer(null);
      put(carrier, "data-quota-verdict", null);
    },
  };
}
