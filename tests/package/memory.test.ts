/** What gates leave behind, in JavaScript's heap and in the wasm's memory, when they go and while they live. */
import { getEventListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createGate, type Gate, type VocdoniActions, type VocdoniResource, vocdoni } from "quota-gate";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { eventually } from "./eventually.js";
import { failing, GUIDE, guide, pending } from "./support.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const MEGABYTE = 1_048_576;
const ROOM = guide({ maxManagedOrgs: 5 });
const REFUSAL = { status: 400, body: { error: "limit reached", code: 40154 } };

/** The memory of the wasm, which lives as long as this file. */
let memory: WebAssembly.Memory;

beforeAll(async () => {
  const instantiate = vi.spyOn(WebAssembly, "instantiate");
  const gate = await createGate(vocdoni({ source: async () => ROOM }));
  gate.dispose();
  const brought = await Promise.all(instantiate.mock.results.map(({ value }) => value as unknown));
  instantiate.mockRestore();
  // Node has a wasm of its own, which reads HTTP.
  const exports = brought
    .map((each) => (each as Partial<WebAssembly.WebAssemblyInstantiatedSource>).instance ?? each)
    .map((instance) => (instance as WebAssembly.Instance).exports)
    .find((exports) => "is_shut_out" in exports);
  memory = exports?.["memory"] as WebAssembly.Memory;
});

afterEach(() => {
  vi.useRealTimers();
});

const sizes = () => {
  collectGarbage();
  collectGarbage();
  return { heap: process.memoryUsage().heapUsed, wasm: memory.buffer.byteLength };
};

/** How much a task that is done so often leaves behind, once code and caches are warm. */
const growth = async (times: number, task: () => Promise<void>) => {
  const repeat = async (count: number) => {
    for (let done = 0; done < count; done += 1) await task();
  };
  await repeat(times / 10);
  const before = sizes();
  await repeat(times);
  const after = sizes();
  return { heap: after.heap - before.heap, wasm: after.wasm - before.wasm };
};

type AnyGate = Gate<VocdoniActions, VocdoniResource>;

/** All that a gate is for. */
const use = async (gate: AnyGate): Promise<void> => {
  gate.subscribe(() => {});
  gate.on("near", () => {});
  await gate.ready;
  gate.can("createManagedOrg");
  gate.check("publishProcess", { voters: 3 });
  gate.checkAll([{ action: "relayVotes" }, { action: "createManagedOrg" }]);
  gate.hold("createManagedOrg");
  gate.hold("sendSmsOtp").release();
  await gate.run("relayVotes", { count: 2 }, async () => {});
  await gate.explain(REFUSAL, { action: "createManagedOrg" });
  gate.hydrate(gate.dehydrate());
  await gate.refresh({ signal: new AbortController().signal });
};

test("a leak of a hundred bytes each time is seen", async () => {
  const kept: unknown[] = [];
  const grown = await growth(10_000, async () => {
    kept.push(new Float64Array(1), `${Math.random()}`);
  });
  expect(grown.heap).toBeGreaterThan(MEGABYTE);
  expect(kept).toHaveLength(22_000);
});

test("ten thousand gates that were used and disposed leave nothing", { timeout: 120_000 }, async () => {
  const { heap, wasm } = await growth(10_000, async () => {
    const gate = await createGate(vocdoni({ source: async () => ROOM }));
    await use(gate);
    gate.dispose();
  });
  expect(heap).toBeLessThan(MEGABYTE);
  expect(wasm).toBe(0);
});

test("gates that are disposed with everything under way leave nothing", { timeout: 120_000 }, async () => {
  const { heap, wasm } = await growth(3_000, async () => {
    const gate = await createGate(vocdoni({ source: () => new Promise(() => {}) }), {
      whileLoading: "allow",
    });
    gate.subscribe(() => {});
    gate.hold("createManagedOrg").commit();
    const ended = [
      gate.refresh().catch(() => {}),
      gate.refresh({ signal: new AbortController().signal }).catch(() => {}),
      gate.run("relayVotes", {}, async () => {}).catch(() => {}),
    ];
    await Promise.resolve();
    gate.dispose();
    await Promise.all(ended);
  });
  expect(heap).toBeLessThan(MEGABYTE);
  expect(wasm).toBe(0);
});

test("one gate that is refreshed a hundred thousand times stays as it is", { timeout: 120_000 }, async () => {
  let votes = 0;
  const source = async () => guide({ maxVotes: 1_000_000 }, { sentVotes: votes++ % 1_000_000 });
  const gate = await createGate(vocdoni({ source }));
  gate.subscribe(({ headroom }) => headroom.votes);
  await gate.ready;
  const { heap, wasm } = await growth(100_000, async () => {
    await gate.refresh();
  });
  expect(gate.state.headroom.votes.used).toBe(votes - 1);
  expect(heap).toBeLessThan(MEGABYTE);
  expect(wasm).toBe(0);
  gate.dispose();
});

test("one gate lives through ten thousand failures, with holds and retries", {
  timeout: 120_000,
}, async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  let toFail = 2;
  const source = async () => {
    toFail -= 1;
    if (toFail >= 0) throw failing(503);
    return ROOM;
  };
  const gate = await createGate(vocdoni({ source }), { retries: 1 });
  let failures = 0;
  gate.on("error", () => {
    failures += 1;
  });
  await vi.advanceTimersByTimeAsync(1_000);
  const { heap, wasm } = await growth(10_000, async () => {
    const hold = gate.hold("sendSmsOtp", {}, { expiresIn: 1_000 });
    for (const fails of [2, 1]) {
      toFail = fails;
      const refreshed = gate.refresh();
      await vi.advanceTimersByTimeAsync(1_000);
      const { error } = await refreshed;
      if ((error === null) !== (fails === 1)) throw new Error(`${fails} failures, and ${error}`);
    }
    if (hold.state !== "expired") throw new Error(hold.state);
  });
  expect(failures).toBe(11_001);
  expect(heap).toBeLessThan(MEGABYTE);
  expect(wasm).toBe(0);
  gate.dispose();
  expect(vi.getTimerCount()).toBe(0);
});

test("a gate that is asked ever new questions remembers some of the answers", async () => {
  const gate = await createGate(vocdoni({ source: async () => ROOM }));
  await gate.ready;
  const before = sizes();
  for (let voters = 0; voters < 200_000; voters += 1) gate.can("publishProcess", { voters });
  const after = sizes();
  expect(after.heap - before.heap).toBeLessThan(8 * MEGABYTE);
  expect(after.wasm - before.wasm).toBe(0);
  gate.dispose();
});

test("no timer is left", async () => {
  vi.useFakeTimers();
  const answers: (() => Promise<unknown>)[] = [async () => ROOM, () => Promise.reject(failing(503))];
  const source = () => (answers.shift() ?? (() => new Promise<unknown>(() => {})))();
  const gate = await createGate(vocdoni({ source }), { refreshEvery: 10_000 });
  gate.subscribe(() => {});
  await gate.ready;
  gate.hold("createManagedOrg").commit();
  await vi.advanceTimersByTimeAsync(0);
  void gate.explain(REFUSAL, { action: "createManagedOrg" });
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBeGreaterThan(1);
  gate.dispose();
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(0);
});

test("a task that never ends keeps no timer going after disposal", async () => {
  vi.useFakeTimers();
  const gate = await createGate(vocdoni({ source: async () => ROOM }));
  await gate.ready;
  void gate.run("relayVotes", {}, () => new Promise(() => {}));
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(1);
  gate.dispose();
  // A hold is renewed every 20 s.
  await vi.advanceTimersByTimeAsync(20_000);
  expect(vi.getTimerCount()).toBe(0);
});

test("no listener is left on the caller's signal", async () => {
  const gate = await createGate(vocdoni({ source: async () => ROOM }));
  const { signal } = new AbortController();
  const waiting = gate.refresh({ signal });
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  await waiting;
  await gate.refresh({ signal });
  await new Promise(setImmediate);
  gate.dispose();
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test.each(["dispose", "clear"] as const)(
  "%s while a retry is waited for: nobody is asked again",
  async (end) => {
    vi.useFakeTimers();
    const source = vi.fn(() => Promise.reject(failing(503)));
    const gate = await createGate(vocdoni({ source }));
    await vi.advanceTimersByTimeAsync(0);
    expect(source).toHaveBeenCalledTimes(1);
    gate[end]();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(source).toHaveBeenCalledTimes(1);
    gate.dispose();
    expect(vi.getTimerCount()).toBe(0);
  },
);

test("dispose while a retry is waited for: no token is asked for", async () => {
  vi.useFakeTimers();
  const fetching = vi
    .spyOn(globalThis, "fetch")
    .mockImplementation(async () => new Response("", { status: 503 }));
  const token = vi.fn(async () => "made-up");
  const gate = await createGate(vocdoni({ baseUrl: "https://example.org", token }));
  await vi.advanceTimersByTimeAsync(0);
  expect(token).toHaveBeenCalledTimes(1);
  gate.dispose();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(token).toHaveBeenCalledTimes(1);
  expect(fetching).toHaveBeenCalledTimes(1);
  fetching.mockRestore();
});

test("what comes late to a gate that is gone does nothing to the one in its place", async () => {
  const late = pending();
  const gone = await createGate(vocdoni({ source: () => late.answer }), { whileLoading: "allow" });
  const hold = gone.hold("createManagedOrg");
  const heard = vi.fn();
  gone.subscribe(heard);
  gone.on("error", heard);
  await Promise.resolve();
  heard.mockClear();
  gone.dispose();
  // It gets the place of the other in the wasm.
  const next = await createGate(vocdoni({ source: async () => GUIDE }));
  await next.ready;
  const before = next.state;
  late.come(ROOM);
  await late.answer;
  hold.extend(1_000);
  hold.commit();
  hold.release();
  gone.clear();
  gone.dispose();
  expect((await next.refresh()).headroom).toEqual(before.headroom);
  expect(hold.state).toBe("released");
  expect([gone.state.phase, gone.state.asOf]).toEqual(["loading", null]);
  expect(heard).not.toHaveBeenCalled();
  next.dispose();
});

test.each([
  ["an answer", (come: () => void) => come],
  ["a failure", (_: () => void, fail: () => void) => fail],
])("after sign-out %s to an earlier question is ignored", async (_, choose) => {
  let come = () => {};
  let fail = () => {};
  const answers = [
    Promise.resolve(GUIDE),
    new Promise((resolve, reject) => {
      come = () => resolve(ROOM);
      fail = () => reject(failing(400));
    }),
  ];
  const gate = await createGate(vocdoni({ source: async () => answers.shift() }));
  await gate.ready;
  const heard = vi.fn();
  gate.on("error", heard);
  void gate.refresh();
  await eventually(() => expect(answers).toHaveLength(0));
  gate.clear();
  const { state } = gate;
  choose(come, fail)();
  await new Promise((resolve) => setImmediate(resolve));
  expect(gate.state).toBe(state);
  expect(state).toMatchObject({ phase: "loading", source: null, asOf: null, enabled: null, error: null });
  expect(Object.values(state.headroom).map(({ used, limit }) => [used, limit])).toEqual(
    Array.from({ length: 5 }, () => [null, null]),
  );
  expect(heard).not.toHaveBeenCalled();
  gate.dispose();
});
