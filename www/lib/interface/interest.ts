import { SHOWING } from "../bind/interest.js";
import type { Source } from "./source.js";

/** A control with a verdict, a form that has one, or a field of that. */
const isNear = (node: EventTarget): boolean => {
  if (!(node instanceof Element)) return false;
  if (node.hasAttribute("data-quota-verdict")) return true;
  return node.localName === "form" && node.querySelector("[data-quota-verdict]") !== null;
};

/** Tells the gate of someone who is about to use a control, for all controls of the page at once. Returns the end of it. */
export const attendInterest = (source: Source): (() => void) => {
  if (typeof document === "undefined") return () => {};
  const leaving = new AbortController();
  const hear = (event: Event) => {
    const { phase } = source;
    if (phase !== "stale" && phase !== "unavailable") return;
    if (event.composedPath().some(isNear)) source.intent();
  };
  for (const type of SHOWING)
    document.addEventListener(type, hear, { capture: true, passive: true, signal: leaving.signal });
  return () => leaving.abort();
};
