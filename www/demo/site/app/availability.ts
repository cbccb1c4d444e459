import type { State } from "../../../lib/types.js";
import { find } from "./element.js";
import { clockTime } from "./format.js";
import type { AnyQuota } from "./quota.js";

/** One line for customers: how fresh the buttons' states are. */
export function availability(quota: AnyQuota): void {
  const line = find("availability", HTMLElement);
  const again = find("check-again", HTMLButtonElement);
  quota.subscribe((gate) => {
    const text = gate === null ? "Availability can't be checked right now." : sentence(gate.state);
    if (line.textContent !== text) line.textContent = text;
  });
  again.addEventListener("click", () => void quota.refresh());
}

function sentence({ asOf, error, phase, enforced }: State): string {
  const place = enforced ? "" : "Test environment. ";
  if (asOf === null) {
    return phase === "loading" ? "Checking what is available…" : "Availability can't be checked right now.";
  }
  const time = clockTime(asOf);
  if (error !== null) return `${place}Availability couldn't be checked just now; last checked at ${time}.`;
  return `${place}Availability checked at ${time}.`;
}
