import * as words from "../first-words.js";
import { pageLanguage } from "../tongue.js";
import type { Decision, Policy } from "../types.js";

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

/** A server doesn't know the page's language yet, and says nothing of this: what waits is silent at first. */
const spoken = (): words.FirstWords => {
  const all: Readonly<Record<string, words.FirstWords>> = words;
  return all[new Intl.Locale(pageLanguage()).language] ?? words.en;
};
