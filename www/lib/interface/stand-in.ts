import * as words from "../first-words.js";
import { pageLanguage } from "../language.js";
import type { Decision, Headroom, Policy } from "../types.js";

/** What is said of an action before there is a gate, or where there never will be one. */
export const unanswered = (action: string, isOver: boolean, policy: Policy): Decision => {
  const allowed = policy === "allow";
  const { checking, unchecked, uncheckable, retry } = spoken();
  const unknown = allowed ? unchecked : `${uncheckable} ${retry}`;
  return {
    action,
    verdict: isOver ? "unknown" : "pending",
    allowed,
    reason: isOver ? "unavailable" : "loading",
    blockers: [],
    warnings: [],
    max: null,
    maxParams: {},
    wouldDeny: null,
    remedy: isOver ? { kind: "retry", href: null, text: retry } : null,
    message: isOver ? unknown : checking,
    asOf: null,
    stale: false,
  };
};

export const unknownRoom = (resource: string, scope: string | undefined): Headroom => ({
  resource,
  limitName: resource,
  usageName: null,
  scope: scope ?? null,
  limit: null,
  used: null,
  held: 0,
  remaining: null,
  fraction: null,
  level: "unknown",
  origin: "unknown",
  resetsAt: null,
  forecast: null,
});

/** A server doesn't know the page's language yet, and says nothing of this: what waits is silent at first. */
const spoken = (): words.FirstWords => {
  const all: Readonly<Record<string, words.FirstWords>> = words;
  return all[new Intl.Locale(pageLanguage()).language] ?? words.en;
};
