import { execFileSync } from "node:child_process";
import { createGate, custom, didomi, isQuotaError, QuotaDenied, QuotaError, vocdoni } from "quota-gate";
import { createTestGate, type TestGateOptions } from "quota-gate/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { finally_, refusedWith, START, stubStorage, thrownBy } from "./support.js";

const { POSITIVE_INFINITY: UNLIMITED } = Number;
const HOUR = 3_600_000;

/** As an application makes it, with an address that is of no use here. */
const provider = vocdoni({ baseUrl: "/api/quota", path: "" });

const gateOf = async (initial: TestGateOptions<(typeof provider.resources)[number]> = {}) => {
  const gate = await createTestGate(provider, { now: START, ...initial });
  finally_(() => gate.dispose());
  return gate;
};

/** Until what was awaited has gone on. No timer is needed for it. */
const turn = async () => {
  for (let each = 0; each < 50; each += 1) await undefined;
};

const timers = vi.fn(() => {
  throw new Error("a timer was set");
});
const fetched = vi.fn(() => {
  throw new Error("something was fetched");
});

beforeEach(() => {
  timers.mockClear();
  fetched.mockClear();
  for (const name of ["setTimeout", "setInterval", "setImmediate"]) vi.stubGlobal(name, timers);
  vi.stubGlobal("fetch", fetched);
});
afterEach(() => {
  vi.unstubAllGlobals();
  expect(timers, "no test here sets a timer").not.toHaveBeenCalled();
  expect(fetched, "or asks the network").not.toHaveBeenCalled();
});

describe("a new test gate", () => {
  test("has its answer, as of now", async () => {
    const gate = await gateOf({ limits: { votes: 10 }, usage: { votes: 4 } });
    expect(gate.state).toMatchObject({
      phase: "ready",
      refreshing: false,
      asOf: START,
      enabled: true,
      error: null,
    });
    expect(gate.state.source).toBe("server");
    expect(gate.headroom("votes")).toMatchObject({ limit: 10, used: 4, remaining: 6, origin: "reported" });
    expect(await gate.ready).toBe(gate.state);
    expect(gate.provider).toBe(provider);
  });

  test("stands at the present where nothing else is said", async () => {
    const before = Date.now();
    const { asOf } = (await createTestGate(provider)).state;
    expect(asOf).toBeGreaterThanOrEqual(before);
    expect(asOf).toBeLessThanOrEqual(Date.now());
  });

  test("has no limit but those that are set, and nothing in use", async () => {
    const gate = await gateOf({ limits: { sms: 3 } });
    expect(gate.headroom("votes")).toMatchObject({ limit: UNLIMITED, used: 0, level: "unlimited" });
    expect(gate.headroom("sms")).toMatchObject({ limit: 3, used: 0 });
    expect(gate.check("relayVotes").reason).toBe("unlimited");
  });

  test("takes the options of createGate", async () => {
    const limits = { managedOrgs: 1 };
    const usage = { managedOrgs: 1 };
    const customer = await gateOf({ limits, usage });
    const operator = await gateOf({ limits, usage, options: { audience: "operator", locale: "es" } });
    expect(customer.check("createManagedOrg").message).not.toContain("1");
    expect(operator.check("createManagedOrg").message).toMatch(/1 .*organiza/);
    const careful = await gateOf({ limits: { votes: null }, options: { whenUnknown: "deny" } });
    expect(careful.check("relayVotes")).toMatchObject({ verdict: "unknown", allowed: false });
  });

  test("can be loading, and waits as the real one does", async () => {
    const gate = await gateOf({ limits: { votes: 1 }, phase: "loading" });
    expect(gate.state).toMatchObject({ phase: "loading", refreshing: true, asOf: null, source: null });
    expect(gate.check("relayVotes")).toMatchObject({ verdict: "pending", allowed: false });
    gate.advance(2_999);
    expect(gate.state.phase).toBe("loading");
    gate.advance(1);
    expect(gate.state.phase).toBe("unavailable");
    expect(gate.check("relayVotes")).toMatchObject({ verdict: "unknown", allowed: true });
    gate.advance(5_000);
    expect((await gate.ready).error).toMatchObject({ code: "timeout" });
    expect(gate.state.refreshing).toBe(false);
    gate.set({ phase: "ready" });
    expect(gate.check("relayVotes").verdict).toBe("allow");
  });

  test("can be stale: answered as long ago as it takes", async () => {
    const gate = await gateOf({ limits: { votes: 1 }, usage: { votes: 1 }, phase: "stale" });
    expect(gate.state).toMatchObject({ phase: "stale", asOf: START - 60_000, refreshing: false });
    expect(gate.check("relayVotes")).toMatchObject({ verdict: "deny", stale: true });
    const slow = await gateOf({ phase: "stale", options: { staleAfter: HOUR } });
    expect(slow.state).toMatchObject({ phase: "stale", asOf: START - HOUR });
    expect(await gate.refresh()).toMatchObject({ phase: "ready", asOf: START });
    gate.set({ usage: { votes: 0 } });
    expect(gate.state.phase).toBe("ready");
    // Nor does it have to be awaited, where time goes on.
    slow.refresh();
    slow.advance(1);
    slow.set({ usage: { votes: 0 } });
    expect(slow.state).toMatchObject({ phase: "ready", asOf: START + 1 });
  });

  test("can be unavailable, and gets no answer until it is set", async () => {
    const gate = await gateOf({ limits: { votes: 1 }, phase: "unavailable" });
    expect(gate.state).toMatchObject({ phase: "unavailable", asOf: null, refreshing: false });
    expect(gate.state.error).toMatchObject({ code: "network", retryable: true });
    expect(gate.state.error).toBeInstanceOf(QuotaError);
    expect(gate.check("relayVotes")).toMatchObject({ verdict: "unknown", reason: "unavailable" });
    expect(await gate.refresh()).toMatchObject({ phase: "unavailable" });
    gate.set({ phase: "ready" });
    expect(gate.state).toMatchObject({ phase: "ready", error: null });
  });

  test("can be of a feature that is switched off, or of which nothing is said", async () => {
    const off = await gateOf({ enabled: false });
    expect(off.check("relayVotes")).toMatchObject({ verdict: "deny", reason: "not-enabled" });
    const exports = didomi({ baseUrl: "/api", organizationId: "acme" });
    const unsaid = await createTestGate(exports, { enabled: null });
    expect(unsaid.state).toMatchObject({ phase: "ready", enabled: null });
    // Vocdoni always says it: an answer that doesn't is none.
    const broken = await gateOf({ enabled: null });
    expect(broken.state).toMatchObject({ phase: "unavailable", enabled: null });
    expect(broken.state.error).toMatchObject({ code: "bad-response" });
  });
});

describe("set", () => {
  test("takes effect at once, and tells who listens before it returns", async () => {
    const gate = await gateOf({ limits: { votes: 10 }, usage: { votes: 4 } });
    const told: unknown[] = [];
    gate.subscribe(({ headroom }) => told.push(headroom.votes.remaining));
    for (const type of ["near", "exhausted", "recovered"] as const) gate.on(type, () => told.push(type));
    gate.set({ usage: { votes: 8 } });
    expect(told.splice(0)).toEqual([2, "near"]);
    gate.set({ usage: { votes: 10 } });
    expect(gate.can("relayVotes")).toBe(false);
    expect(told.splice(0)).toEqual([0, "exhausted"]);
    gate.set({ limits: { votes: 20 } });
    expect(gate.check("relayVotes").max).toBe(10);
    expect(told).toEqual([10, "recovered"]);
  });

  test("leaves what isn't named as it is", async () => {
    const gate = await gateOf({ limits: { votes: 10, sms: 5 }, usage: { votes: 4 }, enabled: false });
    gate.set({ limits: { sms: 6, emails: undefined } });
    expect(gate.headroom("votes")).toMatchObject({ limit: 10, used: 4 });
    expect(gate.headroom("sms").limit).toBe(6);
    expect(gate.state.enabled).toBe(false);
    gate.set({ enabled: true });
    expect(gate.headroom("sms").limit).toBe(6);
  });

  test("is a new answer, at the time of the clock", async () => {
    const gate = await gateOf();
    gate.advance(61_000);
    expect(gate.state.phase).toBe("stale");
    gate.set({});
    expect(gate.state).toMatchObject({ phase: "ready", asOf: START + 61_000 });
  });

  test("brings what a first request waits for", async () => {
    const gate = await gateOf({ limits: { votes: 1 }, phase: "loading" });
    const asked = gate.refresh();
    const ran = gate.run("relayVotes", {}, async () => "done");
    gate.set({ usage: { votes: 1 } });
    expect(gate.state.phase).toBe("loading");
    gate.set({ phase: "ready" });
    expect(gate.state).toMatchObject({ phase: "ready", refreshing: false });
    expect(gate.headroom("votes").remaining).toBe(0);
    expect(await asked).toBe(gate.state);
    expect(await gate.ready).toBe(gate.state);
    await expect(ran).rejects.toBeInstanceOf(QuotaDenied);
  });

  test("of numbers only changes nothing while nothing is answered", async () => {
    const waiting = await gateOf({ phase: "loading" });
    waiting.advance(2_000);
    waiting.set({ limits: { votes: 1 } });
    waiting.advance(1_000);
    expect(waiting.state.phase).toBe("unavailable");
    const cut = await gateOf({ phase: "unavailable" });
    const errors = vi.fn();
    cut.on("error", errors);
    cut.set({ limits: { votes: 1 } });
    expect(errors).not.toHaveBeenCalled();
    for (const gate of [waiting, cut]) {
      gate.set({ phase: "ready" });
      expect(gate.headroom("votes").limit).toBe(1);
    }
  });

  test("goes through all phases and back", async () => {
    const gate = await gateOf({ limits: { votes: 5 }, usage: { votes: 2 } });
    const errors: unknown[] = [];
    gate.on("error", ({ code }) => errors.push(code));
    const seen: string[] = [];
    gate.subscribe(({ phase }) => seen.push(phase));
    for (const phase of [
      "stale",
      "unavailable",
      "loading",
      "stale",
      "loading",
      "unavailable",
      "ready",
    ] as const) {
      gate.set({ phase });
      expect(gate.state.phase).toBe(phase);
      expect(seen.at(-1)).toBe(phase);
      expect(gate.state.asOf).toBe(
        { stale: START - 60_000, ready: START, loading: null, unavailable: null }[phase],
      );
      expect(gate.state.refreshing).toBe(phase === "loading");
    }
    expect(errors).toEqual(["network", "network"]);
    expect(gate.headroom("votes").remaining).toBe(3);
  });

  test("to stale keeps what is held, for as long as it was", async () => {
    const gate = await gateOf({ limits: { votes: 5 } });
    const hold = gate.hold("relayVotes", { count: 2 });
    gate.set({ phase: "stale" });
    expect(hold.state).toBe("held");
    expect(hold.expiresAt).toBe(START + 60_000);
    expect(gate.headroom("votes").held).toBe(2);
    gate.advance(60_000);
    expect(hold.state).toBe("expired");
  });

  test("names what it can't take, and changes nothing then", async () => {
    const gate = await gateOf({ limits: { votes: 5 } });
    const wrong: [object | null, RegExp][] = [
      [{ limits: { vote: 1 } }, /limits .*managedOrgs, managedProcesses, votes, emails, sms.* "vote"/],
      [{ usage: { votez: 1 } }, /usage .*votes.* "votez"/],
      [{ limits: { votes: -1 } }, /limits\.votes must be a whole number.* -1/],
      [{ limits: { votes: 1.5 } }, /limits\.votes must be a whole number.* 1\.5/],
      [{ limits: { votes: "9" } }, /limits\.votes .*"9"/],
      [{ usage: { votes: UNLIMITED } }, /usage\.votes .*Infinity/],
      [{ usage: { votes: { a: 1 } } }, /usage\.votes .*an object/],
      [{ limits: 5 }, /limits must be an object/],
      [{ limit: { votes: 1 } }, /limits, usage, enabled, phase.* "limit"/],
      [{ now: 5 }, /"now"/],
      [{ phase: "broken" }, /phase must be "ready" or "loading".* "broken"/],
      [{ enabled: "yes" }, /enabled must be true, false or null.* "yes"/],
      [null, /must be an object.* null/],
    ];
    for (const [next, message] of wrong) {
      // Whatever else stands beside it.
      const error = thrownBy(() => gate.set((next && { usage: { sms: 1 }, ...next }) as object));
      expect(error).toBeInstanceOf(QuotaError);
      expect(error).toMatchObject({ code: "invalid-options", message: expect.stringMatching(message) });
    }
    expect(gate.headroom("sms").used).toBe(0);
    expect(gate.headroom("votes").limit).toBe(5);
    const made = createTestGate(provider, { limits: { nothing: 1 } as object });
    await expect(made).rejects.toSatisfy(isQuotaError);
    await expect(createTestGate(provider, { now: Number.NaN })).rejects.toMatchObject({
      code: "invalid-options",
    });
    const never = { phase: "stale", options: { staleAfter: UNLIMITED } } as const;
    await expect(createTestGate(provider, never)).rejects.toMatchObject({ code: "invalid-options" });
  });

  test("and advance throw once the gate was disposed of", async () => {
    const gate = await gateOf();
    gate.dispose();
    expect(thrownBy(() => gate.set({}))).toMatchObject({ code: "disposed" });
    expect(thrownBy(() => gate.advance(1))).toMatchObject({ code: "disposed" });
    expect(gate.state.phase).toBe("ready");
  });
});

describe("advance", () => {
  test("lets holds expire, answers get stale and expire, each at its time", async () => {
    const gate = await gateOf({ limits: { votes: 2 } });
    gate.hold("relayVotes", { count: 2 }, { expiresIn: 10_000 });
    const told: unknown[] = [];
    gate.subscribe(({ phase, headroom }) => told.push([phase, headroom.votes.held]));
    gate.advance(9_999);
    expect(told).toEqual([]);
    gate.advance(1);
    expect(told.splice(0)).toEqual([["ready", 0]]);
    gate.advance(4 * HOUR);
    expect(told).toEqual([
      ["stale", 0],
      ["unavailable", 0],
    ]);
    expect(gate.check("relayVotes")).toMatchObject({ verdict: "unknown", reason: "expired" });
  });

  test("ends waiting for the first answer", async () => {
    const gate = await gateOf({ phase: "loading" });
    const told: string[] = [];
    gate.subscribe(() => told.push(gate.check("relayVotes").verdict));
    gate.advance(3_000);
    expect(told).toEqual(["unknown"]);
  });

  test("answers polls on the way, one by one", async () => {
    const gate = await gateOf({ options: { refreshEvery: 30_000 } });
    const answered = new Set<number | null>();
    gate.subscribe(({ asOf }) => answered.add(asOf));
    gate.advance(100_000);
    expect([...answered].filter((asOf) => asOf !== START)).toEqual(
      [30, 60, 90].map((s) => START + s * 1_000),
    );
    gate.set({ phase: "unavailable" });
    gate.advance(100_000);
    await turn();
    expect(gate.state).toMatchObject({ phase: "unavailable", refreshing: false });
  });

  test("retries by its clock where retries are wanted", async () => {
    const gate = await gateOf({ phase: "unavailable", options: { retries: 1 } });
    const asked = gate.refresh();
    await turn();
    gate.advance(249);
    expect(gate.state.refreshing).toBe(true);
    gate.advance(1);
    expect((await asked).error).toMatchObject({ code: "network" });
  });

  test("takes whole milliseconds, forward only", async () => {
    const gate = await gateOf();
    for (const wrong of [-1, 0.5, Number.NaN, UNLIMITED, "1" as unknown as number]) {
      expect(thrownBy(() => gate.advance(wrong))).toMatchObject({ code: "invalid-options" });
    }
    gate.advance(0);
    expect(gate.state.asOf).toBe(START);
  });
});

describe("the rest of a gate works as really", () => {
  test("a refresh is answered with what is set", async () => {
    const gate = await gateOf({ limits: { votes: 5 } });
    gate.advance(5_000);
    expect(await gate.refresh()).toMatchObject({ asOf: START + 5_000, phase: "ready", refreshing: false });
    const asked = gate.refresh();
    expect(gate.state.refreshing).toBe(true);
    gate.advance(1_000);
    expect((await asked).asOf).toBe(START + 5_000);
  });

  test("a committed hold is taken until an answer shows it", async () => {
    const gate = await gateOf({ limits: { votes: 5 } });
    const hold = gate.hold("relayVotes", { count: 2 });
    expect(gate.headroom("votes").remaining).toBe(3);
    hold.commit();
    await turn();
    gate.subscribe(() => {});
    expect(gate.headroom("votes").remaining).toBe(3);
    gate.set({ usage: { votes: 2 } });
    expect(gate.headroom("votes")).toMatchObject({ used: 2, held: 2 });
    // The counter of votes may be a minute behind; then the gate asks by itself.
    gate.advance(60_000);
    expect(gate.headroom("votes")).toMatchObject({ used: 2, held: 0, remaining: 3 });
  });

  test("run holds, runs and commits, and learns of refusals", async () => {
    const gate = await gateOf({ limits: { managedOrgs: 2 }, usage: { managedOrgs: 1 } });
    const refused: unknown[] = [];
    gate.on("refused", ({ reason }) => refused.push(reason));
    const done = await gate.run("createManagedOrg", {}, async (hold) => {
      gate.advance(90_000);
      return [hold.state, gate.headroom("managedOrgs").remaining];
    });
    expect(done).toEqual(["held", 0]);
    gate.set({ usage: { managedOrgs: 1 } });
    const task = async () => refusedWith(40154, "max managed organizations reached");
    await expect(gate.run("createManagedOrg", {}, task)).rejects.toMatchObject({ platformCode: 40154 });
    expect(refused).toEqual(["limit-reached"]);
    expect(gate.can("createManagedOrg")).toBe(false);
    gate.set({ limits: { managedOrgs: 9 } });
    expect(gate.can("createManagedOrg")).toBe(true);
  });

  test("explain reads what the platform says", async () => {
    const gate = await gateOf({ limits: { votes: 100 } });
    const decision = await gate.explain({ code: 40162, error: "vote allowance: remaining votes: 7" });
    expect(decision).toMatchObject({ verdict: "deny", reason: "limit-reached" });
    expect(gate.headroom("votes").remaining).toBe(7);
  });

  test("clear forgets, and the next refresh answers", async () => {
    const gate = await gateOf({ limits: { votes: 5 } });
    gate.clear();
    expect(gate.state.asOf).toBeNull();
    await gate.refresh();
    expect(gate.headroom("votes").limit).toBe(5);
  });

  test("what it dehydrates, a gate of the same provider takes", async () => {
    const own = vocdoni({ source: () => new Promise(() => {}) });
    const server = await createTestGate(own, { limits: { votes: 5 }, now: Date.now() });
    const page = await createTestGate(own, { phase: "loading", now: Date.now() });
    page.hydrate(JSON.parse(JSON.stringify(server.dehydrate())));
    expect(page.state.source).toBe("page");
    expect(page.headroom("votes").limit).toBe(5);
  });

  test("nothing is stored unless options ask for it", async () => {
    const { localStorage } = stubStorage();
    await gateOf({ options: { identity: "me" } });
    expect(localStorage.all).toBe("");
    const gate = await gateOf({ options: { identity: "me", persist: "local" } });
    gate.set({ limits: { votes: 5 } });
    expect(localStorage.all).not.toBe("");
  });

  test("it keeps no process alive, whatever it waits for", () => {
    const program = `
      import { vocdoni } from "quota-gate";
      import { createTestGate } from "quota-gate/testing";
      for (const phase of ["ready", "loading", "unavailable"]) {
        const gate = await createTestGate(vocdoni({}), { phase, options: { refreshEvery: 10_000 } });
        gate.subscribe(() => {});
        if (phase !== "loading") gate.hold("relayVotes");
      }
      console.log(process.getActiveResourcesInfo().filter((each) => each === "Timeout").length);
    `;
    const args = ["--input-type=module", "--eval", program];
    expect(execFileSync(process.execPath, args, { encoding: "utf8", timeout: 10_000 })).toBe("0\n");
  });

  test("it stands beside real ones and disturbs none", async () => {
    const body = { enabled: true, limits: { maxVotes: 3 }, usage: { sentVotes: 0 } };
    vi.unstubAllGlobals();
    const real = await createGate(vocdoni({ source: async () => body }));
    await real.ready;
    const gate = await gateOf({ limits: { votes: 9 } });
    expect(real.headroom("votes").limit).toBe(3);
    expect(gate.headroom("votes").limit).toBe(9);
    real.dispose();
  });
});

describe("what platforms say", () => {
  test("Vocdoni's documented rules take a limit of 0 for unlimited, and the observed ones for none", async () => {
    const limits = { votes: 0, managedProcesses: 0 };
    const documented = await gateOf({ limits });
    const observed = await createTestGate(vocdoni({ rules: "observed" }), { limits });
    expect(documented.check("publishProcess").verdict).toBe("allow");
    expect(observed.check("publishProcess").verdict).toBe("deny");
    expect(observed.headroom("votes").limit).toBe(UNLIMITED);
  });

  test("where there is no unlimited, the limit is too large to reach", async () => {
    const observed = await createTestGate(vocdoni({ rules: "observed" }), { limits: { sms: UNLIMITED } });
    const exports = await createTestGate(didomi({ organizationId: "acme" }));
    for (const { limit } of [
      observed.headroom("sms"),
      observed.headroom("emails"),
      exports.headroom("exportConfigs"),
    ]) {
      expect(limit).toBe(Number.MAX_SAFE_INTEGER);
    }
  });

  const attach = (configId: string) => ["attachExportDestination", { configId }] as const;

  test("Didomi's destinations are those of each configuration, or one number for all", async () => {
    const exports = didomi({ baseUrl: "/api", organizationId: "acme" });
    const limits = { exportConfigs: 3, exportDestinations: 2 };
    const gate = await createTestGate(exports, {
      limits,
      usage: { exportDestinations: { full: 2, empty: 0 } },
    });
    expect(gate.check(...attach("full")).verdict).toBe("deny");
    expect(gate.check(...attach("empty")).verdict).toBe("allow");
    // As the platform's own count: who isn't in it, of that one nothing is known.
    expect(gate.check(...attach("another")).verdict).toBe("unknown");
    gate.set({ usage: { exportDestinations: 1 } });
    for (const id of ["full", "another", "a-third"]) expect(gate.check(...attach(id)).max).toBe(1);
    expect(gate.headroom("exportDestinations", "a-fourth")).toMatchObject({ used: 1, scope: "a-fourth" });
    gate.set({ usage: { exportDestinations: null } });
    expect(gate.check(...attach("another")).verdict).toBe("unknown");
    gate.dispose();
  });

  test("a configuration that is first asked about later makes no answer younger, nor a hold older", async () => {
    const exports = didomi({ organizationId: "acme" });
    const gate = await createTestGate(exports, {
      limits: { exportConfigs: 3, exportDestinations: 2 },
      usage: { exportDestinations: 2 },
      now: START,
    });
    const hold = gate.hold("enableExportConfig");
    gate.advance(50_000);
    expect(gate.check(...attach("late"))).toMatchObject({ verdict: "deny", asOf: START, stale: false });
    expect(gate.state).toMatchObject({ asOf: START, phase: "ready" });
    expect(hold.expiresAt).toBe(START + 60_000);
    gate.advance(9_999);
    expect([hold.state, gate.state.phase]).toEqual(["held", "ready"]);
    gate.advance(1);
    expect([hold.state, gate.state.phase]).toEqual(["expired", "stale"]);
  });

  test("more requests than the platform takes are no matter", async () => {
    const gate = await createTestGate(didomi({ organizationId: "acme" }), { limits: { exportConfigs: 1 } });
    for (let each = 0; each < 120; each += 1) await gate.refresh();
    expect(gate.state.error).toBeNull();
  });

  test("a feature can be switched off only where the platform says so", async () => {
    const acme = {
      name: "acme",
      resources: { units: { limit: "/limit", used: "/used" } },
      actions: { take: { units: 1 } },
    } as const;
    const off = await createTestGate(custom({ ...acme, enabled: "/on" }), { enabled: false });
    expect(off.check("take").reason).toBe("not-enabled");
    await expect(createTestGate(custom(acme), { enabled: false })).rejects.toMatchObject({
      code: "invalid-options",
      message: expect.stringContaining("acme"),
    });
    const gate = await createTestGate(custom(acme), { enabled: true });
    expect(gate.state.enabled).toBeNull();
  });

  test("two resources with one limit in common have the one that is set", async () => {
    const shared = custom({
      name: "acme",
      resources: { a: { limit: "/limit", used: "/a" }, b: { limit: "/limit", used: "/b" } },
      actions: { take: { a: 1, b: 1 } },
    });
    for (const name of ["a", "b"] as const) {
      const gate = await createTestGate(shared, { limits: { [name]: 4 } });
      expect([gate.headroom("a").limit, gate.headroom("b").limit]).toEqual([4, 4]);
    }
  });
});
