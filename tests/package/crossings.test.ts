import type { Crossing } from "quota-gate";
import { describe, expect, test, vi } from "vitest";
import {
  calm,
  failing,
  GUIDE,
  gateOver,
  guide,
  opened,
  pass,
  pending,
  thrownBy,
  useFakeClock,
} from "./support.js";

useFakeClock();

type OpenGate = Awaited<ReturnType<typeof opened>>["gate"];
/** Of 10 processes, so many used: near from 8 on. */
const used = (managedProcesses: number) => guide({}, { managedProcesses });
const TYPES = ["near", "exhausted", "recovered"] as const;

/** What is told, in order: "near managedProcesses". */
const listen = (gate: OpenGate): string[] => {
  const told: string[] = [];
  for (const type of TYPES) gate.on(type, (event) => told.push(`${event.type} ${event.headroom.resource}`));
  return told;
};
/** What the answers after the first tell, one by one. */
const toldBy = async (
  [first, ...later]: unknown[],
  ...rest: [Parameters<typeof opened>[1]?, Parameters<typeof opened>[2]?]
) => {
  const { gate } = await opened([first, ...later], ...rest);
  const told = listen(gate);
  const each: string[][] = [];
  for (const _ of later) {
    await gate.refresh();
    each.push(told.splice(0));
  }
  return each;
};

describe("each crossing is told once", () => {
  test("near, exhausted, recovered", async () => {
    expect(await toldBy([7, 8, 8, 9, 10, 10, 11, 9, 9, 10].map(used))).toEqual([
      ["near managedProcesses"],
      [],
      [],
      ["exhausted managedProcesses"],
      [],
      [],
      ["recovered managedProcesses"],
      [],
      ["exhausted managedProcesses"],
    ]);
  });

  test("near again only after falling five points back", async () => {
    const votes = (sentVotes: number) => guide({}, { sentVotes });
    expect(await toldBy([700, 800, 751, 800, 750, 799, 800].map(votes))).toEqual([
      ["near votes"],
      [],
      [],
      [],
      [],
      ["near votes"],
    ]);
  });

  test("of few units near is one left, and again after two were", async () => {
    const orgs = (managedOrgs: number) => guide({ maxManagedOrgs: 3 }, { managedOrgs });
    expect(await toldBy([1, 2, 1, 2, 3, 2, 0, 2].map(orgs))).toEqual([
      ["near managedOrgs"],
      [],
      ["near managedOrgs"],
      ["exhausted managedOrgs"],
      ["recovered managedOrgs"],
      [],
      ["near managedOrgs"],
    ]);
  });

  test("by a limit that changes as by usage that does", async () => {
    const limit = (maxManagedProcesses: number) => guide({ maxManagedProcesses }, { managedProcesses: 8 });
    expect(await toldBy([20, 10, 8, 6, 20, 0].map(limit))).toEqual([
      ["near managedProcesses"],
      ["exhausted managedProcesses"],
      [],
      ["recovered managedProcesses"],
      // 0 is no limit.
      [],
    ]);
  });

  test("from the share that the page says", async () => {
    expect(await toldBy([4, 5, 8].map(used), { nearLimit: 0.5 })).toEqual([["near managedProcesses"], []]);
  });

  test("several at a time, each by itself", async () => {
    const all = guide({}, { managedProcesses: 8, sentVotes: 1000, sentEmails: 499 });
    expect(await toldBy([GUIDE, all])).toEqual([["near managedProcesses", "exhausted votes", "near emails"]]);
  });
});

describe("nothing is told", () => {
  test.each([8, 10, 12])("by the first answer: %i of 10 used", async (first) => {
    const { gate } = await gateOver([used(first)]);
    const told = listen(gate);
    await gate.ready;
    await gate.refresh();
    expect(told).toEqual([]);
  });

  test("by the first answer after sign-out", async () => {
    const { gate } = await opened([used(2), used(10)]);
    const told = listen(gate);
    gate.clear();
    await gate.refresh();
    expect(told).toEqual([]);
  });

  test("on staging", async () => {
    expect(await toldBy([2, 8, 10, 2].map(used), {}, { environment: "staging" })).toEqual([[], [], []]);
  });

  test("by failures, unknown numbers, and a feature that is off", async () => {
    const unknown = { ...GUIDE, limits: {} };
    expect(await toldBy([used(2), failing(), unknown, { enabled: false }, used(3), used(10)])).toEqual([
      [],
      [],
      [],
      [],
      ["exhausted managedProcesses"],
    ]);
  });

  test("by an answer that expires", async () => {
    const { gate } = await opened([used(10)]);
    const told = listen(gate);
    await pass(86_400_000);
    expect(told).toEqual([]);
  });
});

describe("what is told", () => {
  test("is the type and the headroom of the state", async () => {
    const { gate } = await opened([used(2), used(10)]);
    let heard: Crossing | undefined;
    gate.on("exhausted", (event) => {
      heard = event;
      expect(event.headroom).toBe(gate.state.headroom.managedProcesses);
      expect(event.headroom).toBe(gate.headroom("managedProcesses"));
    });
    await gate.refresh();
    expect(heard).toEqual({ type: "exhausted", headroom: gate.headroom("managedProcesses") });
    expect(heard?.headroom).toMatchObject({ used: 10, limit: 10, remaining: 0, level: "exhausted" });
  });

  test("comes after subscribers were told", async () => {
    const { gate } = await opened([used(2), used(10)]);
    const order: string[] = [];
    gate.on("exhausted", () => order.push("exhausted"));
    gate.subscribe(({ refreshing }) => order.push(refreshing ? "asking" : "state"));
    await gate.refresh();
    expect(order).toEqual(["asking", "state", "exhausted"]);
  });

  test("needs no subscriber", async () => {
    const { gate } = await opened([used(2), used(8)]);
    const near = vi.fn();
    gate.on("near", near);
    await gate.refresh();
    expect(near).toHaveBeenCalledTimes(1);
  });
});

describe("a hold", () => {
  test("that reaches the end is told, and its release as well", async () => {
    const { gate } = await opened([used(2)]);
    const told = listen(gate);
    const near = gate.hold("publishProcess", { count: 6 });
    const last = gate.hold("publishProcess", { count: 2 });
    expect(told).toEqual(["near managedProcesses", "exhausted managedProcesses"]);
    last.release();
    near.release();
    expect(told.slice(2)).toEqual(["recovered managedProcesses"]);
  });

  test("that runs out is told by time alone", async () => {
    const { gate } = await opened([used(2)]);
    gate.hold("publishProcess", { count: 8 });
    const told = listen(gate);
    await pass(59_999);
    expect(told).toEqual([]);
    await pass(1);
    expect(told).toEqual(["recovered managedProcesses"]);
  });

  test("that may be in an answer keeps it from telling anything", async () => {
    const { answer, come } = pending();
    const { gate } = await opened([used(2), used(8), answer]);
    const told = listen(gate);
    const hold = gate.hold("publishProcess", { count: 2 });
    // 8 used and 2 held look like 10: but the 2 may be among the 8.
    await gate.refresh();
    expect(gate.headroom("managedProcesses")).toMatchObject({ used: 8, held: 2, level: "exhausted" });
    expect(told).toEqual([]);
    hold.commit();
    await calm();
    expect(told).toEqual([]);
    come(used(8));
    await calm();
    expect(told).toEqual(["near managedProcesses"]);
  });

  test("says nothing about other limits: those are told", async () => {
    const { gate } = await opened([used(2), guide({}, { managedProcesses: 2, sentVotes: 1000 })]);
    const told = listen(gate);
    gate.hold("publishProcess");
    await gate.refresh();
    expect(told).toEqual(["exhausted votes"]);
  });
});

test("a refusal is told as the end of what is left", async () => {
  const { gate } = await opened([used(2)]);
  const told = listen(gate);
  await gate.explain({ error: "integrator quota exceeded", code: 40155 });
  expect(told).toEqual(["exhausted managedProcesses"]);
});

describe("who listens later", () => {
  test("isn't told of what was crossed before, by an answer", async () => {
    const { gate } = await opened([used(2), used(10), used(10)]);
    await gate.refresh();
    const told = listen(gate);
    await gate.refresh();
    expect(told).toEqual([]);
  });

  test("nor by time", async () => {
    const { gate } = await opened([used(2)]);
    gate.hold("publishProcess", { count: 8 });
    await pass(3_600_000);
    const told = listen(gate);
    await gate.refresh();
    expect(told).toEqual([]);
    gate.hold("publishProcess", { count: 8 });
    expect(told).toEqual(["exhausted managedProcesses"]);
  });
});

describe("who leaves", () => {
  test("hears no more, and the others go on", async () => {
    const { gate } = await opened([used(2), used(8), used(2), used(8)]);
    const [gone, staying] = [vi.fn(), vi.fn()];
    const leave = gate.on("near", gone);
    gate.on("near", staying);
    await gate.refresh();
    leave();
    leave();
    await gate.refresh();
    await gate.refresh();
    expect(gone).toHaveBeenCalledTimes(1);
    expect(staying).toHaveBeenCalledTimes(2);
  });

  test("stops the clock with the last", async () => {
    const { gate } = await opened([used(2)]);
    const leaving = TYPES.map((type) => gate.on(type, () => {}));
    expect(vi.getTimerCount()).toBe(1);
    for (const leave of leaving) leave();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("one that throws keeps nobody from hearing", async () => {
    const thrown = vi.fn();
    vi.stubGlobal("reportError", thrown);
    const { gate } = await opened([used(2), used(8)]);
    const near = vi.fn();
    gate.on("near", () => {
      throw new Error("mine");
    });
    gate.on("near", near);
    await gate.refresh();
    vi.unstubAllGlobals();
    expect(near).toHaveBeenCalledTimes(1);
    expect(thrown).toHaveBeenCalledTimes(1);
  });
});

test("there is no other event", async () => {
  const { gate } = await opened([GUIDE]);
  const odd = gate as unknown as { on: (type: string, listener: () => void) => unknown };
  for (const type of ["changed", "toString"]) {
    expect(thrownBy(() => odd.on(type, () => {}))).toMatchObject({
      code: "invalid-options",
      message: `there is no event "${type}"; there are near, exhausted, recovered, denied, refused, error`,
    });
  }
});
