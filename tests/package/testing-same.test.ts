/** A test gate decides what a gate decides: on every platform, the same numbers by both ways give the same answers. */
import {
  createGate,
  custom,
  type GateOptions,
  type VocdoniOptions,
  type VocdoniResource,
  vocdoni,
} from "quota-gate";
import { createTestGate, type TestAnswer } from "quota-gate/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { subjects } from "./providers/index.js";
import type { AnyProvider, Numbers, Subject } from "./providers/subject.js";
import { type Random, randomFrom } from "./random.js";
import { guide, START } from "./support.js";

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

const CASES = 60;
const UNLIMITED = Number.POSITIVE_INFINITY;

const numbersOf = ({ rooms, knowsUnlimited }: Subject, random: Random): Numbers[] => {
  const limits = new Map<string, number | null>();
  return rooms.map(({ resource }) => {
    if (!limits.has(resource)) {
      const limit = random.chance(0.1) ? null : 1 + random.below(12);
      limits.set(resource, knowsUnlimited && random.chance(0.15) ? UNLIMITED : limit);
    }
    return { limit: limits.get(resource) ?? null, used: random.chance(0.1) ? null : random.below(14) };
  });
};

/** The same, as it is set. */
const answerOf = ({ rooms }: Subject, numbers: readonly Numbers[]): TestAnswer => {
  const limits: Record<string, number | null> = {};
  const usage: Record<string, number | Record<string, number> | null> = {};
  for (const [place, { resource, scope }] of rooms.entries()) {
    const { limit = null, used = null } = numbers[place] ?? {};
    limits[resource] = limit;
    if (scope === undefined) usage[resource] = used;
    else usage[resource] = { ...(usage[resource] as object), ...(used !== null && { [scope]: used }) };
  }
  return { limits, usage };
};

const optionsOf = (random: Random): GateOptions => ({
  retries: 0,
  audience: random.pick(["customer", "operator"]),
  revealMax: random.chance(0.5),
  whenUnknown: random.pick(["allow", "deny"]),
  nearLimit: random.pick([0.5, 0.8, 1]),
});

const both = async (provider: AnyProvider, answer: TestAnswer, options: GateOptions) => {
  const real = await createGate(provider, options);
  await real.ready;
  const tested = await createTestGate(provider, { ...answer, now: START, options });
  return { real, tested };
};

/** All that a gate says, to many questions. */
const said = (
  gate: Awaited<ReturnType<typeof both>>["real"],
  { rooms, doings }: Subject,
  counts: number[],
) => ({
  state: gate.state,
  rooms: rooms.map(({ resource, scope }) => gate.headroom(resource, scope)),
  decisions: doings.flatMap(({ action, params }) =>
    counts.map((count) => gate.check(action, { ...params, count })),
  ),
  plan: gate.checkAll(doings.map(({ action, params }) => ({ action, params }))),
});

describe.each(subjects.map((subject) => [subject.name, subject] as const))("on %s", (_, subject) => {
  test("states, headrooms, decisions and plans are the same", async () => {
    for (let seed = 0; seed < CASES; seed += 1) {
      const random = randomFrom(seed);
      const numbers = numbersOf(subject, random);
      const counts = [0, 1, 2, 1 + random.below(15)];
      const { real, tested } = await both(
        subject.over(numbers),
        answerOf(subject, numbers),
        optionsOf(random),
      );
      expect(said(tested, subject, counts)).toEqual(said(real, subject, counts));
      real.dispose();
      tested.dispose();
    }
  });

  test("and stay so when other numbers are set, with holds under way", async () => {
    for (let seed = 0; seed < CASES; seed += 1) {
      const random = randomFrom(1_000 + seed);
      const numbers = numbersOf(subject, random);
      const { real, tested } = await both(
        subject.over(numbers),
        answerOf(subject, numbers),
        optionsOf(random),
      );
      for (const gate of [real, tested]) {
        const { action, params } = subject.doings[0] ?? { action: "", params: {} };
        if (gate.can(action, params)) gate.hold(action, params);
      }
      const next = numbersOf(subject, random);
      for (const [place, each] of numbers.entries()) Object.assign(each, next[place]);
      await real.refresh();
      tested.set(answerOf(subject, numbers));
      expect(said(tested, subject, [1, 3])).toEqual(said(real, subject, [1, 3]));
      real.dispose();
      tested.dispose();
    }
  });
});

const NAMES = [
  ["managedOrgs", "maxManagedOrgs", "managedOrgs"],
  ["managedProcesses", "maxManagedProcesses", "managedProcesses"],
  ["votes", "maxVotes", "sentVotes"],
  ["emails", "maxEmails", "sentEmails"],
  ["sms", "maxSMS", "sentSMS"],
] as const;

test("Vocdoni's rules, documented and observed, in production and on staging, with the feature on or off", async () => {
  for (let seed = 0; seed < CASES; seed += 1) {
    const random = randomFrom(seed);
    const enabled = random.chance(0.9);
    const where: VocdoniOptions = {
      rules: random.pick(["documented", "observed"]),
      environment: random.pick(["production", "staging"]),
    };
    const limits: Record<string, number> = {};
    const usage: Record<string, number> = {};
    const set: Record<"limits" | "usage", Partial<Record<VocdoniResource, number>>> = {
      limits: {},
      usage: {},
    };
    for (const [resource, limitName, usageName] of NAMES) {
      // 0 too: each rule makes something else of it.
      set.limits[resource] = limits[limitName] = random.below(20);
      set.usage[resource] = usage[usageName] = random.below(20);
    }
    const body = { ...guide(limits, usage), enabled };
    const real = await createGate(vocdoni({ ...where, source: async () => body }));
    await real.ready;
    const tested = await createTestGate(vocdoni({ ...where, baseUrl: "/api/quota" }), {
      ...set,
      enabled,
      now: START,
    });
    for (const gate of [real, tested]) expect(gate.state.phase).toBe("ready");
    const params = {
      voters: random.below(15),
      questions: random.below(3),
      emailOtp: random.chance(0.5),
      smsOtp: random.chance(0.5),
    };
    expect(tested.check("publishProcess", params)).toEqual(real.check("publishProcess", params));
    for (const action of ["createManagedOrg", "relayVotes", "sendEmailOtp", "sendSmsOtp"] as const) {
      expect(tested.check(action)).toEqual(real.check(action));
    }
    real.dispose();
    tested.dispose();
  }
});

test("any way in which a description may say it", async () => {
  const ways = [
    { limit: "/~1a~0/0/of", used: "/~1a~0/0/sent" },
    { limit: "/0/limit", remaining: "/0/left" },
    { used: "/constructor", remaining: "/left" },
    { limit: "/l", used: "/u", remaining: "/r", reserved: "/v" },
    { remaining: "/r" },
    { limit: "/l", used: "/u", unlimited: [{ absent: true }] },
    { limit: "/l", used: "/u", unlimited: [null, "none"] },
    { limit: "/l", remaining: "/r", unlimited: [-1] },
    { limit: "/l" },
  ] as const;
  for (const [place, units] of ways.entries()) {
    const provider = custom({
      name: "acme",
      source: async () => ({}),
      select: () => {
        throw new Error("there is no body to select from");
      },
      usage: async () => ({ units: 77 }),
      resources: { units },
      actions: { take: { units: 1 } },
    });
    const gate = await createTestGate(provider, { limits: { units: 9 }, usage: { units: 6 } });
    const of = `way ${place}`;
    expect([gate.check("take", { count: 3 }).verdict, gate.check("take", { count: 4 }).verdict], of).toEqual([
      "allow",
      "deny",
    ]);
    expect(gate.headroom("units").remaining, of).toBe(3);
    // Who counts is asked only of what the answer itself doesn't say.
    const isSaid = "used" in units || "remaining" in units;
    expect(gate.headroom("units").origin, of).toBe(isSaid ? "reported" : "counted");
    gate.set({ usage: { units: 9 } });
    expect(gate.headroom("units").level, of).toBe("exhausted");
    gate.set({ limits: { units: Number.POSITIVE_INFINITY } });
    expect(gate.can("take", { count: 1_000_000 }), of).toBe(true);
    expect(gate.headroom("units").level, of).toBe("unlimited" in units ? "unlimited" : "ok");
    gate.set({ limits: { units: null } });
    expect(gate.check("take").verdict, of).toBe("unknown");
    gate.dispose();
  }
});
