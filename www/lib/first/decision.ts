import { unknownRoom } from "../interface/unknown-room.js";
import type {
  Decision,
  Headroom,
  Phase,
  QuotaError,
  Reason,
  Remedy,
  Shortfall,
  State,
  Verdict,
  VocdoniActions,
} from "../types.js";
import { NAMES } from "./core.js";
import type { Spoken } from "./english.js";
import type { Plan } from "./plan.js";

/* The words in the order of their types in Rust: what crosses is their place. */
const REASONS: readonly Reason[] = [
  "within-limits",
  "unlimited",
  "not-enforced",
  "limit-reached",
  "not-enabled",
  "loading",
  "unavailable",
  "expired",
  "usage-unknown",
  "limit-unknown",
];
const VERDICTS: readonly Verdict[] = ["allow", "allow", "allow", "deny", "deny", "pending"];
const KINDS: readonly Remedy["kind"][] = ["free-slot", "raise-limit", "enable", "wait", "retry", "sign-in"];
/** The contract's decision, for customers, from what src/wire/look.rs writes. */
export const decisionOf = (
  numbers: readonly number[],
  action: string,
  { platform: { resources, actions } }: Plan,
  { checking, unchecked, uncheckable, remedies, platforms }: Spoken,
): Decision => {
  let at = 0;
  // A list that ends early says no more: nothing of it is known.
  const some = () => numbers[at++] ?? Number.NaN;
  const next = (number = some()) => (Number.isNaN(number) ? null : number);
  const yes = () => some() === 1;
  const shortfall = (): Shortfall => {
    const which = some();
    return {
      resource: resources[which] as string,
      limitName: NAMES[which]?.[0] as string,
      scope: null,
      limit: next(),
      used: next(),
      held: 0,
      remaining: next(),
      requested: some(),
      shortBy: some(),
    };
  };
  const listed = () => Array.from({ length: some() }, shortfall);
  const place = some();
  const verdict = VERDICTS[place] ?? "unknown";
  const allowed = yes();
  const refused = next();
  const asOf = next();
  const stale = yes();
  const kind = KINDS[some()];
  const [blockers, warnings] = [listed(), listed()];
  const amounts = Object.entries(actions[action] ?? {}).filter(([, type]) => type === "amount");
  const maxParams = Object.fromEntries(amounts.map(([name]) => [name, next()]));
  const text = kind === "wait" || kind === "retry" ? remedies[kind] : remedies.contact;
  const { can, cannot } = platforms.vocdoni.actions[action as keyof VocdoniActions];
  const said: Record<Verdict, string> = {
    allow: can,
    pending: checking,
    unknown: allowed ? unchecked : `${uncheckable} ${text}`,
    deny: `${cannot} ${text}`,
  };
  return {
    action,
    verdict,
    allowed,
    reason: REASONS[place] as Reason,
    blockers,
    warnings,
    max: maxParams["count"] ?? null,
    maxParams,
    wouldDeny: refused === null ? null : refused === 1,
    remedy: kind ? { kind, href: null, text } : null,
    message: said[verdict],
    asOf,
    stale,
  };
};

/** The contract's state, as it is before the first answer: what is left, as numbers, the whole gate says. */
export const stateOf = (
  { platform: { resources, enforced } }: Plan,
  phase: Phase,
  error: QuotaError | null,
): State => ({
  phase,
  refreshing: phase === "loading",
  enabled: null,
  enforced,
  asOf: null,
  source: null,
  error,
  headroom: Object.fromEntries(
    resources.map((resource, place): [string, Headroom] => [
      resource,
      {
        ...unknownRoom(resource, undefined),
        limitName: NAMES[place]?.[0] as string,
        usageName: NAMES[place]?.[1] as string,
      },
    ]),
  ),
});
