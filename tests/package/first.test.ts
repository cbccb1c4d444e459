/** The first decision, which a page takes before the rest of the package is there, says what the whole gate says. */
import { readFileSync } from "node:fs";
import { createGate, type GateOptions, type VocdoniActions, type VocdoniOptions, vocdoni } from "quota-gate";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { instantiate, openLook } from "../../www/lib/first/core.js";
import { decisionOf } from "../../www/lib/first/decision.js";
import { english } from "../../www/lib/first/english.js";
import { type Plan, planOf } from "../../www/lib/first/plan.js";
import { vocdoni as provided } from "../../www/lib/platforms/vocdoni.js";
import { platformOf } from "../../www/lib/provider.js";
import { questions } from "../../www/lib/question.js";
import { randomFrom } from "./random.js";

/** `FIRST_SEED=…` repeats a run. */
const SEED = Number(process.env["FIRST_SEED"] ?? Date.now() % 1e9);

type Action = keyof VocdoniActions;
/** Each is compared whole, and a machine may be busy. */
const LONG = 120_000;
const ACTIONS: readonly Action[] = [
  "createManagedOrg",
  "publishProcess",
  "relayVotes",
  "sendEmailOtp",
  "sendSmsOtp",
];

beforeAll(async () => {
  await instantiate(readFileSync(new URL("../../dist/quota_gate.wasm", import.meta.url)));
});

const planFor = (options: VocdoniOptions, given: GateOptions): Plan => {
  // As in a page.
  vi.stubGlobal("location", new URL("https://example.org/"));
  const plan = planOf(platformOf(provided(options)), given);
  vi.unstubAllGlobals();
  if (!plan) throw new Error("out of the ordinary");
  return plan;
};

/** Both, after the same answer. */
const both = async (body: unknown, options: VocdoniOptions, given: GateOptions) => {
  const source = async () => body;
  const gate = await createGate(vocdoni({ ...options, source }), { ...given, locale: "en", retries: 0 });
  await gate.ready;
  const plan = planFor({ ...options, source }, given);
  const look = openLook(plan);
  const question = questions(plan.platform, () => Number.NaN);
  const isTaken = look.answer(body);
  return {
    isTaken,
    compare(action: Action, params: VocdoniActions["publishProcess"] | undefined): void {
      const expected = gate.check(action, params as never);
      const said = decisionOf(look.check(question(action, params)), action, plan, english);
      expect({ ...said, asOf: null }).toEqual({ ...expected, asOf: null });
      expect(said.asOf === null).toBe(expected.asOf === null);
    },
    end: () => gate.dispose(),
  };
};

interface Recorded {
  readonly limits: Readonly<Record<string, number>>;
  readonly usage: Readonly<Record<string, number>>;
  readonly action: Action;
  readonly params: VocdoniActions["publishProcess"];
}

test("for every decision that the back end's own packages took", { timeout: LONG }, async () => {
  const lines = readFileSync(new URL("../fixtures/vocdoni-decisions.jsonl", import.meta.url), "utf8");
  for (const line of lines.trim().split("\n")) {
    const { limits, usage, action, params } = JSON.parse(line) as Recorded;
    for (const rules of ["documented", "observed"] as const) {
      const { compare, end } = await both({ enabled: true, limits, usage }, { rules }, {});
      compare(action, params);
      end();
    }
  }
});

test(`for anything that may come, of seed ${SEED}`, { timeout: LONG }, async () => {
  const { below, chance, pick } = randomFrom(SEED);
  const odd = () => pick([null, undefined, "12", true, [], {}, Number.NaN, 0.5, -1, 1e300, 2 ** 53]);
  const amount = () => (chance(0.1) ? odd() : below(15));
  const group = (names: readonly string[]) =>
    chance(0.05) ? odd() : Object.fromEntries(names.map((name) => [name, amount()]));
  const limits = ["maxManagedOrgs", "maxManagedProcesses", "maxVotes", "maxEmails", "maxSMS"];
  const usage = ["managedOrgs", "managedProcesses", "sentVotes", "sentEmails", "sentSMS"];
  let taken = 0;
  for (let round = 0; round < 400; round += 1) {
    const enabled = chance(0.05) ? odd() : chance(0.9);
    const options: VocdoniOptions = {
      rules: pick(["documented", "observed"]),
      environment: pick(["production", "production", "staging"]),
    };
    const given: GateOptions = {
      nearLimit: pick([0.8, 0.5, 1]),
      whenUnknown: pick(["allow", "deny"]),
      whileLoading: pick(["allow", "deny"]),
    };
    const { isTaken, compare, end } = await both(
      { enabled, limits: group(limits), usage: group(usage) },
      options,
      given,
    );
    expect(isTaken).toBe(typeof enabled === "boolean");
    for (const action of isTaken ? ACTIONS : []) {
      compare(action, chance(0.3) ? undefined : { count: below(9) });
      taken += 1;
    }
    if (isTaken) {
      compare("publishProcess", {
        ...(chance(0.5) && { count: below(4) }),
        ...(chance(0.7) && { voters: below(30) }),
        ...(chance(0.4) && { questions: below(4) }),
        ...(chance(0.4) && { emailOtp: chance(0.8) }),
        ...(chance(0.4) && { smsOtp: chance(0.8) }),
      });
    }
    end();
  }
  expect(taken).toBeGreaterThan(1_000);
});

describe("what is out of the ordinary is left to the whole package", () => {
  const isPlanned = (options: VocdoniOptions, given: object = {}): boolean => {
    vi.stubGlobal("location", new URL("https://example.org/page"));
    const plan = planOf(platformOf(provided(options)), given as GateOptions);
    vi.unstubAllGlobals();
    return plan !== undefined;
  };
  const source = async () => ({});

  test.each<[string, VocdoniOptions, object?]>([
    ["a route of the page's own", { baseUrl: "/api/quota", path: "" }],
    ["one with a query", { baseUrl: "/api/quota?tenant=1", path: "" }],
    ["the platform itself", { baseUrl: "https://api.example.net" }],
    ["a source", { source }],
    ["its numbers", { source }, { nearLimit: 1, staleAfter: 0, expireAfter: 1, pendingFor: 5, timeoutMs: 1 }],
    ["its policies", { source }, { whileLoading: "allow", whenUnknown: "deny", audience: "customer" }],
    ["polling, and a language", { source }, { refreshEvery: 10_000, locale: "ca" }],
    ["a token", { baseUrl: "/api", token: "made_up~!" }],
    ["a function for one", { baseUrl: "/api", token: async () => "made_up" }],
    ["credentials", { baseUrl: "https://api.example.net", credentials: "include" }],
  ])("%s is ordinary", (_, options, given) => {
    expect(isPlanned(options, given)).toBe(true);
  });

  test.each<[string, VocdoniOptions, object?]>([
    ["no address", {}],
    ["an address in the clear", { baseUrl: "http://example.net" }],
    ["a password in an address", { baseUrl: "https://a:b@example.net" }],
    ["a fragment", { baseUrl: "/api/quota#a" }],
    ["a query in a base", { baseUrl: "/api/quota?a" }],
    ["another scheme", { baseUrl: "file:///etc" }],
    ["no address at all", { baseUrl: "https://" }],
    ["a key of the whole account", { baseUrl: "/api", token: "vsk_made_up" }],
    ["one that is wanted", { baseUrl: "/api", token: "vsk_made_up", dangerouslyAllowSecretInBrowser: true }],
    ["a token of two words", { baseUrl: "/api", token: "made up" }],
    ["an empty token", { baseUrl: "/api", token: "" }],
    ["a token that is none", { baseUrl: "/api", token: 7 as never }],
    ["credentials that there aren't", { baseUrl: "/api", credentials: "always" as never }],
    ["a source that is none", { source: 7 as never }],
    ["a number below", { source }, { staleAfter: -1 }],
    ["a number that isn't one", { source }, { pendingFor: Number.NaN }],
    ["a text for a number", { source }, { expireAfter: "1" }],
    ["expiry before staleness", { source }, { staleAfter: 10, expireAfter: 9 }],
    ["a share above 1", { source }, { nearLimit: 1.1 }],
    ["a share of 0", { source }, { nearLimit: 0 }],
    ["no time-out", { source }, { timeoutMs: 0 }],
    ["polling too often", { source }, { refreshEvery: 9_999 }],
    ["a policy for one action", { source }, { whenUnknown: { relayVotes: "deny" } }],
    ["a policy that is none", { source }, { whileLoading: "maybe" }],
    ["operators", { source }, { audience: "operator" }],
    ["a locale that is none", { source }, { locale: "en_US_" }],
    [
      "whose quota it is, which storage or another tab may know",
      { source },
      { identity: "a", persist: "local" },
    ],
    ["messages of the application's own", { source }, { message: () => "no" }],
    ["a world of its own", { source }, { [Symbol.for("quota-gate/world")]: {} }],
    ["what there is not", { source }, { nearlimit: 1 }],
  ])("%s is not", (_, options, given) => {
    expect(isPlanned(options, given)).toBe(false);
  });
});
