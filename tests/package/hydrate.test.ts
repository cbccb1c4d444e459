import { createGate, type DehydratedState, type GateOptions, type VocdoniOptions, vocdoni } from "quota-gate";
import { describe, expect, test, vi } from "vitest";
import {
  failing,
  finally_,
  GUIDE,
  gateOn,
  gateOver,
  guide,
  opened,
  pass,
  pending,
  START,
  served,
  stubFetch,
  stubPage,
  stubStorage,
  thrownBy,
  useFakeClock,
} from "./support.js";

useFakeClock();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FULL = GUIDE;
const ROOM = guide({}, { managedOrgs: 0 });
const NEVER = new Promise(() => {});
const PARAMS = { count: 2, voters: 300, questions: 2, emailOtp: true };

type OpenGate = Awaited<ReturnType<typeof opened>>["gate"];
/** All that a gate answers. */
const answersOf = (gate: OpenGate) => ({
  decisions: gate.provider.actions.flatMap((action) => [
    gate.check(action),
    gate.check(action, { count: 1_000 }),
  ]),
  publish: gate.check("publishProcess", PARAMS),
  plan: gate.checkAll([{ action: "createManagedOrg" }, { action: "publishProcess", params: PARAMS }]),
  allowed: gate.provider.actions.map((action) => gate.can(action)),
  headroom: gate.provider.resources.map((resource) => gate.headroom(resource)),
});
const throughJson = (state: DehydratedState): DehydratedState => JSON.parse(JSON.stringify(state));

/** What a server that knows this hands to its page. */
const fromServer = async (body: unknown = FULL, options?: GateOptions, more?: VocdoniOptions) =>
  throughJson((await opened([body], options, more)).gate.dehydrate());
/** A page that has yet to hear from the platform. */
const page = async (options?: GateOptions, more?: VocdoniOptions, answers: unknown[] = [NEVER]) =>
  (await gateOver(answers, options, more)).gate;
const hydrated = async (state: unknown, options?: GateOptions, more?: VocdoniOptions) => {
  const gate = await page(options, more);
  gate.hydrate(state as DehydratedState);
  return gate;
};

describe("dehydrate", () => {
  test("returns what JSON and structured clones carry as it is", async () => {
    const { gate } = await opened([guide({ maxVotes: Number.NaN, maxSMS: 0 }, { sentEmails: Number.NaN })]);
    gate.hold("publishProcess", { count: 2 });
    gate.hold("relayVotes").commit();
    const state = gate.dehydrate();
    expect(state.version).toBe(1);
    expect(throughJson(state)).toEqual(state);
    expect(structuredClone(state)).toEqual(state);
    expect(JSON.stringify(throughJson(state))).toBe(JSON.stringify(state));
  });

  test("is there before the first answer, and says nothing then", async () => {
    const before = await page();
    const gate = await hydrated(throughJson(before.dehydrate()));
    expect(gate.state).toMatchObject({ phase: "loading", source: null, asOf: null });
  });

  test("changes nothing, and returns a new object each time", async () => {
    const { gate } = await opened([FULL]);
    const { state } = gate;
    const first = gate.dehydrate();
    Object.assign(first, { record: null });
    expect(gate.dehydrate()).not.toEqual(first);
    expect(gate.state).toBe(state);
  });

  test("holds no credential, identity or address", async () => {
    const [token, identity] = ["made-up-jwt.of.someone", "someone@example.org"];
    stubFetch(served(FULL));
    const gate = await gateOn({ baseUrl: "https://quota.example.org/api", token }, { identity });
    await gate.ready;
    gate.hold("publishProcess");
    const written = JSON.stringify(gate.dehydrate());
    for (const secret of [token, "jwt", identity, "someone", "example", "https", "/api"]) {
      expect(written).not.toContain(secret);
    }
    expect(Object.keys(gate.dehydrate()).sort()).toEqual(["history", "of", "record", "version"]);
  });

  test("fits into a page", async () => {
    expect(JSON.stringify(await fromServer()).length).toBeLessThan(500);
  });
});

describe("a page decides as its server did", () => {
  test.each<[string, unknown, GateOptions, VocdoniOptions]>([
    ["the guide's example", FULL, {}, {}],
    ["with room", ROOM, {}, {}],
    ["switched off", { ...FULL, enabled: false }, {}, {}],
    ["limits of zero", guide({ maxVotes: 0, maxSMS: 0, maxManagedProcesses: 0 }), {}, {}],
    [
      "limits of zero, as observed",
      guide({ maxVotes: 0, maxSMS: 0, maxManagedProcesses: 0 }),
      {},
      { rules: "observed" },
    ],
    ["over a limit", guide({}, { sentVotes: 5_000, managedOrgs: 3 }), {}, {}],
    ["usage below zero", guide({}, { sentVotes: -5 }), {}, {}],
    ["numbers beyond all", guide({ maxVotes: 1e300 }, { sentVotes: 1e300, sentEmails: 2 ** 53 - 1 }), {}, {}],
    ["nothing but that it's on", { enabled: true }, {}, {}],
    ["a limit that is missing", { ...FULL, limits: { maxVotes: 5 } }, {}, {}],
    ["a usage that is missing", { ...FULL, usage: { sentVotes: 5 } }, {}, {}],
    ["staging", FULL, {}, { environment: "staging" }],
    ["for operators", FULL, { audience: "operator" }, {}],
    ["for customers who may know", FULL, { revealMax: true, locale: "es" }, {}],
    ["closed where nothing is known", { enabled: true }, { whenUnknown: "deny" }, {}],
    ["an identity", FULL, { identity: "me", shareAcrossTabs: false }, {}],
  ])("%s", async (_, body, options, more) => {
    const { gate: server } = await opened([body], options, more);
    for (const state of [throughJson(server.dehydrate()), structuredClone(server.dehydrate())]) {
      const gate = await hydrated(state, options, more);
      expect(answersOf(gate)).toEqual(answersOf(server));
      expect(gate.state).toEqual({ ...server.state, source: "page", refreshing: true });
    }
  });

  test("also on what is under way there", async () => {
    const { gate: server } = await opened([FULL]);
    server.hold("publishProcess", { count: 3 });
    server.hold("relayVotes", { count: 10 }).commit();
    await pass(0);
    const gate = await hydrated(throughJson(server.dehydrate()));
    expect(gate.headroom("managedProcesses").held).toBe(3);
    expect(answersOf(gate)).toEqual(answersOf(server));
  });

  test("also on how long it will last", async () => {
    const votes = (sentVotes: number) => guide({}, { sentVotes });
    const { gate: server } = await opened([votes(100), votes(110), votes(120)]);
    for (const _ of [1, 2]) {
      await pass(12 * HOUR);
      await server.refresh();
    }
    const gate = await hydrated(throughJson(server.dehydrate()));
    expect(gate.headroom("votes").forecast).toMatchObject({ perDay: 20 });
    expect(answersOf(gate)).toEqual(answersOf(server));
  });

  test("wherever the server reaches the platform", async () => {
    stubFetch(served(FULL));
    const server = await gateOn({ baseUrl: "https://platform.example.org", token: "made-up" });
    await server.ready;
    const state = throughJson(server.dehydrate());
    stubFetch(() => new Promise(() => {}));
    const gate = await createGate(vocdoni({ baseUrl: "https://shop.example.org", path: "/api/quota" }));
    finally_(() => gate.dispose());
    gate.hydrate(state);
    expect(gate.state).toMatchObject({ phase: "ready", source: "page" });
  });

  test("stale, where it was there", async () => {
    const { gate: server } = await opened([FULL]);
    await pass(2 * MINUTE);
    const gate = await hydrated(throughJson(server.dehydrate()));
    expect(answersOf(gate)).toEqual(answersOf(server));
    expect(gate.check("createManagedOrg")).toMatchObject({ verdict: "deny", stale: true, asOf: START });
  });

  test("not any more, where it expired on the way: a page from a cache", async () => {
    const state = await fromServer();
    await pass(4 * HOUR);
    const gate = await hydrated(state);
    expect(gate.state).toMatchObject({ phase: "loading", source: null });
  });

  test("and asks for itself, whatever it was handed", async () => {
    const { answer, come } = pending();
    const gate = await page({}, {}, [answer]);
    gate.hydrate(await fromServer(FULL));
    expect(gate.can("createManagedOrg")).toBe(false);
    come(ROOM);
    expect(await gate.ready).toMatchObject({ source: "server", phase: "ready" });
    expect(gate.can("createManagedOrg")).toBe(true);
  });

  test("keeps what it was handed when its own can't be had", async () => {
    const { answer, come } = pending();
    const gate = await page({}, {}, [answer]);
    gate.hydrate(await fromServer(FULL));
    come({});
    expect(await gate.ready).toMatchObject({
      source: "page",
      phase: "ready",
      error: { code: "bad-response" },
    });
  });
});

describe("clocks that differ", () => {
  /** A server whose clock shows another time, and its page. */
  const skewed = async (by: number) => {
    vi.setSystemTime(START + by);
    const state = await fromServer();
    vi.setSystemTime(START);
    return hydrated(state);
  };

  test("two minutes ahead: fresh, by the server's time", async () => {
    const gate = await skewed(2 * MINUTE);
    expect(gate.state).toMatchObject({ phase: "ready", asOf: START + 2 * MINUTE });
    expect(gate.can("createManagedOrg")).toBe(false);
    await pass(MINUTE);
    expect(gate.state.phase).toBe("stale");
  });

  test("two minutes behind: as old as it looks, and decides", async () => {
    const gate = await skewed(-2 * MINUTE);
    expect(gate.state).toMatchObject({ phase: "stale", asOf: START - 2 * MINUTE });
    expect(gate.can("createManagedOrg")).toBe(false);
  });

  test("an hour ahead: nobody knows how old it is, and it decides as stale", async () => {
    const gate = await skewed(HOUR);
    expect(gate.state.phase).toBe("stale");
    expect(gate.can("createManagedOrg")).toBe(false);
  });

  test("a day behind: too old to say", async () => {
    expect((await skewed(-24 * HOUR)).state).toMatchObject({ phase: "loading", source: null });
  });

  test.each([-HOUR, -2 * MINUTE, 2 * MINUTE, HOUR])(
    "%d ms: the page's own answer counts, and later ones, whatever the server's clock says",
    async (by) => {
      vi.setSystemTime(START + by);
      const state = await fromServer(FULL);
      vi.setSystemTime(START);
      const { gate } = await gateOver([ROOM, FULL]);
      gate.hydrate(state);
      await pass(1);
      expect(await gate.ready).toMatchObject({ source: "server", asOf: expect.any(Number) });
      expect(gate.can("createManagedOrg")).toBe(true);
      await pass(1_000);
      await gate.refresh();
      expect(gate.can("createManagedOrg")).toBe(false);
    },
  );
});

describe("what isn't this gate's is ignored", () => {
  const source = async (...[state, options, more]: Parameters<typeof hydrated>) =>
    (await hydrated(state, options, more)).state.source;

  test("another identity's", async () => {
    const mine = await fromServer(FULL, { identity: "me", shareAcrossTabs: false });
    expect(await source(mine, { identity: "me", shareAcrossTabs: false })).toBe("page");
    expect(await source(mine, { identity: "you", shareAcrossTabs: false })).toBeNull();
    expect(await source(mine)).toBeNull();
    expect(await source(await fromServer(), { identity: "me", shareAcrossTabs: false })).toBeNull();
  });

  test("another set of rules'", async () => {
    expect(await source(await fromServer(), {}, { rules: "observed" })).toBeNull();
    expect(await source(await fromServer(FULL, {}, { rules: "observed" }))).toBeNull();
  });

  test("another version's", async () => {
    const state = await fromServer();
    for (const version of [0, 2, "1", null, undefined, true])
      expect(await source({ ...state, version })).toBeNull();
  });

  test.each([
    [undefined],
    [null],
    [{}],
    [[]],
    [[1, 2, 3]],
    [7],
    [true],
    [() => ({})],
    [new Map([["version", 1]])],
    [{ version: 1 }],
    [{ version: 1, of: "x", record: [1], history: [] }],
  ])("nothing at all: %s", async (state) => {
    const gate = await page();
    const before = gate.state;
    gate.hydrate(state as unknown as DehydratedState);
    expect(gate.state).toBe(before);
  });

  test.each<[string, (state: { record: unknown[]; history: unknown[] }) => object]>([
    ["an empty record", () => ({ record: [] })],
    ["a record cut off", ({ record }) => ({ record: record.slice(0, -1) })],
    ["one too long", ({ record }) => ({ record: [...record, 0] })],
    ["of text", ({ record }) => ({ record: record.map(String) })],
    ["a typed array", ({ record }) => ({ record: Float64Array.from(record as number[]) })],
    ["time that is none", ({ record: [, ...rest] }) => ({ record: [null, ...rest] })],
    ["no history", () => ({ history: undefined })],
  ])("%s", async (_, spoil) => {
    const state = (await fromServer()) as unknown as { record: unknown[]; history: unknown[] };
    expect(await source({ ...state, ...spoil(state) })).toBeNull();
  });

  test("a getter that throws is the caller's to hear of, and the gate goes on", async () => {
    const gate = await page();
    const hostile = Object.defineProperty({}, "record", {
      get() {
        throw new Error("mine");
      },
    });
    expect(() => gate.hydrate(hostile as DehydratedState)).toThrow("mine");
    gate.hydrate(await fromServer());
    expect(gate.state.source).toBe("page");
  });

  test("but JSON that wasn't parsed is a mistake worth a sentence", async () => {
    const gate = await page();
    for (const text of [JSON.stringify(await fromServer()), "", "null"]) {
      expect(thrownBy(() => gate.hydrate(text as unknown as DehydratedState))).toMatchObject({
        name: "QuotaError",
        code: "invalid-params",
        message: "hydrate needs what dehydrate returned: parse its JSON first",
      });
    }
    expect(gate.state.source).toBeNull();
  });

  test("what is older than what is known", async () => {
    const state = await fromServer(FULL);
    await pass(1_000);
    const { gate } = await opened([ROOM]);
    const before = gate.state;
    gate.hydrate(state);
    expect(gate.state).toBe(before);
    expect(gate.state.source).toBe("server");
    expect(gate.can("createManagedOrg")).toBe(true);
  });

  test("and what is newer is not", async () => {
    const { gate } = await opened([ROOM]);
    await pass(1_000);
    gate.hydrate(await fromServer(FULL));
    expect(gate.state).toMatchObject({ source: "page", asOf: START + 1_000 });
    expect(gate.can("createManagedOrg")).toBe(false);
  });

  test("what was handed over before sign-out", async () => {
    const state = await fromServer();
    const gate = await hydrated(state);
    await pass(1);
    gate.clear();
    gate.hydrate(state);
    expect(gate.state).toMatchObject({ phase: "loading", source: null, asOf: null });
  });
});

describe("hydrate", () => {
  test("tells subscribers, once, and only of news", async () => {
    const state = await fromServer();
    const gate = await page();
    const told: unknown[] = [];
    gate.subscribe(({ phase, source }) => told.push([phase, source]));
    gate.hydrate(state);
    gate.hydrate(state);
    gate.hydrate(null as unknown as DehydratedState);
    expect(told).toEqual([["ready", "page"]]);
  });

  test("counts from the moment of the call", async () => {
    const state = await fromServer();
    const gate = await page();
    expect(gate.check("createManagedOrg").verdict).toBe("pending");
    gate.hydrate(state);
    expect(gate.check("createManagedOrg").verdict).toBe("deny");
  });

  test("clears an error: there is an answer", async () => {
    const { gate } = await opened([failing()]);
    gate.hydrate(await fromServer());
    expect(gate.state).toMatchObject({ phase: "ready", source: "page", error: null });
  });

  test("ends what two 401 in a row had ended", async () => {
    const ears = stubPage();
    const { gate, asked } = await opened([failing(401), failing(401), FULL]);
    gate.subscribe(() => {});
    await gate.refresh();
    await pass(1);
    gate.hydrate(await fromServer());
    expect(gate.state).toMatchObject({ phase: "ready", error: null });
    await pass(MINUTE);
    ears.focus();
    await pass(0);
    expect(asked).toHaveLength(3);
  });

  test("doesn't keep the caller's object, nor change it", async () => {
    const state = await fromServer();
    const copy = structuredClone(state);
    const gate = await hydrated(state);
    expect(state).toEqual(copy);
    (state as unknown as { record: number[] }).record.fill(0);
    expect(gate.can("createManagedOrg")).toBe(false);
  });

  test("takes what is frozen", async () => {
    const state = await fromServer();
    Object.values(state).forEach(Object.freeze);
    expect((await hydrated(Object.freeze(state))).state.source).toBe("page");
  });

  test("crosses nothing: what was so on the server is no news", async () => {
    const gate = await page();
    const crossed = vi.fn();
    for (const type of ["near", "exhausted", "recovered"] as const) gate.on(type, crossed);
    gate.hydrate(await fromServer(FULL));
    expect(crossed).not.toHaveBeenCalled();
  });

  test("beats what an earlier page left in storage, where it is newer, and loses where it's older", async () => {
    stubStorage();
    const options: GateOptions = { persist: "local", identity: "me" };
    await opened([ROOM], options);
    await pass(1_000);
    const { gate: server } = await opened([FULL], { identity: "me" });
    const state = throughJson(server.dehydrate());
    const newer = await page(options);
    expect(newer.state.source).toBe("cache");
    newer.hydrate(state);
    expect([newer.state.source, newer.can("createManagedOrg")]).toEqual(["page", false]);
    await pass(1_000);
    await opened([ROOM], options);
    const older = await page(options);
    older.hydrate(state);
    expect([older.state.source, older.can("createManagedOrg")]).toEqual(["cache", true]);
  });

  test("and dehydrate are over with disposal", async () => {
    const { gate } = await opened([FULL]);
    const state = gate.dehydrate();
    gate.dispose();
    for (const call of [() => gate.dehydrate(), () => gate.hydrate(state)]) {
      expect(thrownBy(call)).toMatchObject({ code: "disposed" });
    }
  });
});

test("from page to page to page", async () => {
  const original = (await opened([FULL])).gate;
  let gate = original;
  for (let hop = 0; hop < 5; hop += 1) gate = await hydrated(throughJson(gate.dehydrate()));
  expect(answersOf(gate)).toEqual(answersOf(original));
});

test("given to createGate it is known from the first moment", async () => {
  const state = await fromServer();
  const gate = await page({ dehydrated: state });
  const later = await hydrated(state);
  expect(gate.state.source).toBe("page");
  expect(answersOf(gate)).toEqual(answersOf(later));
});

test("and what is somebody else's is ignored there too", async () => {
  const state = await fromServer(FULL, { identity: "somebody" });
  const gate = await page({ dehydrated: state });
  expect(gate.state.phase).toBe("loading");
});
