import { createGate, type GateOptions, vocdoni } from "quota-gate";
import { describe, expect, test, vi } from "vitest";
import {
  calm,
  failing,
  finally_,
  GUIDE,
  gateOver,
  guide,
  opened,
  pass,
  pending,
  START,
  stubPage,
  useFakeClock,
} from "./support.js";

useFakeClock();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A page with an answer from the start, and somebody who listens; what they are told, and how much more is asked for. */
const watched = async (answers: unknown[] = [GUIDE], options?: GateOptions) => {
  const page = stubPage();
  const { gate, asked } = await opened(answers, options);
  const told: string[] = [];
  const leave = gate.subscribe(({ phase, refreshing }) => told.push(refreshing ? `${phase}…` : phase));
  const before = asked.length;
  return { page, gate, asked, told, leave, more: () => asked.length - before };
};

describe("a gate listens to its page", () => {
  test("only while somebody listens to it", async () => {
    const page = stubPage();
    const { gate } = await opened([GUIDE]);
    expect(page.heard).toBe(0);
    const first = gate.subscribe(() => {});
    const each = page.heard;
    expect(each).toBeGreaterThan(0);
    const second = gate.on("near", () => {});
    const third = gate.on("error", () => {});
    expect(page.heard).toBe(each);
    first();
    first();
    third();
    expect(page.heard).toBe(each);
    second();
    expect(page.heard).toBe(0);
    gate.subscribe(() => {});
    expect(page.heard).toBe(each);
    gate.dispose();
    expect(page.heard).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("and asks for nothing of itself when nobody does", async () => {
    const page = stubPage();
    const { gate, asked } = await opened([GUIDE], { refreshEvery: 10_000 });
    gate.subscribe(() => {})();
    await pass(HOUR);
    page.focus();
    page.hide();
    page.show();
    page.goOnline();
    await pass(HOUR);
    expect(asked).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a thousand gates that come and go leave nothing behind", async () => {
    const page = stubPage();
    for (let count = 0; count < 1_000; count += 1) {
      const { gate } = await gateOver([GUIDE], { refreshEvery: 10_000 });
      gate.subscribe(() => {});
      gate.dispose();
    }
    await calm();
    expect(page.heard).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a listener that leaves while it is told doesn't keep it listening", async () => {
    const page = stubPage();
    const { gate } = await opened([GUIDE]);
    const leave = gate.subscribe(() => leave());
    await gate.refresh();
    expect(page.heard).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("and outside of a page there is none", async () => {
    const { gate, asked } = await opened([GUIDE], { refreshEvery: 10_000 });
    gate.subscribe(() => {});
    await pass(10_000);
    expect(asked).toHaveLength(2);
    gate.dispose();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("someone looks", () => {
  const LOOKS: [string, (page: ReturnType<typeof stubPage>) => void][] = [
    ["the window gets the focus", (page) => page.focus()],
    ["the page comes to the front", (page) => page.show()],
    ["it comes back from the browser's memory", (page) => page.tell("pageshow")],
    ["the network is back", (page) => page.goOnline()],
  ];

  test.each(LOOKS)("%s: a stale answer is asked for again, once", async (_, look) => {
    const { page, gate, more, told } = await watched();
    await pass(MINUTE);
    expect(told).toEqual(["stale"]);
    look(page);
    await calm();
    expect(more()).toBe(1);
    expect(gate.state).toMatchObject({ phase: "ready", asOf: START + MINUTE });
    expect(told).toEqual(["stale", "stale…", "ready"]);
  });

  test.each(LOOKS)("%s: an expired one too", async (_, look) => {
    const { page, gate, more } = await watched();
    await pass(5 * HOUR);
    look(page);
    await calm();
    expect(more()).toBe(1);
    expect(gate.state.phase).toBe("ready");
  });

  test.each(LOOKS)("%s: a fresh one is good enough", async (_, look) => {
    const { page, more, told } = await watched();
    await pass(MINUTE - 1);
    look(page);
    await calm();
    expect(more()).toBe(0);
    expect(told).toEqual([]);
  });

  test.each(LOOKS.filter(([name]) => !/front/.test(name)))(
    "%s, and it's hidden: nobody does",
    async (_, look) => {
      const { page, more } = await watched();
      page.hide();
      await pass(MINUTE);
      look(page);
      await calm();
      expect(more()).toBe(0);
    },
  );

  test("all at once, as browsers do it, is one request", async () => {
    const { page, more } = await watched();
    page.hide();
    await pass(MINUTE);
    for (const look of [page.show, page.focus, page.goOnline, () => page.tell("pageshow")]) look();
    await calm();
    expect(more()).toBe(1);
  });

  test("and a platform that fails isn't asked more often than every staleAfter", async () => {
    const { page, more } = await watched([GUIDE, failing(404)]);
    await pass(MINUTE);
    for (let second = 0; second < 180; second += 1) {
      page.focus();
      page.hide();
      page.show();
      await pass(1_000);
    }
    expect(more()).toBe(3);
  });

  test("while a request is under way is no reason for another", async () => {
    const { page, more } = await watched([GUIDE, new Promise(() => {})]);
    await pass(MINUTE);
    page.focus();
    await pass(5_000);
    page.focus();
    page.goOnline();
    await calm();
    expect(more()).toBe(1);
  });

  test("staleAfter: 0 asks at each look", async () => {
    const { page, more } = await watched([GUIDE], { staleAfter: 0 });
    for (let looks = 0; looks < 5; looks += 1) {
      page.focus();
      await calm();
    }
    expect(more()).toBe(5);
  });
});

describe("the network's return", () => {
  test("has a failure asked again at once, however fresh the answer before it", async () => {
    const { page, gate, more } = await watched([GUIDE, new Error("…"), GUIDE]);
    await pass(1_000);
    expect((await gate.refresh()).error?.code).toBe("network");
    page.goOnline();
    await calm();
    expect(more()).toBe(2);
    expect(gate.state.error).toBeNull();
  });

  test("and the first answer too", async () => {
    const page = stubPage();
    const { gate, asked } = await gateOver([new Error("…"), GUIDE]);
    gate.subscribe(() => {});
    await gate.ready;
    page.goOnline();
    await calm();
    expect(asked).toHaveLength(2);
    expect(gate.state).toMatchObject({ phase: "ready", error: null });
  });

  test("but not what the network had nothing to do with", async () => {
    const { page, gate, more } = await watched([GUIDE, failing(404), GUIDE]);
    await gate.refresh();
    page.goOnline();
    await calm();
    expect(more()).toBe(1);
    expect(gate.state.error?.code).toBe("not-found");
  });

  test("to a hidden page waits until someone looks", async () => {
    const { page, gate, more } = await watched([GUIDE, new Error("…"), GUIDE]);
    await gate.refresh();
    page.hide();
    await pass(MINUTE);
    page.goOnline();
    await calm();
    expect(more()).toBe(1);
    page.show();
    await calm();
    expect(more()).toBe(2);
  });
});

describe("polling", () => {
  const EVERY: GateOptions = { refreshEvery: 15_000 };

  test("is off unless it's asked for", async () => {
    const { more } = await watched();
    await pass(DAY);
    expect(more()).toBe(0);
  });

  test("asks at its interval, as long as the page is visible", async () => {
    const { page, more } = await watched([GUIDE], EVERY);
    await pass(14_999);
    expect(more()).toBe(0);
    await pass(1);
    expect(more()).toBe(1);
    await pass(150_000);
    expect(more()).toBe(11);
    page.hide();
    await pass(HOUR);
    expect(more()).toBe(11);
  });

  test("and at once when the page is seen again after longer than that", async () => {
    const { page, more } = await watched([GUIDE], EVERY);
    page.hide();
    await pass(20_000);
    page.show();
    await calm();
    expect(more()).toBe(1);
    page.hide();
    await pass(5_000);
    page.show();
    await pass(9_999);
    expect(more()).toBe(1);
    await pass(1);
    expect(more()).toBe(2);
  });

  test("only while somebody listens", async () => {
    const { leave, gate, more } = await watched([GUIDE], EVERY);
    leave();
    await pass(HOUR);
    expect(more()).toBe(0);
    gate.subscribe(() => {});
    await calm();
    expect(more()).toBe(1);
  });

  test("counts from the last request, whoever made it", async () => {
    const { gate, more } = await watched([GUIDE], EVERY);
    await pass(10_000);
    await gate.refresh();
    await pass(14_999);
    expect(more()).toBe(1);
    await pass(1);
    expect(more()).toBe(2);
  });

  test("goes on after failures, at the same pace", async () => {
    const { gate, more } = await watched([GUIDE, failing(503)], EVERY);
    await pass(10 * MINUTE);
    expect(more()).toBe(40);
    expect(gate.state.error?.code).toBe("server");
  });

  test("goes on when the first answer was a failure", async () => {
    stubPage();
    const { gate, asked } = await gateOver([failing(503)], EVERY);
    gate.subscribe(() => {});
    await gate.ready;
    await pass(10 * MINUTE);
    expect(asked).toHaveLength(41);
  });

  test("doesn't pile up on a platform that is slow", async () => {
    let open = 0;
    let most = 0;
    stubPage();
    const source = async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 30_000));
      open -= 1;
      return GUIDE;
    };
    const gate = await createGate(vocdoni({ source }), { ...EVERY, timeoutMs: 60_000 });
    finally_(() => gate.dispose());
    gate.subscribe(() => {});
    await pass(10 * MINUTE);
    expect(most).toBe(1);
  });

  test("pauses while the browser says that there is no network, and goes on after", async () => {
    const { page, more } = await watched([GUIDE], EVERY);
    page.goOffline();
    await pass(HOUR);
    expect(more()).toBe(0);
    page.goOnline();
    await calm();
    expect(more()).toBe(1);
    await pass(15_000);
    expect(more()).toBe(2);
  });

  test("after sign-out waits until somebody wants to know", async () => {
    const { gate, more } = await watched([GUIDE], EVERY);
    gate.clear();
    await pass(HOUR);
    expect(more()).toBe(0);
    await gate.refresh();
    await pass(15_000);
    expect(more()).toBe(2);
  });

  test.each([10_000, 10_000.5, DAY, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY, undefined])(
    "refreshEvery may be %p",
    async (refreshEvery) => {
      const { gate, more } = await watched([GUIDE], { refreshEvery } as GateOptions);
      await pass(9_999);
      expect(more()).toBe(0);
      expect(gate.state.error).toBeNull();
    },
  );

  test.each([9_999, 9_999.999, 0, -10_000, "10000", Number.NaN, null, true, {}])(
    "and not %p",
    async (refreshEvery) => {
      await expect(gateOver([GUIDE], { refreshEvery } as GateOptions)).rejects.toMatchObject({
        code: "invalid-options",
        message: expect.stringMatching(/^refreshEvery must be milliseconds, 10000 or more, got /),
      });
    },
  );
});

describe("time alone changes answers, and whoever listens is told, once each", () => {
  test("that one became stale, and that it expired", async () => {
    const { told, more } = await watched();
    await pass(MINUTE - 1);
    expect(told).toEqual([]);
    await pass(1);
    expect(told).toEqual(["stale"]);
    await pass(4 * HOUR - MINUTE - 1);
    expect(told).toEqual(["stale"]);
    await pass(1);
    expect(told).toEqual(["stale", "unavailable"]);
    await pass(DAY);
    expect(told).toHaveLength(2);
    expect(more()).toBe(0);
  });

  test("that a hold ran out", async () => {
    const { gate, told } = await watched();
    gate.hold("publishProcess", {}, { expiresIn: 20_000 });
    gate.hold("publishProcess", {}, { expiresIn: 30_000 });
    told.length = 0;
    const held: number[] = [];
    gate.subscribe(({ headroom }) => held.push(headroom.managedProcesses.held));
    await pass(19_999);
    expect(held).toEqual([]);
    await pass(20_001);
    expect(held).toEqual([1, 0]);
  });

  test("that waiting for the first answer was long enough", async () => {
    stubPage();
    const { gate } = await gateOver([new Promise(() => {})], { timeoutMs: HOUR });
    await calm();
    const told: string[] = [];
    gate.subscribe(({ phase }) => told.push(phase));
    await pass(HOUR / 2);
    expect(told).toEqual(["unavailable"]);
  });

  test("and of nothing where nothing changed", async () => {
    const { told } = await watched([GUIDE], { staleAfter: 10 * DAY, expireAfter: 20 * DAY });
    await pass(10 * DAY - 1);
    expect(told).toEqual([]);
    await pass(1);
    expect(told).toEqual(["stale"]);
  });

  test("also when somebody else saw it first", async () => {
    const { gate } = await opened([GUIDE]);
    // Rings in the same millisecond, and before the gate's own.
    setTimeout(() => gate.can("relayVotes"), MINUTE);
    const told: string[] = [];
    gate.subscribe(({ phase }) => told.push(phase));
    await pass(2 * MINUTE);
    expect(told).toEqual(["stale"]);
  });

  test("with one timer, however long", async () => {
    const { gate } = await watched();
    gate.hold("publishProcess");
    gate.hold("relayVotes");
    gate.on("near", () => {});
    for (let hour = 0; hour < 48; hour += 1) {
      expect(vi.getTimerCount()).toBe(1);
      await pass(HOUR);
    }
  });

  test("a committed hold is settled by an answer that nobody else asks for", async () => {
    const { gate, more } = await watched([GUIDE, guide({}, { sentVotes: 135 })]);
    gate.hold("relayVotes").commit();
    await calm();
    expect([more(), gate.headroom("votes").held]).toEqual([1, 1]);
    await pass(MINUTE - 1);
    expect(more()).toBe(1);
    await pass(1);
    expect([more(), gate.headroom("votes").held]).toEqual([2, 0]);
    await pass(HOUR);
    expect(more()).toBe(2);
  });

  test("also when the page is hidden meanwhile", async () => {
    const { gate, page, more } = await watched();
    gate.hold("relayVotes").commit();
    await calm();
    page.hide();
    await pass(MINUTE);
    expect([more(), gate.headroom("votes").held]).toEqual([2, 0]);
  });

  test("one that can't be had is asked for again, no sooner than every staleAfter", async () => {
    const { gate, more } = await watched([GUIDE, GUIDE, failing(404), failing(404), GUIDE]);
    gate.hold("relayVotes").commit();
    await pass(MINUTE);
    expect([more(), gate.headroom("votes").held]).toEqual([2, 1]);
    await pass(MINUTE - 1);
    expect(more()).toBe(2);
    await pass(1);
    expect(more()).toBe(3);
    await pass(MINUTE);
    expect([more(), gate.headroom("votes").held]).toEqual([4, 0]);
  });
});

describe("a machine that slept", () => {
  /** The clock goes on; no timer does. */
  const sleep = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

  test("and someone who looks: told what is no longer so, and asked", async () => {
    const { page, gate, told, more } = await watched();
    sleep(8 * HOUR);
    page.focus();
    expect(told).toContainEqual(expect.stringMatching("unavailable"));
    await calm();
    expect(more()).toBe(1);
    expect(gate.state).toMatchObject({ phase: "ready", asOf: START + 8 * HOUR });
    expect(told.at(-1)).toBe("ready");
  });

  test("decides by the time that it is, for whoever asks", async () => {
    const { gate } = await watched();
    sleep(2 * MINUTE);
    expect(gate.check("createManagedOrg")).toMatchObject({ stale: true, verdict: "deny" });
    sleep(8 * HOUR);
    await Promise.resolve();
    expect(gate.check("createManagedOrg")).toMatchObject({ reason: "expired", verdict: "unknown" });
  });

  test("and nobody who looks: told within a minute", async () => {
    const { told, more } = await watched();
    await pass(2 * MINUTE);
    told.length = 0;
    sleep(8 * HOUR);
    await pass(MINUTE);
    expect(told).toEqual(["unavailable"]);
    expect(more()).toBe(0);
  });

  test("and somebody who asks before anybody is told: told all the same", async () => {
    const { gate, told } = await watched();
    sleep(2 * MINUTE);
    expect(gate.state.phase).toBe("stale");
    await pass(MINUTE);
    expect(told).toEqual(["stale"]);
  });

  test("and a page that is left: told all the same", async () => {
    const { page, told } = await watched();
    sleep(2 * MINUTE);
    page.hide();
    await pass(MINUTE);
    expect(told).toEqual(["stale"]);
  });

  test("and someone who looks at what needs no request: told at once", async () => {
    const { page, gate, told, more } = await watched([GUIDE], { staleAfter: DAY, expireAfter: DAY });
    gate.hold("publishProcess");
    told.length = 0;
    sleep(HOUR);
    page.focus();
    expect(told).toEqual(["ready"]);
    expect(more()).toBe(0);
  });

  test("polls within a minute, once, and not for each it slept over", async () => {
    const { more } = await watched([GUIDE], { refreshEvery: 10 * MINUTE });
    await pass(MINUTE);
    sleep(8 * HOUR);
    await pass(MINUTE);
    expect(more()).toBe(1);
    await pass(10 * MINUTE - 1);
    expect(more()).toBe(1);
    await pass(MINUTE + 1);
    expect(more()).toBe(2);
  });

  test("has lost the holds that ran out meanwhile", async () => {
    const { page, gate } = await watched();
    const hold = gate.hold("publishProcess");
    sleep(HOUR);
    page.focus();
    expect(gate.headroom("managedProcesses").held).toBe(0);
    expect(hold.state).toBe("expired");
  });
});

describe("a clock that is set", () => {
  test.each([
    ["back by a day", -DAY],
    ["back by a year", -365 * DAY],
    ["back by a second", -1_000],
    ["forward by a day", DAY],
    ["forward by a year", 365 * DAY],
  ])("%s doesn't stop the polling", async (_, by) => {
    const { more, gate } = await watched([GUIDE], { refreshEvery: 15_000 });
    await pass(20_000);
    vi.setSystemTime(Date.now() + by);
    const before = more();
    await pass(MINUTE);
    expect(more()).toBeGreaterThan(before);
    const pace = more();
    await pass(150_000);
    expect(more()).toBe(pace + 10);
    expect(gate.state).toMatchObject({ phase: "ready", error: null });
  });

  test("back and forth doesn't flood the platform", async () => {
    const { more } = await watched([GUIDE], { refreshEvery: 15_000 });
    for (let turn = 0; turn < 10; turn += 1) {
      vi.setSystemTime(Date.now() + (turn % 2 ? DAY : -DAY));
      await pass(MINUTE);
    }
    expect(more()).toBeLessThan(60);
  });

  test.each([-DAY, -365 * DAY])(
    "back by %d keeps nobody from being told what became stale and expired",
    async (by) => {
      const { told, gate } = await watched();
      await pass(30_000);
      vi.setSystemTime(Date.now() + by);
      await pass(30_000 + MINUTE);
      expect(told.at(-1)).toBe("stale");
      expect(gate.state.phase).toBe("stale");
      await pass(4 * HOUR);
      expect(told.at(-1)).toBe("unavailable");
    },
  );

  test("forward by a day is told within a minute, also in the middle of a long wait", async () => {
    const { told } = await watched();
    await pass(HOUR);
    told.length = 0;
    vi.setSystemTime(Date.now() + DAY);
    await pass(MINUTE);
    expect(told).toEqual(["unavailable"]);
  });

  test("back by a day isn't a reason to poll where nobody wants to", async () => {
    const { more } = await watched();
    await pass(MINUTE);
    vi.setSystemTime(Date.now() - DAY);
    await pass(HOUR);
    expect(more()).toBe(0);
  });

  test("back by a day keeps nobody who looks from asking", async () => {
    const { page, more } = await watched([GUIDE, failing(404), GUIDE]);
    await pass(2 * MINUTE);
    page.focus();
    await calm();
    expect(more()).toBe(1);
    vi.setSystemTime(Date.now() - DAY);
    page.focus();
    await calm();
    expect(more()).toBe(2);
  });

  test("back by a day keeps no commit from being settled", async () => {
    const { gate, more } = await watched([GUIDE, failing(404), failing(404), GUIDE]);
    gate.hold("relayVotes").commit();
    await pass(MINUTE);
    expect(more()).toBe(2);
    vi.setSystemTime(Date.now() - DAY);
    await pass(3 * MINUTE);
    expect(gate.headroom("votes").held).toBe(0);
  });

  test("back by a day keeps no hold from running out", async () => {
    const { gate } = await watched();
    gate.hold("publishProcess");
    const held: number[] = [];
    gate.subscribe(({ headroom }) => held.push(headroom.managedProcesses.held));
    await pass(30_000);
    vi.setSystemTime(Date.now() - DAY);
    await pass(2 * MINUTE);
    expect(held.at(-1)).toBe(0);
  });
});

test("an answer that comes after the last listener has left is taken in, and starts nothing", async () => {
  const { answer, come } = pending();
  const { page, gate, leave } = await watched([GUIDE, answer]);
  await pass(MINUTE);
  page.focus();
  await calm();
  leave();
  come(guide({}, { sentVotes: 500 }));
  await calm();
  expect(gate.headroom("votes").used).toBe(500);
  expect(vi.getTimerCount()).toBe(0);
});
