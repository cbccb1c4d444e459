import { find } from "./element.js";
import { clockTime } from "./format.js";
import type { Quota, QuotaGate } from "./quota.js";

/** One line for customers: how fresh the buttons' states are. */
export function availability(quota: Quota): void {
  const line = find("availability", HTMLElement);
  const again = find("check-again", HTMLButtonElement);
  quota.subscribe((gate) => {
    const text = gate === null ? "Availability can't be checked right now." : sentence(gate);
    if (line.textContent !== text) line.textContent = text;
  });
  again.addEventListener("click", () => void quota.refresh());
}

function sentence({ state }: QuotaGate): string {
  const { asOf, error, phase, enforced } = state;
  const place = enforced ? "" : "Test environment. ";
  if (asOf === null) {
    return phase === "loading" ? "Checking what is available…" : "Availability can't be checked right now.";
  }
  const time = clockTime(asOf);
  if (error !== null) return `${place}Availability couldn't be checked just now; last checked at ${time}.`;
  return `${place}Availability checked at ${time}.`;
}
