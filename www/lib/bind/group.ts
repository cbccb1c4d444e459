import { same } from "../interface/same.js";
import type { Decision } from "../types.js";
import type { Bound, Question } from "./bound.js";

/** All controls that ask the same: it is asked once. */
export interface Group {
  question: Question;
  decision: Decision | null;
  readonly bounds: Set<Bound>;
}

export const isWaiting = ({ decision }: Group): boolean =>
  decision?.verdict === "pending" && !decision.allowed;

export const isClosed = ({ decision }: Group): boolean => decision?.allowed === false;

/** How an answer changed: not at all, not so that it shows, or so that it does. */
export type Change = "none" | "unseen" | "seen";

export const changeOf = (before: Decision | null, now: Decision | null): Change => {
  if (before === now || (before && now && same(before, now))) return "none";
  return before && now && looksSame(before, now) ? "unseen" : "seen";
};

/** What is allowed says nothing more. */
const looksSame = (a: Decision, b: Decision): boolean =>
  a.verdict === b.verdict && a.allowed === b.allowed && (a.allowed || a.message === b.message);
