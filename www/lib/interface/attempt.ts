import { activates, isFocused } from "../bind/carrier.js";
import { createRegion, type Region } from "../bind/region.js";
import type { Decision } from "../types.js";
import type { Source } from "./source.js";

/** One live region for each tree, made when the first control comes: it must be there before its text. */
const regions = new WeakMap<Node, Region>();

export const regionOf = (near: Element): Region => {
  const tree = near.getRootNode();
  const region = regions.get(tree) ?? createRegion(tree, near.ownerDocument);
  regions.set(tree, region);
  region.settle(near);
  return region;
};

/** Until the focus goes elsewhere. */
const speak = (text: string, near: Element): void => {
  const region = regionOf(near);
  region.place(near);
  region.say(text);
  const over = { capture: true, once: true } as const;
  near.getRootNode().addEventListener("focusin", () => region.say(""), over);
};

/** Keeps an event from a closed control, and tells the gate and whoever tried it. Was it kept? */
export const stop = (event: Event, control: Element, decision: Decision, source: Source): boolean => {
  if (decision.allowed || !isAttempt(event, control)) return false;
  event.preventDefault();
  event.stopImmediatePropagation();
  const isRepeated = event.type === "keyup" || (event as Partial<KeyboardEvent>).repeat === true;
  if (!isRepeated) {
    speak(decision.message, control);
    source.denied(decision);
  }
  return true;
};

const isAttempt = (event: Event, control: Element): boolean => {
  const { key, button } = event as Partial<KeyboardEvent & MouseEvent>;
  return key === undefined ? button !== 2 : activates(key, control);
};

/** Says a reason that changed to whoever is on the control that it describes. */
export const speakToFocused = (control: Element, reason: string): void => {
  if (isFocused(control)) speak(reason, control);
};
