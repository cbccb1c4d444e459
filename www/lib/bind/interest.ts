import type { Listen } from "./listen.js";

const events = ["focusin", "pointerover", "click", "submit", "invalid"] as const;

/** Hears of someone who is about to use a control. */
export function watchInterest(
  listen: Listen,
  document: Document,
  signal: AbortSignal,
  isZone: (node: EventTarget) => boolean,
  interested: () => void,
): void {
  for (const type of events) {
    listen(type, (event) => {
      if (event.composedPath().some(isZone)) interested();
    });
  }
  document.addEventListener("visibilitychange", () => document.hidden || interested(), { signal });
}
