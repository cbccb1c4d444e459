import type { Decision } from "../types.js";
import type { Params, Source } from "./source.js";

/** What a control shows. */
export interface View {
  readonly decision: Decision;
  readonly allowed: boolean;
  /** Why it's closed; empty where there's nothing to say: it's open, or waits for the first answer and hasn't for long. */
  readonly reason: string;
}

export const viewOf = (source: Source, action: string, params?: Params): View => {
  const decision = source.check(action, params);
  const { allowed, verdict, message } = decision;
  const quiet = allowed || (verdict === "pending" && !source.isSlow);
  return { decision, allowed, reason: quiet ? "" : message };
};
