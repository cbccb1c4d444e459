/** Answers are read, and their kinds are known: checked by `tsc`, never run. */
import {
  createGate,
  type Level,
  type Phase,
  type QuotaErrorCode,
  type Reason,
  type Verdict,
  vocdoni,
} from "quota-gate";

const gate = await createGate(vocdoni({}));
const { state } = gate;
const decision = gate.check("publishProcess", { voters: 400 });
const room = gate.headroom("votes");
const plan = gate.checkAll([]);

/* --------------------------------------------------------------- read-only */

// @ts-expect-error TS2540: told by the platform
state.phase = "ready";
// @ts-expect-error TS2540: told by the platform
state.headroom.votes = room;
// @ts-expect-error TS2540: told by the platform
room.used = 0;
// @ts-expect-error TS2540: worked out
room.forecast = null;
// @ts-expect-error TS2540: worked out
decision.verdict = "allow";
// @ts-expect-error TS2339: nothing is added
decision.blockers.push({});
// @ts-expect-error TS2540: nothing is taken away
decision.warnings.length = 0;
// @ts-expect-error TS2542: worked out
decision.maxParams["voters"] = 3;
// @ts-expect-error TS2339: nothing is reordered
plan.steps.sort();
// @ts-expect-error TS2540: the gate's own
gate.provider.name = "mine";
// @ts-expect-error TS2540: the gate's own
gate.state = state;
gate.on("near", (event) => {
  // @ts-expect-error TS2540: told to all
  event.headroom = room;
});
gate.on("error", (error) => {
  // @ts-expect-error TS2540: told to all
  error.code = "network";
});

/* ------------------------------------------------------- what may be missing */

// @ts-expect-error TS2322: not known, perhaps
export const left: number = room.remaining;
// @ts-expect-error TS2322: not known, perhaps
export const most: number = decision.max;
// @ts-expect-error TS2322: not known, perhaps
export const since: number = state.asOf;
// @ts-expect-error TS18047: nothing helps, perhaps
decision.remedy.text.trim();
// @ts-expect-error TS2532: there is none, perhaps
decision.blockers[0].shortBy.toFixed();
// @ts-expect-error TS18047: all went well, perhaps
state.error.code.trim();
// @ts-expect-error TS18047: too few answers, perhaps
room.forecast.perDay.toFixed();

/* ------------------------------------------------------------ one of several */

export const open = (verdict: Verdict): boolean => {
  switch (verdict) {
    case "allow":
      return true;
    case "deny":
    case "pending":
    case "unknown":
      return false;
  }
};
export const closed = (verdict: Verdict): boolean => {
  switch (verdict) {
    case "allow":
      return false;
    case "deny":
    case "pending":
      return true;
    default: {
      // @ts-expect-error TS2322: unknown is left
      const rest: never = verdict;
      return rest;
    }
  }
};

export const said: Record<Reason, string> = {
  "within-limits": "",
  unlimited: "",
  "not-enforced": "",
  "limit-reached": "",
  "not-enabled": "",
  loading: "",
  unavailable: "",
  expired: "",
  "usage-unknown": "",
  "limit-unknown": "",
};
// @ts-expect-error TS2322: a reason is left
export const unsaid: Record<Reason, string> = { ...said, expired: undefined };
// @ts-expect-error TS2740: reasons are left
export const few: Record<Reason, string> = { "limit-reached": "", "not-enabled": "" };
// @ts-expect-error TS2322: no such reason
export const wrong: Reason = "quota-exceeded";

export const phases: Record<Phase, true> = { loading: true, ready: true, stale: true, unavailable: true };
// @ts-expect-error TS2322: no such phase
export const phase: Phase = "pending";
export const levels: Record<Level, number> = {
  unlimited: 0,
  ok: 1,
  near: 2,
  exhausted: 3,
  over: 4,
  unknown: 5,
  disabled: 6,
};
// @ts-expect-error TS2339: no such level
levels.low = 3;
// @ts-expect-error TS2322: no such code
export const code: QuotaErrorCode = "quota-exceeded";
// @ts-expect-error TS2367: the two have nothing in common
export const same: boolean = plan.verdict === "denied";
// @ts-expect-error TS2367: the two have nothing in common
export const kept: boolean = state.source === "storage";
