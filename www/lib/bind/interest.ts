import type { Listen } from "./listen.js";

/** By what someone shows that they are about to use a control. */
export const SHOWING = ["focusin", "pointerover", "click", "submit", "invalid"] as const;

/** Hears of someone who is about to use a control. */
export function watchInterest(
  listen: Listen,
  document: Document,
  signal: AbortSignal,
  isZone: (node: EventTarget) => boolean,
  interested: () => void,
): void {
  for (const type of SHOWING) {
    listen(type, (event) => {
      if (event.composedPath().some(isZone)) interested();
    });
  }
  document.addEventListener("visibilitychange", () => document.hidden || interested(), { signal });
}
