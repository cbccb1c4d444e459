import { createGate, type GateOptions, type VocdoniOptions, vocdoni } from "quota-gate";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  calm,
  failing,
  finally_,
  GUIDE,
  gateOn,
  gateOver,
  guide,
  opened,
  pass,
  START,
  served,
  stubFetch,
  stubPage,
  stubStorage,
  useFakeClock,
} from "./support.js";

useFakeClock();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MINE: GateOptions = { persist: "local", identity: "someone@example.org" };
const FULL = GUIDE;
const ROOM = guide({}, { managedOrgs: 0 });
const NEVER = new Promise(() => {});
const ACTIONS = ["createManagedOrg", "publishProcess", "relayVotes", "sendEmailOtp", "sendSmsOtp"] as const;

let storages: ReturnType<typeof stubStorage>;
beforeEach(() => {
  storages = stubStorage();
});
const local = () => storages.localStorage;
const stored = () => [...local().kept.values()].join();

/** A page that got an answer and is gone, without a word of farewell. */
const visit = async (body: unknown = FULL, options = MINE, more?: VocdoniOptions) =>
  (await opened([body], options, more)).gate;
/** The next one, whose own answer isn't there yet. */
const next = async (answers: unknown[] = [NEVER], options = MINE, more?: VocdoniOptions) =>
  gateOver(answers, options, more);

describe("the next page decides from its first moment", () => {
  test.each([
    ["local", "localStorage"],
    ["session", "sessionStorage"],
  ] as const)('persist: "%s"', async (persist, where) => {
    const before = await visit(FULL, { ...MINE, persist });
    const decided = ACTIONS.map((action) => before.check(action));
    const { gate } = await next([NEVER], { ...MINE, persist });
    expect(gate.state).toMatchObject({
      phase: "ready",
      source: "cache",
      asOf: START,
      error: null,
      enabled: true,
    });
    expect(ACTIONS.map((action) => gate.check(action))).toEqual(decided);
    expect(gate.can("createManagedOrg")).toBe(false);
    expect(gate.state.headroom).toEqual(before.state.headroom);
    expect(storages[where].kept.size).toBe(1);
    expect([...Object.values(storages)].reduce((sum, { kept }) => sum + kept.size, 0)).toBe(1);
  });

  test("and is corrected by the answer that it asks for", async () => {
    await visit(FULL);
    const { gate, asked } = await next([ROOM]);
    expect(gate.can("createManagedOrg")).toBe(false);
    await pass(5_000);
    expect(await gate.ready).toMatchObject({ phase: "ready", source: "server" });
    expect(gate.can("createManagedOrg")).toBe(true);
    expect(asked).toHaveLength(1);
  });

  test("asks whether or not the stored answer is fresh", async () => {
    for (const passed of [0, MINUTE, HOUR]) {
      await visit();
      await pass(passed);
      const { gate, asked } = await next([ROOM]);
      await gate.ready;
      expect(asked).toHaveLength(1);
      expect(gate.state.source).toBe("server");
      gate.clear();
    }
  });

  test("keeps it when its own can't be had, and says so", async () => {
    await visit();
    const { gate } = await next([failing()]);
    expect(await gate.ready).toMatchObject({ phase: "ready", source: "cache", error: { code: "server" } });
    expect(gate.check("createManagedOrg").reason).toBe("limit-reached");
  });

  test.each([
    [MINUTE - 1, "ready", "deny", false],
    [MINUTE, "stale", "deny", true],
    [4 * HOUR - 1, "stale", "deny", true],
  ])("as old as it is: after %d ms", async (passed, phase, verdict, stale) => {
    await visit();
    await pass(passed);
    const { gate } = await next();
    expect(gate.state).toMatchObject({ phase, asOf: START });
    expect(gate.check("createManagedOrg")).toMatchObject({ verdict, stale, asOf: START });
  });

  test("but not from what no longer decides", async () => {
    await visit();
    await pass(4 * HOUR);
    const { gate } = await next();
    expect(gate.state).toMatchObject({ phase: "loading", source: null, asOf: null });
  });

  test("it goes on growing old in between, on as many pages as there are", async () => {
    await visit();
    for (let page = 1; page <= 8; page += 1) {
      await pass(10_000);
      const { gate } = await next([failing()]);
      await gate.ready;
      gate.hold("relayVotes").release();
      expect(gate.state.phase).toBe(page < 6 ? "ready" : "stale");
    }
  });

  test("a failure changes nothing that is stored", async () => {
    const { gate } = await opened([FULL, failing(), failing(404)], MINE);
    const before = stored();
    await gate.refresh();
    await gate.refresh();
    expect(stored()).toBe(before);
  });

  test("run waits for the page's own answer all the same", async () => {
    await visit(FULL);
    const { gate } = await next([ROOM]);
    expect(gate.can("createManagedOrg")).toBe(false);
    expect(await gate.run("createManagedOrg", {}, async () => "done")).toBe("done");
  });

  test("subscribers hear of the correction", async () => {
    await visit(FULL);
    const { gate } = await next([ROOM]);
    const heard: unknown[] = [];
    gate.subscribe(({ source, refreshing }) => heard.push([source, refreshing]));
    await gate.ready;
    expect(heard).toEqual([["server", false]]);
  });

  test("a clock that was set back since makes it stale, and no younger than it can be", async () => {
    await visit();
    vi.setSystemTime(START - HOUR);
    const { gate } = await next();
    expect(gate.state.phase).toBe("stale");
    expect(gate.check("createManagedOrg")).toMatchObject({ verdict: "deny", stale: true });
  });
});

describe("holds outlive their page", () => {
  const orgs = (gate: Awaited<ReturnType<typeof visit>>) => gate.headroom("managedOrgs").held;

  test("an open one counts on the next, and runs out", async () => {
    (await visit(ROOM)).hold("createManagedOrg");
    await pass(20_000);
    const { gate } = await next();
    expect(gate.can("createManagedOrg")).toBe(false);
    const held: number[] = [];
    gate.subscribe(({ headroom }) => held.push(headroom.managedOrgs.held));
    await pass(40_000 - 1);
    expect(orgs(gate)).toBe(1);
    await pass(1);
    expect(orgs(gate)).toBe(0);
    expect(held.at(-1)).toBe(0);
    expect(gate.can("createManagedOrg")).toBe(true);
  });

  test("one that is committed as the page is left is known: the form was submitted", async () => {
    (await visit(ROOM)).hold("createManagedOrg").commit();
    const { gate } = await next();
    expect(orgs(gate)).toBe(1);
    expect(gate.can("createManagedOrg")).toBe(false);
  });

  test("and is settled by the next page's first answer", async () => {
    (await visit(ROOM)).hold("createManagedOrg").commit();
    const { gate } = await next([FULL]);
    await gate.ready;
    expect(gate.headroom("managedOrgs")).toMatchObject({ held: 0, used: 1, remaining: 0 });
  });

  test("one whose counter moves later is held for as long, and asked for then", async () => {
    (await visit()).hold("relayVotes", { count: 10 }).commit();
    await pass(10_000);
    const { gate, asked } = await next([FULL, guide({}, { sentVotes: 144 })]);
    gate.subscribe(() => {});
    await gate.ready;
    expect(gate.headroom("votes")).toMatchObject({ used: 134, held: 10 });
    // A moment later than the page that it is of would have: it may still be there, in another tab.
    await pass(51_999);
    expect(asked).toHaveLength(1);
    expect(gate.headroom("votes").held).toBe(10);
    await pass(1);
    expect(gate.headroom("votes")).toMatchObject({ used: 144, held: 0 });
    expect(asked).toHaveLength(2);
  });

  test("one that was released doesn't", async () => {
    (await visit(ROOM)).hold("createManagedOrg").release();
    expect(orgs((await next()).gate)).toBe(0);
  });

  test("one that was extended does for longer", async () => {
    (await visit(ROOM)).hold("createManagedOrg").extend(MINUTE);
    await pass(90_000);
    const { gate } = await next();
    expect(orgs(gate)).toBe(1);
    await pass(30_000);
    expect(orgs(gate)).toBe(0);
  });

  test("one of a page that is long gone doesn't count", async () => {
    (await visit(ROOM)).hold("createManagedOrg");
    await pass(MINUTE);
    expect(orgs((await next()).gate)).toBe(0);
  });

  test("also where the answer is too old to decide, they are known", async () => {
    (await visit(ROOM)).hold("createManagedOrg", {}, { expiresIn: 5 * HOUR });
    await pass(4 * HOUR);
    const { gate } = await next([ROOM]);
    expect(gate.state.phase).toBe("loading");
    await gate.ready;
    expect(gate.can("createManagedOrg")).toBe(false);
  });

  test("a run that the page was left in the middle of is one that may have happened", async () => {
    const before = await visit(ROOM);
    before.run("createManagedOrg", {}, () => new Promise<never>(() => {})).catch(() => {});
    await calm();
    const { gate } = await next();
    expect(gate.can("createManagedOrg")).toBe(false);
  });

  test("two pages later, too, and counted once", async () => {
    (await visit(ROOM)).hold("createManagedOrg");
    await pass(10_000);
    (await next()).gate.hold("publishProcess");
    await pass(10_000);
    const { gate } = await next();
    expect(gate.headroom("managedOrgs").held).toBe(1);
    expect(gate.headroom("managedProcesses").held).toBe(1);
    await pass(40_000);
    expect(gate.headroom("managedOrgs").held).toBe(0);
    expect(gate.headroom("managedProcesses").held).toBe(1);
  });

  test("a page that was disposed of properly leaves them too", async () => {
    const before = await visit(ROOM);
    before.hold("createManagedOrg");
    before.dispose();
    expect(orgs((await next()).gate)).toBe(1);
  });
});

describe("whose it is", () => {
  const known = async (options: GateOptions, more?: VocdoniOptions) =>
    (await next([NEVER], options, more)).gate.state.source;

  test("is that of the same identity, platform, rules and address only", async () => {
    await visit();
    expect(await known(MINE)).toBe("cache");
    expect(await known({ ...MINE, identity: "someone.else@example.org" })).toBeNull();
    expect(await known({ ...MINE, identity: "someone@example.org " })).toBeNull();
    expect(await known({ ...MINE, persist: "session" })).toBeNull();
    expect(await known({ ...MINE, persist: "none" })).toBeNull();
    expect(await known(MINE, { rules: "observed" })).toBeNull();
    expect(await known(MINE, { rules: "documented" })).toBe("cache");
  });

  test("is not that of another address", async () => {
    stubFetch(served(FULL));
    const at = async (baseUrl: string, path?: string) => {
      const gate = await createGate(vocdoni({ baseUrl, ...(path !== undefined && { path }) }), MINE);
      finally_(() => gate.dispose());
      const { source } = gate.state;
      await gate.ready;
      return source;
    };
    expect(await at("https://one.example.org")).toBeNull();
    expect(await at("https://one.example.org")).toBe("cache");
    expect(await at("https://two.example.org")).toBeNull();
    expect(await at("https://one.example.org:8443")).toBeNull();
    expect(await at("https://one.example.org", "/other")).toBeNull();
    expect(await at("https://one.example.org/", "/integrator")).toBe("cache");
  });

  test("isn't to be read from what is stored, nor is any credential", async () => {
    stubFetch(served(FULL));
    const token = "made-up-jwt.of.someone";
    const gate = await gateOn(
      { baseUrl: "https://quota.example.org/api", token: async () => token },
      { ...MINE, retries: 0 },
    );
    await gate.ready;
    gate.hold("publishProcess", { voters: 12 }).commit();
    gate.hold("relayVotes");
    await calm();
    for (const secret of [
      token,
      "made-up",
      "jwt",
      "someone",
      "example",
      "quota.",
      "api",
      "https",
      "publish",
    ]) {
      expect(local().all).not.toContain(secret);
    }
    expect(local().all).toMatch(/^quota-gate\/1\/[0-9a-z]+\n\{"version":1,"of":"[0-9a-z]+","record":\[/);
  });
});

describe("sign-out", () => {
  test("leaves nothing, not even the name of a key", async () => {
    const gate = await visit();
    gate.hold("relayVotes").commit();
    gate.clear();
    expect(local().kept.size).toBe(0);
    await pass(HOUR);
    expect(local().kept.size).toBe(0);
    const { gate: after } = await next();
    expect(after.state).toMatchObject({ phase: "loading", source: null });
  });

  test("on a page that has yet to ask is the same", async () => {
    await visit();
    const { gate } = await next([FULL]);
    gate.clear();
    expect(gate.state).toMatchObject({ phase: "loading", source: null, asOf: null });
    await pass(HOUR);
    expect(local().kept.size).toBe(0);
  });

  test("leaves others' alone", async () => {
    local().setItem("theirs", "1");
    await visit(FULL, { ...MINE, identity: "other" });
    const gate = await visit();
    gate.clear();
    expect(local().kept.size).toBe(2);
    expect(
      await next([NEVER], { ...MINE, identity: "other" }).then(({ gate: { state } }) => state.source),
    ).toBe("cache");
  });

  test("what is released after it isn't stored", async () => {
    const gate = await visit(ROOM);
    const hold = gate.hold("createManagedOrg");
    gate.clear();
    hold.release();
    hold.commit();
    hold.extend(1_000);
    expect(local().kept.size).toBe(0);
  });
});

describe("what is stored is checked like what comes from the network", () => {
  interface Stored {
    version: unknown;
    of: string;
    record: unknown[];
    history: unknown[];
  }
  const change = (spoil: (stored: Stored) => unknown) => {
    for (const [key, value] of local().kept) local().setItem(key, JSON.stringify(spoil(JSON.parse(value))));
  };
  /** Whatever is there, the page opens, decides, and is as good as ever with the first answer. */
  const survives = async () => {
    const { gate } = await next([ROOM]);
    for (const action of ACTIONS) gate.check(action);
    const { source, headroom } = gate.state;
    expect(await gate.ready).toMatchObject({ phase: "ready", source: "server", error: null });
    expect(gate.headroom("managedOrgs")).toMatchObject({ limit: 1, used: 0 });
    gate.dispose();
    return { source, headroom };
  };
  /** With an answer, an open and a committed hold. */
  const fill = async () => {
    const gate = await visit();
    gate.hold("publishProcess", { count: 2 });
    gate.hold("relayVotes", { count: 3 }).commit();
    gate.dispose();
    return JSON.parse(stored()) as Stored;
  };
  const refill = (whole: Stored, record: unknown[]) => {
    for (const key of local().kept.keys()) local().setItem(key, JSON.stringify({ ...whole, record }));
  };

  test("each number of it, spoiled in each way, is ignored or makes sense", async () => {
    const whole = await fill();
    expect(await survives()).toMatchObject({ source: "cache", headroom: { managedProcesses: { held: 2 } } });
    const bad = [null, -1, 0.5, 2, 1e300, -1e300, 2 ** 53 + 2, "1", true, [], {}];
    for (let place = 0; place < whole.record.length; place += 1) {
      for (const value of bad) {
        refill(
          whole,
          whole.record.map((number, at) => (at === place ? value : number)),
        );
        const { source, headroom } = await survives();
        expect(["cache", null]).toContain(source);
        for (const { limit, held, remaining } of Object.values(headroom)) {
          expect(limit === null || limit === Number.POSITIVE_INFINITY || Number.isSafeInteger(limit)).toBe(
            true,
          );
          expect(Number.isSafeInteger(held) && held >= 0).toBe(true);
          expect(remaining === null || remaining >= 0).toBe(true);
        }
      }
    }
  });

  test("cut off anywhere, it says nothing that it didn't say whole", async () => {
    const whole = await fill();
    for (let length = 0; length < whole.record.length; length += 1) {
      refill(whole, whole.record.slice(0, length));
      const { source, headroom } = await survives();
      expect([source, headroom.managedOrgs.used]).toEqual(source === "cache" ? ["cache", 1] : [null, null]);
    }
  });

  test.each<[string, (stored: Stored) => unknown]>([
    ["another version", (stored) => ({ ...stored, version: 2 })],
    ["a version that is text", (stored) => ({ ...stored, version: "1" })],
    ["no version", ({ of, record, history }) => ({ of, record, history })],
    ["somebody else's name", (stored) => ({ ...stored, of: `${stored.of}x` })],
    ["no name", ({ version, record, history }) => ({ version, record, history })],
    ["no record", ({ version, of, history }) => ({ version, of, history })],
    ["no history", ({ version, of, record }) => ({ version, of, record })],
    ["a record that is none", (stored) => ({ ...stored, record: { length: 3 } })],
    ["more than there should be", (stored) => ({ ...stored, record: [...stored.record, 1] })],
    ["a hundred thousand numbers", (stored) => ({ ...stored, record: new Array(100_000).fill(1) })],
    ["a list", (stored) => [stored]],
    ["nothing", () => null],
  ])("%s: it was never there", async (_, spoil) => {
    await fill();
    change(spoil);
    expect((await survives()).source).toBeNull();
  });

  test("holds of a hundred thousand years, or units without end, keep nobody out for longer than a day", async () => {
    await fill();
    const [open, resource, units, noScope] = [0, 0, 1e15, 0];
    change((stored) => ({
      ...stored,
      record: [...stored.record, 7, open, 3e15, 1, resource, units, noScope],
    }));
    const { gate } = await next([ROOM]);
    await gate.ready;
    expect(gate.can("createManagedOrg")).toBe(false);
    await pass(24 * HOUR);
    await gate.refresh();
    expect(gate.can("createManagedOrg")).toBe(true);
  });

  test("ten thousand holds are no reason to hang", async () => {
    await fill();
    const many = Array.from({ length: 10_000 }, (_, id) => [id, 0, 50_000, 1, 2, 1, 0]).flat();
    change((stored) => ({ ...stored, record: [...stored.record, ...many] }));
    const { source, headroom } = await survives();
    expect([source, headroom.votes.held]).toEqual(["cache", expect.any(Number)]);
  });

  test("a name that reaches into objects is only a name", async () => {
    await fill();
    for (const key of local().kept.keys())
      local().setItem(key, '{"version":1,"__proto__":{"of":"x"},"constructor":1}');
    expect((await survives()).source).toBeNull();
    expect(Object.keys({})).toEqual([]);
  });
});

describe("a storage that fails is survived without a word", () => {
  const silent = () => {
    const said = (["log", "info", "warn", "error", "debug"] as const).map((level) =>
      vi.spyOn(console, level),
    );
    finally_(() => {
      for (const each of said) each.mockRestore();
    });
    return () => expect(said.flatMap(({ mock }) => mock.calls)).toEqual([]);
  };
  const fails = () => {
    throw new DOMException("…", "QuotaExceededError");
  };
  /** All that a page does. */
  const works = async () => {
    const check = silent();
    const errors = vi.fn();
    const { gate } = await opened([ROOM, FULL, ROOM], MINE);
    gate.on("error", errors);
    const hold = gate.hold("createManagedOrg");
    hold.extend(1_000);
    hold.commit();
    await calm();
    expect(gate.state).toMatchObject({ phase: "ready", source: "server", error: null });
    expect(gate.headroom("managedOrgs")).toMatchObject({ used: 1, held: 0 });
    gate.hold("relayVotes").release();
    gate.clear();
    await gate.refresh();
    expect(gate.can("createManagedOrg")).toBe(true);
    gate.dispose();
    expect(errors).not.toHaveBeenCalled();
    check();
  };

  test("full from the start", async () => {
    local().setItem = fails;
    await works();
    expect(local().kept.size).toBe(0);
  });

  test("full later: what is left there counts, and no more than it is worth", async () => {
    const before = await visit(ROOM);
    local().setItem = fails;
    before.hold("createManagedOrg");
    await works();
    expect(local().kept.size).toBe(0);
  });

  test("read only", async () => {
    await visit(FULL);
    Object.assign(local(), { setItem: fails, removeItem: fails });
    await works();
  });

  test("write only", async () => {
    local().getItem = fails;
    await works();
  });

  test("blocked: to look at it throws", async () => {
    vi.unstubAllGlobals();
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(globalThis, name, { configurable: true, get: fails });
      finally_(() => Reflect.deleteProperty(globalThis, name));
    }
    await works();
  });

  test("missing", async () => {
    vi.stubGlobal("localStorage", null);
    await works();
  });

  test("of another making, which returns what it likes", async () => {
    Object.assign(local(), {
      getItem: () => 7,
      setItem: () => Promise.reject(new Error("…")).catch(() => {}),
    });
    await works();
  });
});

test("what is stored by a page that somebody listens to is what it knows last", async () => {
  stubPage();
  const { gate } = await opened([FULL, ROOM], { ...MINE, refreshEvery: 10_000 });
  gate.subscribe(() => {});
  await pass(10_000);
  expect((await next()).gate.state).toMatchObject({ asOf: START + 10_000, source: "cache" });
  expect((await next()).gate.can("createManagedOrg")).toBe(true);
});
