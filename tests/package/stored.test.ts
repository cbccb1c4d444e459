/** A first decision goes by what storage has where that is an answer and nothing else; else the whole gate tells. */
import { readFileSync } from "node:fs";
import { createGate, type GateOptions, type VocdoniActions, type VocdoniOptions, vocdoni } from "quota-gate";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { instantiate, openLook } from "../../www/lib/first/core.js";
import { decisionOf } from "../../www/lib/first/decision.js";
import { english } from "../../www/lib/first/english.js";
import { type Plan, planOf } from "../../www/lib/first/plan.js";
import { vocdoni as provided } from "../../www/lib/platforms/vocdoni.js";
import { platformOf } from "../../www/lib/provider.js";
import { questions } from "../../www/lib/question.js";
import { storedOf } from "../../www/lib/stored.js";
import { randomFrom } from "./random.js";
import { START, stubStorage, useFakeClock } from "./support.js";

/** `STORED_SEED=…` repeats a run. */
const SEED = Number(process.env["STORED_SEED"] ?? Date.now() % 1e9);

const ACTIONS = ["createManagedOrg", "publishProcess", "relayVotes", "sendEmailOtp", "sendSmsOtp"] as const;
const ANSWER = {
  enabled: true,
  limits: { maxManagedOrgs: 3, maxManagedProcesses: 10, maxVotes: 0, maxEmails: 5, maxSMS: -1 },
  usage: { managedOrgs: 3, managedProcesses: 9, sentVotes: 70, sentEmails: 0 },
};
const MINE: GateOptions = { identity: "account-7", persist: "local" };

let storages: ReturnType<typeof stubStorage>;

beforeAll(async () => {
  await instantiate(readFileSync(new URL("../../dist/quota_gate.wasm", import.meta.url)));
});

beforeEach(() => {
  useFakeClock();
  storages = stubStorage();
  // As in a page.
  vi.stubGlobal("location", new URL("https://example.org/"));
});

/** A page that was told this, and left. */
const keep = async (
  body: unknown,
  {
    given = MINE,
    endpoint = {},
    leave = () => {},
  }: {
    given?: GateOptions;
    endpoint?: VocdoniOptions;
    leave?: (gate: Awaited<ReturnType<typeof openWith>>) => void;
  } = {},
): Promise<void> => {
  const gate = await openWith(body, given, endpoint);
  await gate.ready;
  leave(gate);
  gate.dispose();
};

const openWith = (body: unknown, given: GateOptions, endpoint: VocdoniOptions = {}) =>
  createGate(vocdoni({ ...endpoint, source: async () => body }), { retries: 0, locale: "en", ...given });

const planFor = (given: GateOptions = MINE, endpoint: VocdoniOptions = {}): Plan => {
  const plan = planOf(platformOf(provided({ ...endpoint, source: async () => ({}) })), given);
  if (!plan) throw new Error("out of the ordinary");
  return plan;
};

test(`the next page decides as its whole gate does, of seed ${SEED}`, async () => {
  const { below, chance, pick } = randomFrom(SEED);
  const amounts = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, chance(0.1) ? null : below(14) - 2]));
  for (let round = 0; round < 150; round += 1) {
    const endpoint: VocdoniOptions = { rules: pick(["documented", "observed"]) };
    const given = { ...MINE, identity: `account-${round}`, persist: pick(["local", "session"] as const) };
    const body = {
      enabled: chance(0.9),
      limits: amounts(["maxManagedOrgs", "maxManagedProcesses", "maxVotes", "maxEmails", "maxSMS"]),
      usage: amounts(["managedOrgs", "managedProcesses", "sentVotes", "sentEmails", "sentSMS"]),
    };
    await keep(body, { given, endpoint });
    vi.setSystemTime(Date.now() + pick([0, 59_999, 60_000, 3_000_000]));
    const plan = planFor(given, endpoint);
    const stored = storedOf(plan);
    if (!stored) throw new Error("it was kept");
    const look = openLook(plan);
    look.take(stored);
    const question = questions(plan.platform, () => Number.NaN);
    const whole = await openWith(new Promise(() => {}), given, endpoint);
    for (const action of ACTIONS) {
      const params: VocdoniActions["publishProcess"] = { count: 1 + below(4) };
      const said = decisionOf(look.check(question(action, params)), action, plan, english);
      expect(said).toEqual(whole.check(action, params as never));
    }
    whole.dispose();
  }
});

test("where local storage has nothing, no other tab knows anything, and the platform is asked", () => {
  expect(storedOf(planFor())).toBeUndefined();
});

describe("the whole gate tells", () => {
  test("what other tabs know, where this one's storage has nothing", () => {
    expect(() => storedOf(planFor({ ...MINE, persist: "session" }))).toThrow();
  });

  test("what somebody else's is", async () => {
    await keep(ANSWER);
    const [key = ""] = storages.localStorage.kept.keys();
    expect(storedOf(planFor({ ...MINE, identity: "account-8" }))).toBeUndefined();
    const text = storages.localStorage.getItem(key) ?? "";
    storages.localStorage.setItem(key, text.replace(/"of":"\w+"/, '"of":"another"'));
    expect(() => storedOf(planFor())).toThrow();
  });

  test("what is under way", async () => {
    await keep(ANSWER, { leave: (gate) => void gate.hold("publishProcess", { count: 1 }) });
    expect(() => storedOf(planFor())).toThrow();
  });

  test("what has expired, to the millisecond", async () => {
    await keep(ANSWER);
    const came = Date.now() - (storedOf(planFor())?.age ?? Number.NaN);
    vi.setSystemTime(came + 14_399_999);
    expect(storedOf(planFor())?.age).toBe(14_399_999);
    vi.setSystemTime(came + 14_400_000);
    expect(() => storedOf(planFor())).toThrow();
  });

  test("what a clock that was set back makes of it", async () => {
    await keep(ANSWER);
    vi.setSystemTime(START - 1);
    expect(() => storedOf(planFor())).toThrow();
  });

  test.each(["", "{", "null", "[]", '{"version":1}', '{"version":2,"record":[],"history":[]}'])(
    "what makes no sense: %j",
    async (text) => {
      await keep(ANSWER);
      const [key = ""] = storages.localStorage.kept.keys();
      storages.localStorage.setItem(key, text);
      expect(() => storedOf(planFor())).toThrow();
    },
  );

  test("what a blocked storage has", () => {
    vi.stubGlobal("localStorage", undefined);
    expect(() => storedOf(planFor())).toThrow();
  });
});

test.each<[string, GateOptions, boolean]>([
  ["kept in local storage", MINE, true],
  ["kept for the session", { ...MINE, persist: "session" }, true],
  ["kept nowhere, and nobody's", { persist: "none" }, true],
  ["of an account, and not kept", { identity: "account-7" }, false],
  ["of an account, and not to be kept", { identity: "account-7", persist: "none" }, false],
  ["kept, and nobody's", { persist: "local" }, false],
  ["of an empty name", { identity: "", persist: "local" }, false],
  ["kept elsewhere", { identity: "account-7", persist: "disk" as never }, false],
  ["shared or not by its own word", { ...MINE, shareAcrossTabs: false }, false],
])("what is %s: %j is ordinary: %s", (_, given, isOrdinary) => {
  const plan = planOf(platformOf(provided({ source: async () => ({}) })), given);
  expect(plan !== undefined).toBe(isOrdinary);
});
