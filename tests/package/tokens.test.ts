import type { GateOptions, TokenSource } from "quota-gate";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  calm,
  failing,
  finally_,
  GUIDE,
  gateOf,
  gateOn,
  opened,
  pass,
  refusedWith,
  refusing,
  sandbox,
  served,
  stubFetch,
  stubPage,
  stubStorage,
  useFakeClock,
} from "./support.js";

const BASE = "https://quota.example.org";
const TOKEN = "made-up-token";

beforeEach(() => {
  const chance = vi.spyOn(Math, "random").mockReturnValue(0);
  finally_(() => chance.mockRestore());
});

/** A platform that accepts these tokens only; without any, cookies that have ended. */
const platform = (...good: string[]) => {
  const accepted = new Set(good);
  const seen: (string | null)[] = [];
  vi.stubGlobal("fetch", async ({ headers }: Request) => {
    const token = headers.get("authorization")?.replace("Bearer ", "") ?? null;
    seen.push(token);
    return token !== null && accepted.has(token)
      ? Response.json(GUIDE)
      : refusing(401, {}, { code: 40001 })();
  });
  finally_(() => vi.unstubAllGlobals());
  return { accepted, seen };
};
const tokensOf = (...tokens: string[]) =>
  vi.fn(async () => (tokens.length > 1 ? tokens.shift() : tokens[0]) ?? "");
const gateWith = (token: TokenSource | undefined, options?: GateOptions) =>
  gateOn({ baseUrl: BASE, ...(token !== undefined && { token }) }, options);

describe("a token function", () => {
  useFakeClock();

  test("is called for each request", async () => {
    const { seen } = platform("a", "b");
    const token = tokensOf("a", "b");
    const gate = await gateWith(token);
    await gate.ready;
    await gate.refresh();
    expect(seen).toEqual(["a", "b"]);
  });

  test("is called once more after a 401, at once, and nobody sees a failure", async () => {
    const { seen } = platform("good");
    const gate = await gateWith(tokensOf("old", "good"), { retries: 0 });
    const errors = vi.fn();
    gate.on("error", errors);
    const heard: unknown[] = [];
    gate.subscribe(({ error }) => heard.push(error));
    const before = Date.now();
    expect(await gate.ready).toMatchObject({ phase: "ready", error: null });
    expect(Date.now()).toBe(before);
    expect(seen).toEqual(["old", "good"]);
    expect(errors).not.toHaveBeenCalled();
    expect(heard.every((error) => error === null)).toBe(true);
  });

  test("once per refresh, and not once for good", async () => {
    const { seen } = platform("good");
    const gate = await gateWith(tokensOf("old", "good", "old", "good"));
    expect((await gate.ready).error).toBeNull();
    expect((await gate.refresh()).error).toBeNull();
    expect(seen).toEqual(["old", "good", "old", "good"]);
  });

  test("and not twice in one", async () => {
    const { seen } = platform("good");
    const gate = await gateWith(tokensOf("old", "older", "good"), { retries: 10 });
    expect((await gate.ready).error).toMatchObject({ code: "unauthorized", status: 401, retryable: false });
    expect(seen).toEqual(["old", "older"]);
  });

  test("a renewal is no retry: those are there for other failures", async () => {
    const asked = stubFetch(refusing(401), refusing(503), refusing(503), () => Response.json(GUIDE));
    const token = tokensOf("a", "b", "c", "d");
    const gate = await gateWith(token, { retries: 2 });
    expect((await gate.ready).error).toBeNull();
    expect(asked.map(({ authorization }) => authorization)).toEqual(
      ["a", "b", "c", "d"].map((each) => `Bearer ${each}`),
    );
  });

  test("a 401 after one that was renewed is the end, whatever came between", async () => {
    const asked = stubFetch(refusing(401), refusing(503), refusing(401), () => Response.json(GUIDE));
    const gate = await gateWith(tokensOf("a", "b", "c", "d"), { retries: 5 });
    expect((await gate.ready).error?.code).toBe("unauthorized");
    expect(asked).toHaveLength(3);
  });

  test("that fails is no 401: its error is told, not quoted, and what is known stays", async () => {
    platform("good");
    const token = vi.fn<() => Promise<string>>(async () => "good");
    const gate = await gateWith(token, { retries: 2 });
    await gate.ready;
    token.mockRejectedValue(new Error(`expired: ${TOKEN}`));
    for (let times = 1; times <= 3; times += 1) {
      const { phase, error } = await gate.refresh();
      expect({ phase, code: error?.code, status: error?.status }).toEqual({
        phase: "ready",
        code: "unauthorized",
        status: null,
      });
      expect(`${error?.message}${error?.stack}${JSON.stringify(error)}`).not.toContain(TOKEN);
      expect(token).toHaveBeenCalledTimes(1 + times);
    }
    token.mockResolvedValue("good");
    expect((await gate.refresh()).error).toBeNull();
  });

  test("that throws at once is the same", async () => {
    const { seen } = platform("good");
    const gate = await gateWith(() => {
      throw new Error(TOKEN);
    });
    expect((await gate.ready).error).toMatchObject({ code: "unauthorized" });
    expect(seen).toEqual([]);
  });

  test("that hangs is given up after timeoutMs, and called again like any other network failure", async () => {
    const { seen } = platform("good");
    const token = vi.fn(() => new Promise<string>(() => {}));
    const gate = await gateWith(token, { retries: 2, timeoutMs: 100 });
    await pass(299);
    expect(gate.state.refreshing).toBe(true);
    await pass(1);
    expect((await gate.ready).error).toMatchObject({ code: "timeout", retryable: true });
    expect(token).toHaveBeenCalledTimes(3);
    expect(seen).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("that answers too late isn't followed by a request", async () => {
    const { seen } = platform("good");
    let come: (token: string) => void = () => {};
    const gate = await gateWith(() => new Promise<string>((resolve) => (come = resolve)), { timeoutMs: 100 });
    await pass(100);
    come("good");
    await pass(1_000);
    expect(seen).toEqual([]);
    expect(gate.state.error?.code).toBe("timeout");
  });

  test.each([[undefined], [null], [""], [7], [{}], ["two words"], ["two\nlines"], ["ümlaut"], ["Bearer x"]])(
    "that returns %j says that this is none, and isn't called again",
    async (value) => {
      const { seen } = platform("good");
      const token = vi.fn(async () => value as string);
      const gate = await gateWith(token, { retries: 2 });
      expect((await gate.ready).error).toMatchObject({
        code: "invalid-options",
        message: "the token must be a string of visible ASCII characters",
        retryable: false,
      });
      expect(token).toHaveBeenCalledTimes(1);
      expect(seen).toEqual([]);
    },
  );

  test("that returns a secret in a page is refused before anything is sent", async () => {
    stubPage();
    const { seen } = platform("vsk_made_up");
    const token = tokensOf("vsk_made_up");
    const gate = await gateWith(token, { retries: 2 });
    const { error } = await gate.ready;
    expect(error).toMatchObject({ code: "secret-in-browser" });
    expect(`${error?.message}${error?.stack}`).not.toContain("made_up");
    expect(token).toHaveBeenCalledTimes(1);
    expect(seen).toEqual([]);
  });

  test("isn't called after sign-out or disposal ended the wait for a retry", async () => {
    const chance = vi.spyOn(Math, "random").mockReturnValue(0.999);
    for (const end of ["clear", "dispose"] as const) {
      stubFetch(refusing(503));
      const token = tokensOf(TOKEN);
      const gate = await gateWith(token, { retries: 2 });
      await calm();
      gate[end]();
      await pass(600_000);
      expect(token).toHaveBeenCalledTimes(1);
    }
    chance.mockReturnValue(0);
  });
});

describe("a 401", () => {
  useFakeClock();

  test.each<[string, TokenSource | undefined]>([
    ["a token that never changes", TOKEN],
    ["cookies", undefined],
  ])("with %s is asked once, and is no reason to drop what is known", async (_, token) => {
    const asked = stubFetch(served(GUIDE), refusing(401));
    const gate = await gateWith(token, { retries: 2 });
    await gate.ready;
    expect(await gate.refresh()).toMatchObject({ phase: "ready", error: { code: "unauthorized" } });
    expect(gate.headroom("votes").used).toBe(134);
    expect(asked).toHaveLength(2);
  });

  test.each([
    [40001, "sign-in"],
    [40156, "sign-in"],
    [undefined, "sign-in"],
    [40014, "retry"],
  ])("with code %s: %s", async (code, kind) => {
    stubFetch(refusing(401, {}, { error: "…", code }));
    const gate = await gateWith(TOKEN, { audience: "operator" });
    expect((await gate.ready).error).toMatchObject({ code: "unauthorized", platformCode: code ?? null });
    expect(gate.check("createManagedOrg").remedy).toMatchObject({ kind });
    await gate.refresh();
    expect(gate.check("createManagedOrg").remedy).toMatchObject({ kind });
  });

  test("of the platform itself is one", async () => {
    const there = await sandbox();
    vi.useRealTimers();
    const gate = await gateOf(there, "free-tier");
    await gate.ready;
    const other = await gateOn({ baseUrl: there.url, token: TOKEN });
    expect((await other.ready).error).toMatchObject({ code: "unauthorized", platformCode: 40001 });
    expect(there.requests()).toHaveLength(2);
  });
});

const unauthorized = failing(401);

describe("the second 401 in a row", () => {
  useFakeClock();

  test("drops the answer", async () => {
    const { gate } = await opened([GUIDE, unauthorized]);
    expect((await gate.refresh()).phase).toBe("ready");
    expect(await gate.refresh()).toMatchObject({
      phase: "unavailable",
      enabled: null,
      asOf: null,
      source: null,
      error: { code: "unauthorized" },
    });
    expect(gate.headroom("votes")).toMatchObject({ limit: null, used: null, forecast: null });
    expect(gate.check("createManagedOrg")).toMatchObject({
      verdict: "unknown",
      reason: "unavailable",
      asOf: null,
    });
  });

  test("is told once", async () => {
    const { gate } = await opened([GUIDE, unauthorized]);
    await gate.refresh();
    const errors = vi.fn();
    gate.on("error", errors);
    const phases: string[] = [];
    gate.subscribe(({ phase, refreshing }) => phases.push(`${phase} ${refreshing}`));
    await gate.refresh();
    await pass(3_600_000);
    expect(phases).toEqual(["ready true", "unavailable false"]);
    expect(errors).toHaveBeenCalledTimes(1);
  });

  test("is that of a renewed token, too", async () => {
    platform("good");
    const gate = await gateWith(tokensOf("good", "old", "older"));
    await gate.ready;
    expect(await gate.refresh()).toMatchObject({ phase: "unavailable", asOf: null });
  });

  test.each([
    ["another failure between them is no good answer", [failing(500), unauthorized], "unavailable"],
    ["nor is a time-out", [new Error("…"), unauthorized], "unavailable"],
    ["a good answer between them is", [GUIDE, unauthorized], "ready"],
    ["a good one and a bad one too", [GUIDE, failing(503), unauthorized], "ready"],
  ])("%s", async (_, then, phase) => {
    const { gate } = await opened([GUIDE, unauthorized, ...then]);
    for (let asked = 0; asked <= then.length; asked += 1) await gate.refresh();
    expect(gate.state).toMatchObject({ phase, error: { code: "unauthorized" } });
  });

  test.each(["local", "session"] as const)(
    "purges the %s storage, also of a next page's",
    async (persist) => {
      const storages = stubStorage();
      const { kept } = storages[`${persist}Storage`];
      const options = { persist, identity: "someone@example.org" } as const;
      const { gate } = await opened([GUIDE, unauthorized], options);
      await gate.refresh();
      expect(kept.size).toBe(1);
      await gate.refresh();
      expect(kept.size).toBe(0);
      await pass(3_600_000);
      expect(kept.size).toBe(0);
      const next = await opened([unauthorized], options);
      expect(next.gate.state).toMatchObject({ phase: "unavailable", asOf: null });
    },
  );

  test("leaves nothing to be stored or rendered by a hold either", async () => {
    const { kept } = stubStorage().localStorage;
    const { gate } = await opened([GUIDE, unauthorized], { persist: "local", identity: "me" });
    await gate.refresh();
    await gate.refresh();
    const hold = gate.hold("publishProcess");
    hold.commit();
    gate.hold("relayVotes").release();
    expect(kept.size).toBe(0);
    const { record, history } = gate.dehydrate() as Record<string, unknown>;
    // A time, and that there is no answer; then the hold.
    expect((record as number[])[1]).toBe(0);
    expect(JSON.stringify(history)).not.toContain("134");
  });

  test("keeps nobody from working", async () => {
    const { gate } = await opened([GUIDE, unauthorized]);
    await gate.refresh();
    await gate.refresh();
    expect(await gate.run("createManagedOrg", {}, async () => "done")).toBe("done");
    const closed = await opened([unauthorized], { whenUnknown: "deny" });
    await closed.gate.refresh();
    await expect(closed.gate.run("createManagedOrg", {}, async () => "done")).rejects.toMatchObject({
      code: "denied",
      decision: { verdict: "unknown" },
    });
  });
});

describe("after it, nothing is asked", () => {
  useFakeClock();

  /** A gate that somebody listens to, with credentials that were refused twice. */
  const shutOut = async (options?: GateOptions) => {
    const page = stubPage();
    const { gate, asked } = await opened([GUIDE, unauthorized], options);
    const leave = gate.subscribe(() => {});
    const hold = gate.hold("publishProcess");
    await gate.refresh();
    await gate.refresh();
    expect(gate.state.phase).toBe("unavailable");
    const before = asked.length;
    return { gate, asked, page, hold, leave, more: () => asked.length - before };
  };

  test("by polling", async () => {
    const { more } = await shutOut({ refreshEvery: 10_000 });
    await pass(86_400_000);
    expect(more()).toBe(0);
  });

  test("by someone who looks", async () => {
    const { page, more } = await shutOut();
    for (let hour = 0; hour < 24; hour += 1) {
      await pass(3_600_000);
      page.focus();
      page.hide();
      page.show();
      page.tell("pageshow");
      page.goOffline();
      page.goOnline();
    }
    await pass(3_600_000);
    expect(more()).toBe(0);
  });

  test("by a new listener", async () => {
    const { gate, leave, more } = await shutOut();
    leave();
    gate.on("near", () => {});
    gate.subscribe(() => {});
    await pass(3_600_000);
    expect(more()).toBe(0);
  });

  test("by a commit, and by what would settle it", async () => {
    const { gate, hold, more } = await shutOut();
    hold.commit();
    gate.hold("relayVotes").commit();
    await pass(3_600_000);
    expect(more()).toBe(0);
  });

  test("by run", async () => {
    const { gate, more } = await shutOut();
    await gate.run("createManagedOrg", {}, async () => {});
    await pass(3_600_000);
    expect(more()).toBe(0);
  });

  test("by explain, and by a run that is refused", async () => {
    const { gate, more } = await shutOut();
    const refusal = () => refusedWith(40154, "max managed organizations reached: limit 1");
    expect(await gate.explain(refusal(), { action: "createManagedOrg" })).toMatchObject({
      reason: "limit-reached",
    });
    await expect(gate.run("createManagedOrg", {}, async () => refusal())).rejects.toMatchObject({
      code: "denied",
    });
    await pass(3_600_000);
    expect(more()).toBe(0);
  });

  test("but for refresh(), each time", async () => {
    const { gate, more } = await shutOut();
    expect(await gate.refresh()).toMatchObject({ phase: "unavailable", error: { code: "unauthorized" } });
    expect(more()).toBe(1);
    await gate.refresh();
    expect(more()).toBe(2);
  });

  test("a good answer to refresh() ends it", async () => {
    const page = stubPage();
    const { gate, asked } = await opened([unauthorized, unauthorized, GUIDE], { refreshEvery: 10_000 });
    gate.subscribe(() => {});
    await gate.refresh();
    await pass(3_600_000);
    page.focus();
    expect(asked).toHaveLength(2);
    expect(await gate.refresh()).toMatchObject({ phase: "ready", source: "server", error: null });
    await pass(10_000);
    expect(asked).toHaveLength(4);
  });

  test("a failure of another kind doesn't", async () => {
    const page = stubPage();
    const { gate, asked } = await opened([unauthorized, unauthorized, failing(503)]);
    gate.subscribe(() => {});
    await gate.refresh();
    await gate.refresh();
    await pass(3_600_000);
    page.focus();
    page.goOnline();
    await pass(3_600_000);
    expect(asked).toHaveLength(3);
  });

  test("clear() ends it", async () => {
    const { gate, page, more } = await shutOut();
    gate.clear();
    expect(gate.state).toMatchObject({ phase: "loading", error: null });
    await pass(3_000);
    page.focus();
    await calm();
    expect(more()).toBe(1);
    // And the count starts anew.
    await pass(60_000);
    page.focus();
    await calm();
    expect(more()).toBe(2);
    await pass(60_000);
    page.focus();
    await calm();
    expect(more()).toBe(2);
  });
});

describe("someone who looks then has the token function asked", () => {
  useFakeClock();

  const shutOut = async (token: TokenSource | undefined, options?: GateOptions) => {
    const page = stubPage();
    const { accepted, seen } = platform("good");
    const gate = await gateWith(token, options);
    gate.subscribe(() => {});
    await gate.ready;
    if (gate.state.phase !== "unavailable" || seen.length < 2) await gate.refresh();
    expect(seen).toHaveLength(2);
    await pass(60_000);
    const look = async () => {
      page.focus();
      await calm();
    };
    return { gate, page, accepted, seen, look };
  };

  test("once within staleAfter, and the same token is no reason to ask the platform", async () => {
    const token = tokensOf("old");
    const { look, seen } = await shutOut(token);
    const before = token.mock.calls.length;
    for (let second = 0; second < 180; second += 1) {
      await look();
      await pass(1_000);
    }
    expect(token.mock.calls.length - before).toBe(3);
    expect(seen).toHaveLength(2);
  });

  test("as often as staleAfter says", async () => {
    const token = tokensOf("old");
    const { look } = await shutOut(token, { staleAfter: 10_000 });
    const before = token.mock.calls.length;
    for (let second = 0; second < 60; second += 1) {
      await look();
      await pass(1_000);
    }
    expect(token.mock.calls.length - before).toBe(6);
  });

  test("and another token is tried, without asking for yet another", async () => {
    const token = tokensOf("old", "old", "good", "unasked");
    const { gate, look, seen } = await shutOut(token);
    await look();
    expect(gate.state).toMatchObject({ phase: "ready", source: "server", error: null });
    expect(seen).toEqual(["old", "old", "good"]);
    expect(token).toHaveBeenCalledTimes(3);
  });

  test("after which everything goes on as ever", async () => {
    const token = tokensOf("old", "old", "good");
    const { gate, look, seen } = await shutOut(token, { refreshEvery: 60_000 });
    await look();
    await pass(60_000);
    expect(seen).toHaveLength(4);
    expect(gate.state.error).toBeNull();
  });

  test("another one that is refused too is renewed once, and that's it for now", async () => {
    const token = tokensOf("old", "old", "bad", "worse");
    const { gate, look, seen } = await shutOut(token);
    await look();
    await look();
    expect(seen).toEqual(["old", "old", "bad", "worse"]);
    expect(gate.state).toMatchObject({ phase: "unavailable", error: { code: "unauthorized" } });
    await pass(59_999);
    await look();
    expect(token).toHaveBeenCalledTimes(4);
    await pass(1);
    await look();
    expect(token).toHaveBeenCalledTimes(5);
    expect(seen).toHaveLength(4);
  });

  test.each<[string, () => Promise<string>]>([
    ["fails", () => Promise.reject(new Error(TOKEN))],
    ["returns nonsense", async () => 7 as unknown as string],
    ["returns an empty one", async () => ""],
  ])("where it %s, nothing happens", async (_, then) => {
    const token = tokensOf("old");
    const { gate, look, seen } = await shutOut(token);
    const errors = vi.fn();
    gate.on("error", errors);
    token.mockImplementation(then);
    await look();
    expect(errors).not.toHaveBeenCalled();
    expect(seen).toHaveLength(2);
    expect(gate.state.error).toMatchObject({ code: "unauthorized", status: 401 });
  });

  test("where it hangs, it's given up after timeoutMs, and nobody is kept from asking meanwhile", async () => {
    const token = tokensOf("old");
    const { gate, accepted, look, seen } = await shutOut(token);
    token.mockImplementationOnce(() => new Promise(() => {}));
    await look();
    expect(gate.state.refreshing).toBe(false);
    accepted.add("old");
    expect(await gate.refresh()).toMatchObject({ phase: "ready", error: null });
    const timers = vi.getTimerCount();
    await pass(8_000);
    expect(vi.getTimerCount()).toBe(timers - 1);
    expect(seen).toHaveLength(3);
  });

  test("signing out meanwhile, or disposal, is the end of it", async () => {
    for (const end of ["clear", "dispose"] as const) {
      const token = tokensOf("old");
      const { gate, look, seen } = await shutOut(token);
      let come: (token: string) => void = () => {};
      token.mockImplementationOnce(() => new Promise((resolve) => (come = resolve)));
      await look();
      gate[end]();
      come("good");
      await pass(60_000);
      expect(seen).toHaveLength(2);
    }
  });

  test.each<[string, TokenSource | undefined]>([
    ["a token that never changes", TOKEN],
    ["cookies", undefined],
  ])("%s: there is nothing to look at", async (_, token) => {
    const { look, seen } = await shutOut(token);
    for (let hour = 0; hour < 24; hour += 1) {
      await look();
      await pass(3_600_000);
    }
    expect(seen).toHaveLength(2);
  });

  test("a clock that is set back doesn't keep it from being asked", async () => {
    const token = tokensOf("old");
    const { look } = await shutOut(token);
    await look();
    const before = token.mock.calls.length;
    vi.setSystemTime(Date.now() - 86_400_000);
    await look();
    expect(token.mock.calls.length - before).toBe(1);
  });
});
