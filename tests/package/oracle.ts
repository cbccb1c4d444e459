/**
 * Vocdoni's rules written a second time, from the design and not from the core, so that a mistake in one of the two shows.
 * A maximum is searched for by its definition here, where the core computes it.
 */
import type { Level, Reason, Verdict, VocdoniActions, VocdoniResource } from "quota-gate";

export type Action = keyof VocdoniActions;
type Publish = VocdoniActions["publishProcess"];
export type Params = { readonly [K in keyof Publish]?: Publish[K] | undefined };
export interface Circumstances {
  readonly environment: "production" | "staging";
  readonly rules: "documented" | "observed";
  /** From how many per cent of a limit it is near. */
  readonly near: number;
}

export interface Shortage {
  readonly resource: VocdoniResource;
  readonly requested: number;
  readonly remaining: number | null;
  readonly shortBy: number;
}
export interface Answer {
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly blockers: readonly Shortage[];
  readonly warnings: readonly Shortage[];
  readonly max: number | null;
  readonly maxParams: Readonly<Record<string, number | null>>;
  readonly wouldDeny: boolean | null;
}

const MOST = Number.MAX_SAFE_INTEGER;
const UNLIMITED = Number.POSITIVE_INFINITY;

/** With 0 added, there is one zero only. */
const saturated = (value: number): number => Math.min(Math.max(value, -MOST), MOST) + 0;

/** Null is not known. */
const amount = (value: unknown): number | null => {
  const whole = typeof value === "number" ? saturated(value) : Number.NaN;
  return Number.isInteger(whole) ? whole : null;
};

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/* ----------------------------------------------------------------- headroom */

export const NAMES = {
  managedOrgs: ["maxManagedOrgs", "managedOrgs"],
  managedProcesses: ["maxManagedProcesses", "managedProcesses"],
  votes: ["maxVotes", "sentVotes"],
  emails: ["maxEmails", "sentEmails"],
  sms: ["maxSMS", "sentSMS"],
} as const satisfies Record<VocdoniResource, readonly [limit: string, usage: string]>;
export const RESOURCES = Object.keys(NAMES) as VocdoniResource[];

const isNear = (limit: number, used: number, near: number): boolean =>
  limit >= 5 ? 100n * BigInt(used) >= BigInt(near) * BigInt(limit) : limit >= 2 && limit - used === 1;

const limitOf = (resource: VocdoniResource, sent: number | null, { rules }: Circumstances): number | null => {
  if (sent === null) return null;
  const unlimited = rules === "documented" ? sent === 0 : resource === "votes" && sent <= 0;
  return unlimited ? UNLIMITED : sent;
};

const headroomOf = (body: unknown, resource: VocdoniResource, where: Circumstances) => {
  const [limitName, usageName] = NAMES[resource];
  const limit = limitOf(resource, amount(field(field(body, "limits"), limitName)), where);
  const used = amount(field(field(body, "usage"), usageName));
  const left = (remaining: number | null, level: Level) => ({ limit, used, remaining, level });

  if (limit === UNLIMITED) return left(UNLIMITED, "unlimited");
  const none = where.rules === "observed" && resource === "managedOrgs" && limit !== null && limit <= 0;
  if (none) return left(0, used !== null && used > limit ? "over" : "exhausted");
  if (limit === null || used === null) return left(null, "unknown");
  if (used > limit) return left(0, "over");
  if (used === limit) return left(0, "exhausted");
  return left(saturated(limit - used), isNear(limit, used, where.near) ? "near" : "ok");
};

type Headroom = ReturnType<typeof headroomOf>;

export const expectedHeadroom = (
  body: unknown,
  resource: VocdoniResource,
  where: Circumstances,
): Headroom => {
  const enabled = field(body, "enabled");
  const headroom = headroomOf(typeof enabled === "boolean" ? body : null, resource, where);
  return enabled === false ? { ...headroom, level: "disabled" } : headroom;
};

/* -------------------------------------------------------------------- costs */

interface Cost {
  readonly resource: VocdoniResource;
  /** What must fit now. */
  readonly needs: number;
  /** What all of the action's `count` come to. */
  readonly total: number;
  readonly taken: boolean;
  readonly refused: boolean;
}

const costsOf = (action: Action, params: Params, { rules }: Circumstances): Cost[] => {
  const count = saturated(params.count ?? 1);
  const taking = (resource: VocdoniResource, refused = true): Cost => {
    return { resource, needs: count, total: count, taken: true, refused };
  };
  const needing = (resource: VocdoniResource, units: number): Cost => {
    const [needs, total] = [saturated(units), saturated(units * count)];
    return { resource, needs, total, taken: false, refused: true };
  };

  const publishing = (): Cost[] => {
    const voters = params.voters === undefined ? null : saturated(params.voters);
    const questions = saturated(params.questions ?? 1);
    const costs: Cost[] = [];
    if (rules === "documented" || voters === null || voters > 10) costs.push(taking("managedProcesses"));
    if (voters !== null) costs.push(needing("votes", voters * questions));
    if (params.emailOtp) costs.push(needing("emails", voters ?? 1));
    if (params.smsOtp) costs.push(needing("sms", voters ?? 1));
    return costs;
  };

  const messageIsRefused = rules === "documented";
  const costs = {
    createManagedOrg: () => [taking("managedOrgs")],
    publishProcess: publishing,
    relayVotes: () => [taking("votes", messageIsRefused)],
    sendEmailOtp: () => [taking("emails", messageIsRefused)],
    sendSmsOtp: () => [taking("sms", messageIsRefused)],
  }[action]();
  return count === 0 ? [] : costs.filter(({ needs }) => needs > 0);
};

/* ------------------------------------------------------------------ verdict */

type Left = (resource: VocdoniResource) => Headroom;

const shortage = (resource: VocdoniResource, requested: number, left: Left): Shortage => {
  const { remaining } = left(resource);
  return { resource, requested, remaining, shortBy: Math.max(requested - (remaining ?? UNLIMITED), 0) };
};

const blocks = ({ resource, needs, refused }: Cost, left: Left): boolean =>
  refused && shortage(resource, needs, left).shortBy > 0;

const enforce = (costs: readonly Cost[], left: Left): { verdict: Verdict; reason: Reason } => {
  const asked = costs.filter(({ refused }) => refused).map(({ resource }) => left(resource));
  if (costs.some((cost) => blocks(cost, left))) return { verdict: "deny", reason: "limit-reached" };
  if (asked.some(({ limit }) => limit === null)) return { verdict: "unknown", reason: "limit-unknown" };
  if (asked.some(({ remaining }) => remaining === null))
    return { verdict: "unknown", reason: "usage-unknown" };
  const unlimited = asked.length > 0 && asked.every(({ limit }) => limit === UNLIMITED);
  return { verdict: "allow", reason: unlimited ? "unlimited" : "within-limits" };
};

/** Of a cost that doesn't block. */
const warns = ({ resource, total, taken }: Cost, left: Left, { near }: Circumstances): boolean => {
  const { limit, used, remaining } = left(resource);
  if (limit === null || limit === UNLIMITED || used === null || remaining === null) return false;
  return total > remaining || (taken && (total === remaining || isNear(limit, used + total, near)));
};

/** The largest value with verdict allow: known only where the next is denied. */
const largest = (verdictAt: (value: number) => Verdict): number | null => {
  const one = verdictAt(1);
  if (one !== "allow") return one === "deny" ? 0 : null;
  if (verdictAt(MOST) === "allow") return UNLIMITED;
  let [fits, tooMuch] = [1, MOST];
  while (tooMuch - fits > 1) {
    const middle = fits + Math.floor((tooMuch - fits) / 2);
    if (verdictAt(middle) === "allow") fits = middle;
    else tooMuch = middle;
  }
  return verdictAt(tooMuch) === "deny" ? fits : null;
};

export const expectedDecision = (
  body: unknown,
  action: Action,
  params: Params,
  where: Circumstances,
): Answer => {
  const maxima = (maximum: (name: keyof Params) => number | null) => {
    const names =
      action === "publishProcess" ? (["count", "voters", "questions"] as const) : ["count" as const];
    return {
      max: maximum("count"),
      maxParams: Object.fromEntries(names.map((name) => [name, maximum(name)])),
    };
  };
  const silent = { blockers: [], warnings: [] };
  const enabled = field(body, "enabled");
  if (typeof enabled !== "boolean")
    return { verdict: "unknown", reason: "unavailable", ...silent, ...maxima(() => null), wouldDeny: null };
  if (!enabled)
    return { verdict: "deny", reason: "not-enabled", ...silent, ...maxima(() => 0), wouldDeny: true };

  const headroom = new Map(RESOURCES.map((resource) => [resource, headroomOf(body, resource, where)]));
  const left: Left = (resource) => headroom.get(resource) as Headroom;
  const costs = costsOf(action, params, where);
  const enforced = enforce(costs, left);
  const wouldDeny = enforced.verdict === "unknown" ? null : enforced.verdict === "deny";

  const blocking = costs.filter((cost) => blocks(cost, left));
  const warning = costs.filter((cost) => blocks(cost, left) || warns(cost, left, where));
  const shortages = (of: Cost[]) =>
    of.map((cost) => shortage(cost.resource, blocking.includes(cost) ? cost.needs : cost.total, left));

  if (where.environment === "staging") {
    const free = maxima(() => UNLIMITED);
    return {
      verdict: "allow",
      reason: "not-enforced",
      blockers: [],
      warnings: shortages(warning),
      ...free,
      wouldDeny,
    };
  }
  const most = maxima((name) =>
    largest((value) => enforce(costsOf(action, { ...params, [name]: value }, where), left).verdict),
  );
  const warnings = shortages(warning.filter((cost) => !blocking.includes(cost)));
  return { ...enforced, blockers: shortages(blocking), warnings, ...most, wouldDeny };
};
