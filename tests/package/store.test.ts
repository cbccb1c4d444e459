import type { State } from "quota-gate";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { GUIDE, gateOver } from "./support.js";

const START = Date.UTC(2026, 0, 1);
beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

const used = (managedOrgs: number) => ({ ...GUIDE, usage: { ...GUIDE.usage, managedOrgs } });

describe("the same object until something changes", () => {
  test("state, decisions and headroom", async () => {
    const { gate } = await gateOver([GUIDE]);
    await gate.ready;
    const question = { voters: 5, emailOtp: true } as const;
    const before = [gate.state, gate.check("publishProcess", question), gate.headroom("votes")];
    const again = [gate.state, gate.check("publishProcess", { ...question }), gate.headroom("votes")];
    again.forEach((answer, index) => {
      expect(answer).toBe(before[index]);
    });
    await gate.refresh();
    expect(gate.state).not.toBe(before[0]);
  });

  test("parameters that are not given make no other question", async () => {
    const { gate } = await gateOver([GUIDE]);
    await gate.ready;
    const plain = gate.check("relayVotes");
    expect(gate.check("relayVotes", {})).toBe(plain);
    expect(gate.check("relayVotes", { count: undefined } as object)).toBe(plain);
  });

  test("questions that differ get answers of their own", async () => {
    const { gate } = await gateOver([GUIDE]);
    await gate.ready;
    expect(gate.can("publishProcess", { voters: 866 })).toBe(true);
    expect(gate.can("publishProcess", { voters: 867 })).toBe(false);
    expect(gate.can("publishProcess", { questions: 867 })).toBe(true);
    expect(gate.can("publishProcess", { voters: 434, questions: 2 })).toBe(false);
    expect(gate.check("relayVotes")).not.toBe(gate.check("relayVotes", { count: 2 }));
  });
});

describe("time is an event", () => {
  const phases = async (times: number[], subscribed: boolean) => {
    const { gate } = await gateOver([GUIDE]);
    await gate.ready;
    const heard: string[] = [];
    if (subscribed) gate.subscribe(({ phase }) => heard.push(phase));
    const read: string[] = [];
    for (const time of times) {
      await vi.advanceTimersByTimeAsync(time);
      if (!subscribed) read.push(gate.state.phase);
    }
    return subscribed ? heard : read;
  };

  test("who asks gets the answer of the moment", async () => {
    expect(await phases([59_999, 1, 14_339_999, 1], false)).toEqual([
      "ready",
      "stale",
      "stale",
      "unavailable",
    ]);
  });

  test("who is subscribed hears of it", async () => {
    expect(await phases([59_999, 1, 14_340_000], true)).toEqual(["stale", "unavailable"]);
  });

  test("waiting for the first answer ends after pendingFor", async () => {
    const never = new Promise(() => {});
    const { gate } = await gateOver([never], { pendingFor: 500, timeoutMs: 60_000 });
    const heard: State["phase"][] = [];
    gate.subscribe(({ phase }) => heard.push(phase));
    expect(gate.check("relayVotes")).toMatchObject({
      verdict: "pending",
      allowed: false,
      message: "Checking…",
    });
    await vi.advanceTimersByTimeAsync(500);
    expect(heard).toContain("unavailable");
    expect(gate.check("relayVotes")).toMatchObject({ verdict: "unknown", allowed: true });
  });

  test("a clock that is set back makes no answer younger", async () => {
    const { gate } = await gateOver([GUIDE]);
    await gate.ready;
    await vi.advanceTimersByTimeAsync(50_000);
    expect(gate.state.phase).toBe("ready");
    vi.setSystemTime(START - 86_400_000);
    expect(gate.state.phase).toBe("ready");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(gate.state.phase).toBe("stale");
  });

  test("a burst of questions is about one moment, and the next turn about another", async () => {
    const { gate } = await gateOver([GUIDE]);
    await gate.ready;
    const clock = vi.spyOn(Date, "now");
    for (let asked = 0; asked < 1_000; asked += 1) gate.can("relayVotes");
    expect(clock.mock.calls.length).toBeLessThan(50);
    vi.setSystemTime(START + 60_000);
    await Promise.resolve();
    expect(gate.check("relayVotes").stale).toBe(true);
  });

  test("nothing ticks without a subscriber", async () => {
    const { gate } = await gateOver([GUIDE]);
    await gate.ready;
    const leave = gate.subscribe(() => {});
    expect(vi.getTimerCount()).toBe(1);
    leave();
    leave();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("subscribers", () => {
  test("hear of the question and of its answer, and not on subscription", async () => {
    const { gate } = await gateOver([GUIDE, used(0)]);
    await gate.ready;
    const heard: [boolean, number | null][] = [];
    gate.subscribe((state) => heard.push([state.refreshing, state.headroom.managedOrgs.used]));
    expect(heard).toEqual([]);
    await gate.refresh();
    expect(heard).toEqual([
      [true, 1],
      [false, 0],
    ]);
  });

  test("one that throws doesn't keep the others from hearing, nor the gate from working", async () => {
    const thrown: unknown[] = [];
    vi.stubGlobal("reportError", (error: unknown) => thrown.push(error));
    const { gate } = await gateOver([GUIDE]);
    await gate.ready;
    const heard = vi.fn();
    gate.subscribe(() => {
      throw new Error("mine");
    });
    gate.subscribe(heard);
    await gate.refresh();
    expect(heard).toHaveBeenCalledTimes(2);
    expect(thrown).toHaveLength(2);
    vi.unstubAllGlobals();
  });

  test("may ask, leave and refresh while they are told", async () => {
    const { gate, asked } = await gateOver([GUIDE]);
    await gate.ready;
    const leave = gate.subscribe(() => {
      leave();
      gate.check("relayVotes");
      void gate.refresh();
    });
    await gate.refresh();
    expect(asked).toHaveLength(2);
  });

  test("of errors hear each failure", async () => {
    const failure = Object.assign(new Error("…"), { status: 500 });
    const { gate } = await gateOver([GUIDE, failure, failure, GUIDE]);
    await gate.ready;
    const codes: string[] = [];
    const leave = gate.on("error", ({ code }) => codes.push(code));
    await gate.refresh();
    await gate.refresh();
    await gate.refresh();
    leave();
    expect(codes).toEqual(["server", "server"]);
    expect(gate.state.error).toBeNull();
  });
});

test("policies for what can't be known, for all actions or one by one", async () => {
  const failing = Object.assign(new Error("…"), { status: 500 });
  const all = await gateOver([failing], { whenUnknown: "deny", whileLoading: "allow" });
  expect(all.gate.check("relayVotes")).toMatchObject({ verdict: "pending", allowed: true });
  await all.gate.ready;
  expect(all.gate.check("relayVotes")).toMatchObject({ verdict: "unknown", allowed: false });
  const one = await gateOver([failing], { whenUnknown: { publishProcess: "deny" } });
  await one.gate.ready;
  expect(one.gate.can("publishProcess")).toBe(false);
  expect(one.gate.can("relayVotes")).toBe(true);
});

test("many different questions don't grow without bound, and stay right", async () => {
  const { gate } = await gateOver([GUIDE]);
  await gate.ready;
  for (let voters = 0; voters < 25_000; voters += 1) gate.can("publishProcess", { voters });
  expect(gate.can("publishProcess", { voters: 866 })).toBe(true);
  expect(gate.can("publishProcess", { voters: 867 })).toBe(false);
});

test("the package's names are the core's, in the core's order", async () => {
  const { gate } = await gateOver([GUIDE]);
  await gate.ready;
  expect(Object.keys(gate.state.headroom)).toEqual(gate.provider.resources);
  for (const action of gate.provider.actions) expect(gate.check(action).action).toBe(action);
  expect(Object.keys(gate.check("publishProcess").maxParams)).toEqual(["count", "voters", "questions"]);
  expect(
    gate.check("publishProcess", { emailOtp: true, voters: 414 }).blockers.map((b) => b.resource),
  ).toEqual(["emails"]);
  expect(gate.check("publishProcess", { smsOtp: true, voters: 189 }).blockers.map((b) => b.resource)).toEqual(
    ["sms"],
  );
});
