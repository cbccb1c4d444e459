import { createGate, type GateOptions, vocdoni } from "quota-gate";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  finally_,
  GUIDE,
  gateOver,
  guide,
  opened,
  pass,
  START,
  stubStorage,
  useFakeClock,
} from "./support.js";

useFakeClock();

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const votes = (sentVotes: number) => guide({}, { sentVotes });

type OpenGate = Awaited<ReturnType<typeof opened>>["gate"];
const forecast = (gate: OpenGate) => gate.headroom("votes").forecast;
/** Answers, so many milliseconds apart. */
const over = async (bodies: unknown[], apart: number, options?: GateOptions) => {
  const count = bodies.length;
  const { gate } = await opened(bodies, options);
  for (let done = 1; done < count; done += 1) {
    await pass(apart);
    await gate.refresh();
  }
  return gate;
};

describe("a forecast", () => {
  test("says how much is used a day, and when the limit will be reached", async () => {
    const gate = await over([votes(100), votes(110), votes(120)], 12 * HOUR);
    expect(forecast(gate)).toMatchObject({ perDay: 20, exhaustsAt: START + DAY + 44 * DAY });
    const { exhaustsAt, earliest, latest } = forecast(gate) ?? {};
    expect(earliest).toBeGreaterThan(START + DAY);
    expect(earliest).toBeLessThan(exhaustsAt ?? 0);
    expect(latest ?? Number.POSITIVE_INFINITY).toBeGreaterThan(exhaustsAt ?? 0);
  });

  test("is part of the state, and the same object until something changes", async () => {
    const gate = await over([votes(100), votes(110), votes(120)], 12 * HOUR);
    expect(gate.state.headroom.votes.forecast).toBe(forecast(gate));
  });

  test("needs three answers, over an hour at least", async () => {
    expect(forecast(await over([votes(100), votes(200)], DAY))).toBeNull();
    expect(forecast(await over([votes(100), votes(110), votes(120)], HOUR / 2 - 1))).toBeNull();
    expect(forecast(await over([votes(100), votes(110), votes(120)], HOUR / 2))).not.toBeNull();
  });

  test("has a narrower range the more answers it rests on", async () => {
    const width = async (days: number) => {
      const gate = await over(
        Array.from({ length: days + 1 }, (_, day) => guide({ maxVotes: 100_000 }, { sentVotes: day * 100 })),
        DAY,
      );
      const { earliest, exhaustsAt } = forecast(gate) ?? {};
      return ((exhaustsAt ?? 0) - (earliest ?? 0)) / ((exhaustsAt ?? 0) - Date.now());
    };
    const [few, many] = [await width(3), await width(20)];
    expect(many).toBeLessThan(few);
  });

  test("of what isn't used has no end", async () => {
    expect(forecast(await over([votes(100), votes(100), votes(100)], DAY))).toEqual({
      perDay: 0,
      exhaustsAt: null,
      earliest: null,
      latest: null,
    });
  });

  test("of what is used up has no end to come", async () => {
    expect(forecast(await over([votes(800), votes(900), votes(1000)], DAY))).toMatchObject({
      perDay: 100,
      exhaustsAt: null,
    });
  });

  test("of what has no limit is a pace", async () => {
    const endless = [100, 110, 120].map((sentVotes) => guide({ maxVotes: 0 }, { sentVotes }));
    expect(forecast(await over(endless, DAY))).toMatchObject({ perDay: 10, exhaustsAt: null });
  });

  test("goes on over a reset: what was given back is no use", async () => {
    const gate = await over([votes(100), votes(200), votes(0), votes(100)], DAY);
    expect(forecast(gate)?.perDay).toBeCloseTo(200 / 3);
  });

  test("comes with a state that a server passed on, though its answer is no news", async () => {
    const server = await over([votes(100), votes(110), votes(120)], 12 * HOUR);
    const state = server.dehydrate();
    const { gate } = await opened([votes(130)]);
    expect(forecast(gate)).toBeNull();
    const told = vi.fn();
    gate.subscribe(told);
    gate.hydrate(state);
    expect(forecast(gate)).toMatchObject({ perDay: 20 });
    expect(told).toHaveBeenCalledOnce();
  });

  test("is each resource's own", async () => {
    const gate = await over(
      [0, 1, 2].map((day) => guide({}, { sentVotes: 134 + day * 10, sentEmails: 87 + day * 50 })),
      DAY,
    );
    const paces = gate.provider.resources.map((resource) => gate.headroom(resource).forecast?.perDay);
    expect(paces).toEqual([0, 0, 10, 50, 0]);
  });

  test("isn't made of failures and holds", async () => {
    const gate = await over([votes(100), Object.assign(new Error("…"), { status: 500 }), votes(120)], DAY);
    gate.hold("relayVotes", { count: 100 });
    expect(forecast(gate)).toBeNull();
  });

  test("is forgotten at sign-out", async () => {
    const gate = await over([votes(100), votes(110), votes(120)], DAY);
    gate.clear();
    await gate.refresh();
    expect(forecast(gate)).toBeNull();
  });
});

const WHERE = [
  ["local", "localStorage"],
  ["session", "sessionStorage"],
] as const;

describe("between page loads", () => {
  let storages: ReturnType<typeof stubStorage>;
  beforeEach(() => {
    storages = stubStorage();
  });
  const MINE: GateOptions = { persist: "local", identity: "someone@example.org" };

  /** A page that is opened, gets one answer, and is closed. */
  const visit = async (body: unknown, options = MINE) => {
    const { gate } = await opened([body], options);
    const seen = forecast(gate);
    gate.dispose();
    return seen;
  };
  const visits = async (bodies: unknown[], options?: GateOptions) => {
    const seen: unknown[] = [];
    for (const body of bodies) {
      seen.push(await visit(body, options));
      await pass(DAY);
    }
    return seen;
  };
  const THREE = [votes(100), votes(110), votes(120)];
  const kept = (where: "localStorage" | "sessionStorage" = "localStorage") => storages[where].kept;

  test.each(WHERE)('persist: "%s" keeps what forecasts rest on in %s', async (persist, where) => {
    const seen = await visits(THREE, { ...MINE, persist });
    expect(seen).toMatchObject([null, null, { perDay: 10, exhaustsAt: START + 2 * DAY + 88 * DAY }]);
    expect([kept("localStorage").size, kept("sessionStorage").size]).toEqual(
      where === "localStorage" ? [1, 0] : [0, 1],
    );
  });

  test("an answer that is too old to decide isn't gone by", async () => {
    await visits(THREE);
    const { gate } = await gateOver([new Promise(() => {})], MINE);
    expect(gate.state).toMatchObject({ phase: "loading", asOf: null, source: null, enabled: null });
    expect(gate.headroom("votes")).toMatchObject({ limit: null, used: null, forecast: null });
  });

  test("without persist nothing is stored, nor read", async () => {
    for (const options of [{}, { identity: "me" }, { identity: "me", persist: "none" }] as const) {
      expect(await visits(THREE, options)).toEqual([null, null, null]);
    }
    expect(kept().size + kept("sessionStorage").size).toBe(0);
  });

  test("another's are another's, and another storage's", async () => {
    await visits(THREE);
    expect(await visit(votes(130), { ...MINE, identity: "someone.else@example.org" })).toBeNull();
    expect(await visit(votes(130), { ...MINE, persist: "session" })).toBeNull();
    expect(await visit(votes(130))).toMatchObject({ perDay: 10 });
  });

  test("nor is one platform's another's", async () => {
    const answering = async (baseUrl: string, body: unknown) => {
      vi.stubGlobal("fetch", async () => Response.json(body));
      const gate = await createGate(vocdoni({ baseUrl, token: "made-up" }), MINE);
      await gate.ready;
      const seen = forecast(gate);
      gate.dispose();
      await pass(DAY);
      return seen;
    };
    for (const body of THREE) await answering("https://one.example.org", body);
    expect(await answering("https://one.example.org", votes(130))).not.toBeNull();
    expect(await answering("https://two.example.org", votes(130))).toBeNull();
    expect(kept().size).toBe(2);
  });

  test("what is kept names neither the identity, nor the token, nor the address", async () => {
    const token = "made-up-token-4711";
    vi.stubGlobal("fetch", async () => Response.json(GUIDE));
    const gate = await createGate(vocdoni({ baseUrl: "https://quota.example.org/api", token }), MINE);
    finally_(() => gate.dispose());
    await gate.ready;
    const { all } = storages.localStorage;
    expect(all).toMatch(
      /^quota-gate\/1\/[0-9a-z]+\n{"version":1,"of":"[0-9a-z]+","record":\[[-0-9.,nul]+\],"history":\[[-0-9.,nul]+\]}$/,
    );
    for (const secret of [token, "someone", "example", "api"]) expect(all).not.toContain(secret);
  });

  test("a failure isn't kept", async () => {
    await visit(Object.assign(new Error("…"), { status: 500 }));
    expect(kept().size).toBe(0);
  });

  test("clear() purges it, and only its own", async () => {
    storages.localStorage.setItem("theirs", "1");
    const { gate } = await opened([votes(100)], MINE);
    await opened([votes(100)], { ...MINE, identity: "other" });
    expect(kept().size).toBe(3);
    gate.clear();
    expect(kept().size).toBe(2);
    expect(kept().get("theirs")).toBe("1");
    await pass(HOUR);
    expect(kept().size).toBe(2);
  });

  test("clear() before the answer keeps it from being stored", async () => {
    const { gate } = await gateOver([votes(100)], MINE);
    gate.clear();
    await gate.ready;
    await pass(HOUR);
    expect(kept().size).toBe(0);
  });

  test("a page that is gone without clear() leaves it to the next", async () => {
    await visit(votes(100));
    expect(kept().size).toBe(1);
  });

  test("what is kept doesn't grow without bound", async () => {
    const gate = await over(
      Array.from({ length: 200 }, (_, hour) => votes(100 + hour)),
      HOUR,
      MINE,
    );
    expect(forecast(gate)?.perDay).toBeCloseTo(24);
    expect(storages.localStorage.all.length).toBeLessThan(10_000);
  });

  describe("what can't be read back was never there", () => {
    const spoiled = async (spoil: (value: string, key: string) => string) => {
      await visits(THREE);
      for (const [key, value] of kept()) storages.localStorage.setItem(key, spoil(value, key));
      expect(await visit(votes(130))).toBeNull();
      // And the next three are as good as ever.
      await pass(DAY);
      await visit(votes(140));
      await pass(DAY);
      expect(await visit(votes(150))).toMatchObject({ perDay: 10 });
    };

    /** As it is kept, but for its history. */
    const history = (change: (numbers: (number | null)[]) => unknown) => (value: string) => {
      const whole = JSON.parse(value);
      return JSON.stringify({ ...whole, history: change(whole.history) });
    };

    test.each<[string, (value: string) => string]>([
      ["nothing", () => ""],
      ["no JSON", () => "{"],
      ["JSON cut off", (value) => value.slice(0, -2)],
      ["null", () => "null"],
      ["an object of another version", (value) => value.replace('"version":1', '"version":2')],
      ["an object of someone else", (value) => value.replace('"of":"', '"of":"x')],
      ["an object without a record", (value) => value.replace('"record"', '"records"')],
      ["an object with a length", () => '{"length":1000000000}'],
      ["text", () => '"abc"'],
      ["a number", () => "7"],
      ["an empty array", () => "[]"],
      ["an array of other things", () => '[5,"a",{},[],true,null]'],
      ["another number of resources", history(([, ...rest]) => [4, ...rest])],
      ["no number of resources", history(([, ...rest]) => [null, ...rest])],
      ["an entry too few", history((numbers) => numbers.slice(0, -1))],
      ["an entry too many", history((numbers) => [...numbers, 1])],
      ["a history that is none", history(() => "abc")],
      ["a history of other things", history(() => [5, "a", {}, [], true, null])],
      ["a huge history", history(() => [5, ...new Array(200_000).fill(1)])],
      ["time that goes back", (value) => value.replace(String(START), String(START + 9 * DAY))],
      [
        "time to come",
        (value) => value.replaceAll(/\b17\d{11}\b/g, (time) => String(Number(time) + 900 * DAY)),
      ],
      ["numbers beyond all", () => "[5,1e999,1e999]"],
      ["a huge array", () => `[5${",1".repeat(200_000)}]`],
      ["deep nesting", () => `${"[".repeat(5_000)}${"]".repeat(5_000)}`],
    ])("%s", (_, spoil) => spoiled(spoil));
  });

  describe("a storage that doesn't work keeps nothing, and nothing else stops", () => {
    const works = async () => {
      expect(await visits(THREE)).toEqual([null, null, null]);
      const { gate } = await opened([votes(100)], MINE);
      expect(gate.state).toMatchObject({ phase: "ready", error: null });
      gate.clear();
      expect((await gate.refresh()).phase).toBe("ready");
    };
    const throws = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };

    test("there is none", async () => {
      vi.stubGlobal("localStorage", undefined);
      await works();
    });

    test("looking at it throws", async () => {
      const before = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
      Object.defineProperty(globalThis, "localStorage", { configurable: true, get: throws });
      finally_(() => before && Object.defineProperty(globalThis, "localStorage", before));
      await works();
    });

    test("it is full", async () => {
      storages.localStorage.setItem = throws;
      await works();
      expect(kept().size).toBe(0);
    });

    test("each of its methods throws", async () => {
      Object.assign(storages.localStorage, { getItem: throws, setItem: throws, removeItem: throws });
      await works();
    });
  });

  test.each([
    [
      { persist: "local" },
      'persist must be "none" without an identity that says whose quota it is, got "local"',
    ],
    [
      { persist: "session" },
      'persist must be "none" without an identity that says whose quota it is, got "session"',
    ],
    [{ persist: "cookie", identity: "me" }, 'persist must be "none" or "session" or "local", got "cookie"'],
    [{ persist: true, identity: "me" }, 'persist must be "none" or "session" or "local", got true'],
    [
      { identity: "" },
      'identity must be a string that says whose quota it is, such as an account id, got ""',
    ],
    [{ identity: 7 }, "identity must be a string that says whose quota it is, such as an account id, got 7"],
  ])("%j is refused", async (options, message) => {
    const creating = createGate(vocdoni({ source: async () => GUIDE }), options as GateOptions);
    await expect(creating).rejects.toMatchObject({ name: "QuotaError", code: "invalid-options", message });
  });
});
