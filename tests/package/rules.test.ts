import { inspect, isDeepStrictEqual } from "node:util";
import { createGate, type Decision, type VocdoniActions, type VocdoniResource, vocdoni } from "quota-gate";
import { describe, expect, test } from "vitest";
import {
  type Action,
  type Answer,
  type Circumstances,
  expectedDecision,
  expectedHeadroom,
  NAMES,
  type Params,
  RESOURCES,
  type Shortage,
} from "./oracle.js";
import { type Random, randomFrom } from "./random.js";

const BODIES = 2000;
const QUESTIONS = 25;
/** `RULES_SEED=…` repeats a run. */
const SEED = Number(process.env["RULES_SEED"] ?? Date.now() % 1e9);

const MOST = Number.MAX_SAFE_INTEGER;
const HUGE = [MOST - 1, MOST, MOST + 1, 1e300];
const NO_NUMBERS = [
  null,
  undefined,
  "12",
  "",
  "Infinity",
  "NaN",
  true,
  false,
  [],
  [7],
  {},
  Number.NaN,
  0.5,
  99.5,
  -1.5,
];
const ACTIONS: Action[] = ["createManagedOrg", "publishProcess", "relayVotes", "sendEmailOtp", "sendSmsOtp"];

const around = (value: number): number[] => [value - 1, value, value + 1];

const limitFrom = (random: Random): unknown => {
  if (random.chance(0.06)) return random.pick(NO_NUMBERS);
  if (random.chance(0.06))
    return random.pick([...HUGE, ...HUGE.map((one) => -one), Number.POSITIVE_INFINITY]);
  if (random.chance(0.06)) return -random.below(20);
  if (random.chance(0.15)) return random.pick([0, -0]);
  return random.chance(0.4) ? random.below(8) : random.below(1200);
};

const usageFrom = (random: Random, limit: unknown): unknown => {
  if (random.chance(0.06)) return random.pick(NO_NUMBERS);
  if (random.chance(0.04)) return random.pick([...HUGE, ...HUGE.map((one) => -one)]);
  if (random.chance(0.06)) return -random.below(20);
  if (typeof limit !== "number" || random.chance(0.1)) return random.below(1200);
  const end = Math.trunc(limit);
  return random.pick([
    0,
    0,
    ...around(end),
    ...around(Math.round(limit * 0.8)),
    random.below(Math.max(end, 1)),
  ]);
};

const bodyFrom = (random: Random): unknown => {
  if (random.chance(0.01)) return random.pick([null, [], "", 1, {}, { enabled: "true" }, { enabled: null }]);
  const limits: Record<string, unknown> = { maxWitnesses: 1 };
  const usage: Record<string, unknown> = { sentLetters: 2 };
  for (const [limitName, usageName] of Object.values(NAMES)) {
    const limit = limitFrom(random);
    if (!random.chance(0.03)) limits[limitName] = limit;
    if (!random.chance(0.03)) usage[usageName] = usageFrom(random, limit);
  }
  const body: Record<string, unknown> = { enabled: !random.chance(0.04) };
  if (!random.chance(0.02)) body["limits"] = random.chance(0.02) ? random.pick(NO_NUMBERS) : limits;
  if (!random.chance(0.02)) body["usage"] = random.chance(0.02) ? random.pick(NO_NUMBERS) : usage;
  return body;
};

/** Amounts around what is left, and those at which a rule turns. */
const unitsFrom = (random: Random, left: readonly number[]): number => {
  const some = random.below(10);
  if (some < 3) return random.below(4);
  if (some < 8 && left.length > 0) {
    const whole = random.pick(left);
    const share = Math.floor(whole / random.pick([1, 1, 2, 3]));
    return Math.max(random.pick([...around(share), Math.ceil(whole * 0.8)]), 0);
  }
  return random.pick([4, 5, 9, 10, 11, random.below(1200), ...HUGE, Number.POSITIVE_INFINITY]);
};

const paramsFrom = (random: Random, action: Action, left: readonly number[]): Params | undefined => {
  const units = () => (random.chance(0.1) ? undefined : unitsFrom(random, left));
  const flag = () => random.pick([true, false, undefined]);
  if (random.chance(0.03)) return undefined;
  const params: Record<string, unknown> = {};
  if (action !== "publishProcess") {
    if (random.chance(0.9)) params["count"] = units();
    return params;
  }
  if (random.chance(0.4)) params["count"] = random.chance(0.5) ? random.below(4) : units();
  if (random.chance(0.75)) params["voters"] = units();
  if (random.chance(0.5)) params["questions"] = random.chance(0.6) ? random.below(4) : units();
  if (random.chance(0.7)) params["emailOtp"] = flag();
  if (random.chance(0.7)) params["smsOtp"] = flag();
  return params;
};

const told = (decision: Decision<VocdoniResource>): Answer => {
  const { verdict, reason, max, maxParams, wouldDeny } = decision;
  const short = ({ resource, requested, remaining, shortBy }: Shortage): Shortage => {
    return { resource, requested, remaining, shortBy };
  };
  const [blockers, warnings] = [decision.blockers.map(short), decision.warnings.map(short)];
  return { verdict, reason, blockers, warnings, max, maxParams: { ...maxParams }, wouldDeny };
};

interface Difference {
  readonly body: unknown;
  readonly where: Circumstances;
  readonly asked: string;
  readonly params?: Params | undefined;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** What a run must have come by to say anything. */
const KINDS = [
  "allow not-enforced",
  "allow unlimited",
  "allow within-limits",
  "deny limit-reached",
  "deny not-enabled",
  "unknown limit-unknown",
  "unknown unavailable",
  "unknown usage-unknown",
  "warning: allow not-enforced, near",
  "warning: allow not-enforced, short",
  "warning: allow within-limits, near",
  "warning: allow within-limits, short",
];

const kindsOf = ({ verdict, reason, warnings }: Answer): string[] => {
  const kind = `${verdict} ${reason}`;
  return [kind, ...warnings.map(({ shortBy }) => `warning: ${kind}, ${shortBy > 0 ? "short" : "near"}`)];
};

/** Asks one gate many questions. */
const differencesOf = async (random: Random, rules: Circumstances["rules"], seen: Set<string>) => {
  const body = bodyFrom(random);
  const environment = random.chance(0.2) ? "staging" : "production";
  const where: Circumstances = { environment, rules, near: random.pick([80, 80, 80, 50, 95, 99]) };
  const whenUnknown = random.pick(["allow", "deny"] as const);
  const found: Difference[] = [];
  const provider = vocdoni({ environment, rules, source: async () => body });
  using gate = await createGate(provider, { whenUnknown, nearLimit: where.near / 100 });
  await gate.ready;

  const left: number[] = [];
  for (const resource of RESOURCES) {
    const { limit, used, remaining, level } = gate.headroom(resource);
    const [expected, actual] = [expectedHeadroom(body, resource, where), { limit, used, remaining, level }];
    if (!isDeepStrictEqual(actual, expected)) found.push({ body, where, asked: resource, expected, actual });
    if (Number.isFinite(expected.remaining)) left.push(Number(expected.remaining));
  }

  for (let question = 0; question < QUESTIONS; question += 1) {
    const action = random.chance(0.5) ? "publishProcess" : random.pick(ACTIONS);
    const params = paramsFrom(random, action, left);
    const answer = expectedDecision(body, action, params ?? {}, where);
    for (const kind of kindsOf(answer)) seen.add(kind);
    const allowed = answer.verdict === "allow" || (answer.verdict === "unknown" && whenUnknown === "allow");
    const expected = { ...answer, allowed, can: allowed };

    const can = gate.can(action, params as VocdoniActions[Action]);
    const decision = gate.check(action, params as VocdoniActions[Action]);
    const actual = { ...told(decision), allowed: decision.allowed, can };
    if (!isDeepStrictEqual(actual, expected))
      found.push({ body, where, asked: action, params, expected, actual });
  }
  return found;
};

const compare = async (rules: Circumstances["rules"]): Promise<void> => {
  const random = randomFrom(SEED);
  const seen = new Set<string>();
  const found: Difference[] = [];
  for (let body = 0; body < BODIES; body += 1) found.push(...(await differencesOf(random, rules, seen)));

  const written = found
    .slice(0, 500)
    .map((one) => inspect(one, { depth: null, breakLength: 110, compact: 5 }));
  const [shortest] = written.sort((a, b) => a.length - b.length);
  const count = `${found.length} of ${BODIES * QUESTIONS} differ`;
  expect(found.length, `RULES_SEED=${SEED}: ${count}; the shortest:\n${shortest}\n`).toBe(0);
  expect([...seen], `RULES_SEED=${SEED}`).toEqual(expect.arrayContaining(KINDS));
};

describe("documented", () => {
  test("the package decides as the design says, whatever the platform sends", async () => {
    await compare("documented");
  }, 60_000);
});

describe("observed", () => {
  test("the package decides as the design says, whatever the platform sends", async () => {
    await compare("observed");
  }, 60_000);
});
