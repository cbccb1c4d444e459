import type { Verdict } from "../types.js";
import { isFocused } from "./carrier.js";

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

export function createMark(carrier: Element, mode: "aria" | "disabled"): Mark {
  const own = new Map(["aria-disabled", "disabled"].map((name) => [name, carrier.getAttribute(name)]));
  let shown: Verdict | null = null;
  let referred: string | null = null;

  function close(name: string | null): void {
    for (const [attribute, value] of own) {
      put(carrier, attribute, attribute !== name ? value : name === "disabled" ? (value ?? "") : "true");
    }
  }

  function refer(id: string | null): void {
    const ids = carrier.getAttribute("aria-describedby")?.split(" ") ?? [];
    const next = ids.filter((each) => each !== referred || each === id);
    if (id && !next.includes(id)) next.push(id);
    put(carrier, "aria-describedby", next.length ? next.join(" ") : null);
    referred = id;
  }

  // The native attribute would take the focus, and with it every key, away from whoever is on the control.
  const native = () => mode === "disabled" && carrier.matches("button,input") && !isFocused(carrier);

  return {
    show({ verdict, closed, reason }) {
      close(closed ? (native() ? "disabled" : "aria-disabled") : null);
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

function put(element: Element, attribute: string, value: string | null): void {
  if (element.getAttribute(attribute) === value) return;
  if (value === null) element.removeAttribute(attribute);
  else element.setAttribute(attribute, value);
}
