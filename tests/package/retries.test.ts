import { createGate, type GateOptions, type State, vocdoni } from "quota-gate";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  calm,
  failing,
  finally_,
  GUIDE,
  gateOn,
  gateOver,
  opened,
  pass,
  pending,
  refusedWith,
  refusing,
  START,
  sandbox,
  served,
  serving,
  stubFetch,
  stubPage,
  useFakeClock,
} from "./support.js";

const TWICE: GateOptions = { retries: 2 };
const BASE = "https://quota.example.org";
/** Every wait of our own is so much of the longest it may be. */
const chanceOf = (chance: number) => vi.spyOn(Math, "random").mockReturnValue(chance);
beforeEach(() => {
  const chance = chanceOf(0);
  finally_(() => chance.mockRestore());
});

/** What a failure that comes again and again was asked for, as milliseconds since the first. */
const timesOf = async (answer: unknown, options: GateOptions = TWICE) => {
  const times: number[] = [];
  const gate = await gateOn(
    {
      source: async () => {
        times.push(Date.now() - START);
        throw answer;
      },
    },
    options,
  );
  await pass(600_000);
  expect((await gate.ready).refreshing).toBe(false);
  return times;
};
const waits = (times: number[]) => times.slice(1).map((time, place) => time - (times[place] ?? 0));

describe("what may be better a moment later is tried again, at most `retries` times", () => {
  useFakeClock();

  test.each<[string, unknown, string]>([
    ["a network error", new TypeError("fetch failed"), "network"],
    ["408", failing(408), "timeout"],
    ["429", failing(429), "rate-limited"],
    ["500", failing(500), "server"],
    ["502", failing(502), "server"],
    ["503", failing(503), "server"],
    ["504", failing(504), "server"],
    ["599", failing(599), "server"],
  ])("%s", async (_, error, code) => {
    for (const retries of [0, 1, 2, 10]) {
      const { gate, asked } = await gateOver([error], { retries });
      expect(await gate.ready).toMatchObject({ error: { code, retryable: true } });
      expect(asked).toHaveLength(retries + 1);
    }
  });

  test("a request that takes too long", async () => {
    const { gate, asked } = await gateOver([new Promise(() => {})], { ...TWICE, timeoutMs: 100 });
    await pass(300);
    expect((await gate.ready).error).toMatchObject({ code: "timeout", retryable: true });
    expect(asked).toHaveLength(3);
    expect(asked.every(({ signal }) => signal.aborted)).toBe(true);
  });

  test("two times where nobody says how often", async () => {
    const source = vi.fn(async () => {
      throw failing();
    });
    const gate = await createGate(vocdoni({ source }));
    finally_(() => gate.dispose());
    await gate.ready;
    expect(source).toHaveBeenCalledTimes(3);
  });

  test("each refresh anew", async () => {
    const { gate, asked } = await gateOver([failing()], TWICE);
    await gate.ready;
    await gate.refresh();
    expect(asked).toHaveLength(6);
  });
});

describe("what won't be better is not", () => {
  useFakeClock();

  test.each([
    400, 401, 402, 403, 404, 405, 406, 409, 410, 411, 413, 415, 418, 421, 422, 425, 426, 428, 431, 451,
  ])("%d", async (status) => {
    const { gate, asked } = await gateOver([failing(status)], TWICE);
    expect(await gate.ready).toMatchObject({ error: { status, retryable: false } });
    expect(asked).toHaveLength(1);
  });

  test.each([300, 301, 302, 303, 304, 307, 308])("a redirect (%d)", async (status) => {
    const { gate, asked } = await gateOver([failing(status)], TWICE);
    expect((await gate.ready).error).toMatchObject({ code: "bad-response", status, retryable: false });
    expect(asked).toHaveLength(1);
  });

  test.each([
    [undefined],
    [null],
    ["…"],
    [7],
    [[]],
    [{}],
    [{ enabled: "yes" }],
    [{ error: "down for maintenance" }],
  ])("an answer that says nothing: %j", async (body) => {
    const { gate, asked } = await gateOver([body], TWICE);
    expect((await gate.ready).error).toMatchObject({ code: "bad-response", retryable: false });
    expect(asked).toHaveLength(1);
  });

  test("an answer that isn't JSON", async () => {
    for (const text of ["", "{", "<!doctype html>", "\u0000"]) {
      const asked = stubFetch(() => new Response(text, { headers: { "retry-after": "1" } }));
      const gate = await gateOn({ baseUrl: BASE }, TWICE);
      expect((await gate.ready).error).toMatchObject({ code: "bad-response" });
      expect(asked).toHaveLength(1);
    }
  });

  test("the news that the account isn't an integrator is an answer, and no failure", async () => {
    const { gate, asked } = await gateOver([Object.assign(failing(403), { code: 40153, body: null })], TWICE);
    expect(await gate.ready).toMatchObject({ phase: "ready", enabled: false, error: null });
    expect(asked).toHaveLength(1);
  });

  test("nor what turns out so on the way", async () => {
    const { gate, asked } = await gateOver([failing(503), failing(404)], TWICE);
    expect((await gate.ready).error).toMatchObject({ code: "not-found" });
    expect(asked).toHaveLength(2);
  });
});

describe("over HTTP", () => {
  test("a failure is tried again, and the answer after it counts", async () => {
    const platform = await sandbox();
    const { quotaKey: token } = platform.credentials("free-tier");
    const status = { kind: "status", status: 503, body: "", contentType: "text/plain" } as const;
    for (const fault of [{ kind: "close" }, { kind: "cut" }, status, { ...status, status: 429 }] as const) {
      platform.addFault({ fault, times: 2 });
      const before = platform.requests().length;
      const gate = await gateOn({ baseUrl: platform.url, token }, TWICE);
      expect(await gate.ready).toMatchObject({ phase: "ready", error: null });
      expect(platform.requests()).toHaveLength(before + 3);
    }
  });

  test("a connection that is refused is tried again, and is a failure in the end", async () => {
    const gate = await gateOn({ baseUrl: "http://127.0.0.1:9" }, TWICE);
    expect((await gate.ready).error).toMatchObject({ code: "network", retryable: true });
  });

  test.each([301, 302, 303, 307, 308])(
    "a redirect (%d) is neither followed nor tried again",
    async (status) => {
      const elsewhere = await serving((_, response) => response.end(JSON.stringify(GUIDE)));
      const places = [`${elsewhere.url}/integrator`, "/other", "/integrator", ""];
      const platform = await serving((_, response) => {
        response
          .writeHead(status, { location: places.shift(), "retry-after": "1" })
          .end(JSON.stringify(GUIDE));
      });
      const count = places.length;
      for (let done = 0; done < count; done += 1) {
        const gate = await gateOn({ baseUrl: platform.url, token: "made-up" }, TWICE);
        expect((await gate.ready).error).toMatchObject({ code: "bad-response", retryable: false });
      }
      expect(platform.asked).toEqual(new Array(count).fill("GET /integrator"));
      expect(elsewhere.asked).toEqual([]);
    },
  );

  test("a platform is left alone for as long as it asks", async () => {
    const times: number[] = [];
    const { url } = await serving((_, response) => {
      times.push(performance.now());
      if (times.length === 1) response.writeHead(429, { "retry-after": "1" }).end();
      else response.end(JSON.stringify(GUIDE));
    });
    const gate = await gateOn({ baseUrl: url }, TWICE);
    expect(await gate.ready).toMatchObject({ phase: "ready", error: null });
    // Node's timers may ring a millisecond early.
    expect(waits(times)[0]).toBeGreaterThanOrEqual(998);
  });
});

describe("a wait is a random share of twice the one before", () => {
  useFakeClock();

  test.each([
    [0, [0, 0]],
    [0.5, [250, 500]],
    [0.999, [499, 999]],
  ])("where the dice show %d", async (chance, expected) => {
    chanceOf(chance);
    expect(waits(await timesOf(failing()))).toEqual(expected);
  });

  test("of its own, each", async () => {
    const chances = [0.5, 0.1, 0.9, 0.2];
    // The first is the number of the first hold.
    vi.spyOn(Math, "random").mockImplementation(() => chances.shift() ?? 0);
    expect(waits(await timesOf(failing()))).toEqual([50, 900]);
  });

  test("and never longer than half a minute", async () => {
    chanceOf(0.999);
    const all = waits(await timesOf(failing(), { retries: 10 }));
    expect(all).toEqual([499, 999, 1998, 3996, 7992, 15984, 29970, 29970, 29970, 29970]);
  });
});

describe("until the last failure, nothing has failed", () => {
  useFakeClock();
  beforeEach(() => {
    chanceOf(0.5);
  });

  /** What subscribers and listeners hear of one refresh. */
  const listen = (gate: Awaited<ReturnType<typeof opened>>["gate"]) => {
    const heard: [State["phase"], boolean, string | null][] = [];
    const errors: string[] = [];
    gate.subscribe(({ phase, refreshing, error }) => heard.push([phase, refreshing, error?.code ?? null]));
    gate.on("error", ({ code }) => errors.push(code));
    return { heard, errors };
  };

  test("a failure that a retry makes good is never seen", async () => {
    const { gate } = await opened([GUIDE, failing(503), new Error("…"), GUIDE], TWICE);
    const { heard, errors } = listen(gate);
    const refreshing = gate.refresh();
    for (let passed = 0; passed < 740; passed += 20) {
      await pass(20);
      expect(gate.state).toMatchObject({ phase: "ready", refreshing: true, error: null });
    }
    await pass(20);
    expect(await refreshing).toMatchObject({ refreshing: false, error: null });
    expect(heard).toEqual([
      ["ready", true, null],
      ["ready", false, null],
    ]);
    expect(errors).toEqual([]);
  });

  test("one that none makes good is one failure, told once, and the last good answer stays", async () => {
    const { gate } = await opened([GUIDE, failing(429), failing(503), failing(500)], TWICE);
    const { heard, errors } = listen(gate);
    const refreshing = gate.refresh();
    await pass(749);
    expect(gate.state).toMatchObject({ refreshing: true, error: null });
    await pass(1);
    expect(await refreshing).toMatchObject({ phase: "ready", refreshing: false, error: { status: 500 } });
    expect(heard).toEqual([
      ["ready", true, null],
      ["ready", false, "server"],
    ]);
    expect(errors).toEqual(["server"]);
    expect(gate.check("createManagedOrg").reason).toBe("limit-reached");
  });

  test("ready is settled by then, and not before", async () => {
    const { gate } = await gateOver([failing()], TWICE);
    const settled = vi.fn();
    gate.ready.then(settled);
    await pass(749);
    expect(settled).not.toHaveBeenCalled();
    await pass(1);
    expect(settled).toHaveBeenCalledWith(gate.state);
  });

  test("who has waited long enough isn't told to wait any more", async () => {
    chanceOf(0.999);
    const { gate } = await gateOver([failing()], { retries: 10 });
    expect(gate.check("relayVotes")).toMatchObject({ verdict: "pending", allowed: false });
    await pass(2_999);
    expect(gate.check("relayVotes").verdict).toBe("pending");
    await pass(1);
    expect(gate.check("relayVotes")).toMatchObject({
      verdict: "unknown",
      reason: "unavailable",
      allowed: true,
    });
    expect(gate.state).toMatchObject({ phase: "unavailable", refreshing: true, error: null });
  });
});

describe("during a wait", () => {
  useFakeClock();
  beforeEach(() => {
    chanceOf(0.999);
  });

  test("who else asks waits along", async () => {
    const { gate, asked } = await opened([GUIDE, failing(), GUIDE], TWICE);
    const first = gate.refresh();
    await pass(100);
    const second = gate.refresh();
    await pass(399);
    expect(await second).toBe(await first);
    expect(asked).toHaveLength(3);
  });

  test("a commit needs no request of its own: the next one knows of it", async () => {
    const { gate, asked } = await opened([GUIDE, failing(), GUIDE], TWICE);
    const hold = gate.hold("publishProcess");
    const refreshing = gate.refresh();
    await pass(100);
    hold.commit();
    await pass(399);
    await refreshing;
    await calm();
    expect(asked).toHaveLength(3);
    expect(gate.headroom("managedProcesses").held).toBe(0);
  });

  test("a caller can leave, alone", async () => {
    const { gate, asked } = await opened([GUIDE, failing(), GUIDE], TWICE);
    const leaving = new AbortController();
    const [left, stayed] = [gate.refresh({ signal: leaving.signal }), gate.refresh()];
    const outcome = left.catch((error: unknown) => error);
    await pass(100);
    expect(asked).toHaveLength(2);
    leaving.abort();
    expect(await outcome).toMatchObject({ code: "aborted" });
    expect(gate.state.refreshing).toBe(true);
    await pass(399);
    expect(await stayed).toMatchObject({ refreshing: false, error: null });
    expect(asked).toHaveLength(3);
  });

  test("the only caller can leave too, and the request goes on", async () => {
    const { gate, asked } = await opened([GUIDE, failing(), GUIDE], TWICE);
    const leaving = new AbortController();
    const left = gate.refresh({ signal: leaving.signal }).catch((error: unknown) => error);
    await pass(100);
    leaving.abort();
    expect(await left).toMatchObject({ code: "aborted" });
    await pass(399);
    expect(gate.state).toMatchObject({ refreshing: false, error: null });
    expect(asked).toHaveLength(3);
  });

  test("dispose() ends it, and leaves no timer", async () => {
    const { gate, asked } = await opened([GUIDE, failing(), GUIDE], TWICE);
    const outcome = gate.refresh().catch((error: unknown) => error);
    await pass(100);
    expect(vi.getTimerCount()).toBe(1);
    gate.dispose();
    expect(await outcome).toMatchObject({ code: "disposed" });
    expect(vi.getTimerCount()).toBe(0);
    await pass(600_000);
    expect(asked).toHaveLength(2);
  });

  test("clear() ends it, leaves no timer, and the next refresh begins anew", async () => {
    const { gate, asked } = await opened([GUIDE, failing(), GUIDE], TWICE);
    const refreshing = gate.refresh();
    await pass(100);
    gate.clear();
    await calm();
    expect(vi.getTimerCount()).toBe(0);
    expect(await refreshing).toMatchObject({ phase: "loading", refreshing: false, error: null });
    await pass(600_000);
    expect(asked).toHaveLength(2);
    expect(await gate.refresh()).toMatchObject({ phase: "ready" });
    expect(asked).toHaveLength(3);
  });

  test("the end of a refresh leaves no timer", async () => {
    const { gate } = await gateOver([failing()], TWICE);
    await pass(600_000);
    await gate.ready;
    expect(vi.getTimerCount()).toBe(0);
  });

  test("the network's return ends it", async () => {
    const page = stubPage();
    const { gate, asked } = await opened([GUIDE, new Error("…"), GUIDE], TWICE);
    gate.subscribe(() => {});
    const refreshing = gate.refresh();
    await pass(100);
    page.goOnline();
    expect(await refreshing).toMatchObject({ error: null });
    expect(asked).toHaveLength(3);
    expect(Date.now()).toBe(START + 100);
  });
});

describe("Retry-After", () => {
  useFakeClock();

  /** How long the platform is left alone after one such answer. */
  const waitAfter = async (status: number, headers: Record<string, string>) => {
    let came = Number.NaN;
    const asked = stubFetch(refusing(status, headers), () => {
      came = Date.now();
      return Response.json(GUIDE);
    });
    const gate = await gateOn({ baseUrl: BASE }, TWICE);
    await pass(600_000);
    expect(await gate.ready).toMatchObject({ error: null });
    expect(asked).toHaveLength(2);
    return came - START;
  };
  const date = (time: number) => new Date(time).toUTCString();

  test.each([408, 429, 500, 503])("is honoured after %d", async (status) => {
    expect(await waitAfter(status, { "retry-after": "7" })).toBe(7_000);
  });

  test.each([
    ["0", 0],
    ["1", 1_000],
    [" 7 ", 7_000],
    ["007", 7_000],
    ["59", 59_000],
    ["60", 60_000],
    ["61", 60_000],
    ["86400", 60_000],
    ["9".repeat(400), 60_000],
  ])("in seconds, a minute at most: %j", async (value, expected) => {
    expect(await waitAfter(429, { "retry-after": value })).toBe(expected);
  });

  test.each([
    ["a moment later", 7_000, 7_000],
    ["now", 0, 0],
    ["in the past", -3_600_000, 0],
    ["much later", 86_400_000, 60_000],
  ])("as a date, by the clock of who sent it: %s", async (_, later, expected) => {
    for (const skew of [-86_400_000, -120_000, 0, 120_000, 86_400_000]) {
      const now = Date.now() + skew;
      const headers = { date: date(now), "retry-after": date(now + later) };
      vi.setSystemTime(START);
      expect(await waitAfter(503, headers)).toBe(expected);
      vi.setSystemTime(START);
    }
  });

  test.each([
    ["where that can't be read", {}],
    ["where that makes no sense", { date: "yesterday" }],
  ])("else by the page's: %s", async (_, headers) => {
    expect(await waitAfter(503, { ...headers, "retry-after": date(START + 7_000) })).toBe(7_000);
  });

  test.each([
    "",
    " ",
    "soon",
    "7s",
    "1e3",
    "0x10",
    "Infinity",
    "NaN",
    "null",
    "7 7",
    "-5",
    "-40",
    "-1",
    "1.5",
    "+5",
  ])("what is neither is none: %j", async (value) => {
    expect(await waitAfter(429, { "retry-after": value })).toBe(0);
  });

  test("a wait of our own may be longer", async () => {
    chanceOf(0.999);
    const times: number[] = [];
    stubFetch(() => {
      times.push(Date.now());
      return refusing(503, { "retry-after": "1" })();
    });
    const gate = await gateOn({ baseUrl: BASE }, { retries: 3 });
    await pass(600_000);
    await gate.ready;
    expect(waits(times)).toEqual([1_000, 1_000, 1_998]);
  });

  test("what won't be better isn't tried again after it either", async () => {
    const asked = stubFetch(refusing(404, { "retry-after": "1" }));
    const gate = await gateOn({ baseUrl: BASE }, TWICE);
    await pass(600_000);
    expect((await gate.ready).error?.code).toBe("not-found");
    expect(asked).toHaveLength(1);
  });

  test("the network's return doesn't shorten what the platform asked for", async () => {
    const page = stubPage();
    const asked = stubFetch(served(GUIDE), refusing(429, { "retry-after": "30" }), served(GUIDE));
    const gate = await gateOn({ baseUrl: BASE }, TWICE);
    await gate.ready;
    gate.subscribe(() => {});
    const refreshing = gate.refresh();
    await pass(100);
    page.goOnline();
    await pass(29_899);
    expect(asked).toHaveLength(2);
    await pass(1);
    expect((await refreshing).error).toBeNull();
    expect(asked).toHaveLength(3);
  });

  describe("after the last failure", () => {
    /** A stale answer, and a platform that has asked for half a minute's rest. */
    const resting = async (retryAfter: string, options: GateOptions = {}) => {
      const page = stubPage();
      const asked = stubFetch(served(GUIDE), refusing(429, { "retry-after": retryAfter }), served(GUIDE));
      const gate = await gateOn({ baseUrl: BASE }, { staleAfter: 0, ...options });
      await gate.ready;
      gate.subscribe(() => {});
      expect((await gate.refresh()).error?.code).toBe("rate-limited");
      expect(asked).toHaveLength(2);
      return { gate, asked, page };
    };

    test("nothing is asked for of itself until it has passed", async () => {
      const { gate, asked, page } = await resting("30", { refreshEvery: 10_000 });
      for (let passed = 0; passed < 29_000; passed += 1_000) {
        page.focus();
        page.hide();
        page.show();
        page.goOnline();
        await pass(1_000);
      }
      expect(asked).toHaveLength(2);
      await pass(1_000);
      expect(asked).toHaveLength(3);
      expect(gate.state.error).toBeNull();
    });

    test("who asks himself isn't kept from it", async () => {
      const { gate, asked } = await resting("30");
      expect((await gate.refresh()).error).toBeNull();
      expect(asked).toHaveLength(3);
    });

    test.each(["86400", "9".repeat(400), "Sun, 06 Nov 2094 08:49:37 GMT"])(
      "a minute is the longest: %s",
      async (value) => {
        const { asked, page } = await resting(value);
        await pass(59_999);
        page.focus();
        expect(asked).toHaveLength(2);
        await pass(1);
        page.focus();
        await calm();
        expect(asked).toHaveLength(3);
      },
    );

    test("then polling goes on", async () => {
      const { asked } = await resting("30", { refreshEvery: 10_000 });
      await pass(90_000);
      expect(asked.length).toBeGreaterThan(2);
    });

    test("a clock that is set back meanwhile doesn't make it longer", async () => {
      const { asked } = await resting("30", { refreshEvery: 10_000 });
      vi.setSystemTime(START - 86_400_000);
      await pass(90_000);
      expect(asked.length).toBeGreaterThan(2);
    });
  });
});

describe("nobody waits for a platform that wants to rest longer than for one request", () => {
  useFakeClock();
  const busy = refusing(429, { "retry-after": "60" });

  test("run", async () => {
    const asked = stubFetch(busy);
    const gate = await gateOn({ baseUrl: BASE }, TWICE);
    const task = vi.fn(async () => "done");
    const running = gate.run("relayVotes", {}, task);
    await pass(7_999);
    expect(task).not.toHaveBeenCalled();
    await pass(1);
    expect(task).toHaveBeenCalled();
    expect(await running).toBe("done");
    expect(asked).toHaveLength(1);
    expect(gate.state.refreshing).toBe(true);
  });

  test("run, where what can't be known is closed", async () => {
    stubFetch(busy);
    const gate = await gateOn({ baseUrl: BASE }, { ...TWICE, whenUnknown: "deny" });
    const task = vi.fn();
    let outcome: unknown;
    gate.run("relayVotes", {}, task).catch((error: unknown) => {
      outcome = error;
    });
    await pass(8_000);
    expect(outcome).toMatchObject({ code: "denied", decision: { verdict: "unknown" } });
    expect(task).not.toHaveBeenCalled();
  });

  test("run with a denial that is old", async () => {
    stubFetch(served(GUIDE), busy);
    const gate = await gateOn({ baseUrl: BASE }, TWICE);
    await gate.ready;
    await pass(60_000);
    const running = gate.run("createManagedOrg", {}, async () => {}).catch((error: unknown) => error);
    await pass(7_999);
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    await pass(1);
    expect(await running).toMatchObject({
      code: "denied",
      decision: { reason: "limit-reached", stale: true },
    });
  });

  test("explain", async () => {
    stubFetch(served(GUIDE), busy);
    const gate = await gateOn({ baseUrl: BASE }, TWICE);
    await gate.ready;
    const told = vi.fn();
    const noSlot = refusedWith(40154, "max managed organizations reached: limit 1");
    const explaining = gate.explain(noSlot, { action: "createManagedOrg" }).finally(told);
    await pass(7_999);
    expect(told).not.toHaveBeenCalled();
    await pass(1);
    expect(await explaining).toMatchObject({ action: "createManagedOrg", reason: "limit-reached" });
  });

  test("and the answer that comes later is taken in all the same", async () => {
    stubFetch(busy, served(GUIDE));
    const gate = await gateOn({ baseUrl: BASE }, TWICE);
    gate.run("relayVotes", {}, async () => "done").catch(() => {});
    await pass(60_000);
    expect(await gate.ready).toMatchObject({ phase: "ready", error: null });
  });
});

describe("retries", () => {
  test.each([-1, 1.5, 11, "2", Number.NaN, Number.POSITIVE_INFINITY, null, true, 2n])(
    "%p is refused",
    async (retries) => {
      const creating = gateOn({ source: async () => GUIDE }, { retries } as GateOptions);
      await expect(creating).rejects.toMatchObject({
        code: "invalid-options",
        message: expect.stringMatching(/^retries must be a whole number from 0 to 10, got /),
      });
    },
  );

  test.each([0, 1, 10, undefined])("%p is taken", async (retries) => {
    const gate = await gateOn({ source: async () => GUIDE }, { retries } as GateOptions);
    expect((await gate.ready).phase).toBe("ready");
  });
});

test("a late answer to a request that timed out doesn't count", async () => {
  const { answer, come } = pending();
  const { gate } = await gateOver([answer, failing(404)], { retries: 1, timeoutMs: 20 });
  expect((await gate.ready).error?.code).toBe("not-found");
  come(GUIDE);
  await Promise.resolve();
  expect(gate.state).toMatchObject({ phase: "unavailable", asOf: null });
});
