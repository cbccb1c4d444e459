import { make } from "./element.js";

export type Tone = "good" | "warn" | "bad" | "quiet";

/** A word with a mark whose shape, not only its colour, says how it stands (see base.css). */
export function badge(tone: Tone, text: string): HTMLElement {
  const element = make("span", { className: "badge", textContent: text });
  element.dataset["tone"] = tone;
  return element;
}
