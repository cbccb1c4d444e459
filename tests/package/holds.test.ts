import { type Hold, isQuotaError, QuotaDenied, QuotaError, type State } from "quota-gate";
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
  START,
  thrownBy,
  useFakeClock,
} from "./support.js";

useFakeClock();

const ROOM = guide({ maxManagedOrgs: 5 }, { managedOrgs: 0 });
const LAST = guide({ maxManagedOrgs: 1 }, { managedOrgs: 0 });
const orgs = (managedOrgs: number) => guide({ maxManagedOrgs: 5 }, { managedOrgs });

describe("what the gate doesn't allow", () => {
  test("isn't held: QuotaDenied says why", async () => {
    const { gate } = await opened([GUIDE]);
    const error = thrownBy(() => gate.hold("createManagedOrg"));
    expect(error).toBeInstanceOf(QuotaDenied);
    expect(error).toBeInstanceOf(QuotaError);
    expect(error).toBeInstanceOf(Error);
    expect(isQuotaError(error)).toBe(true);
    const decision = gate.check("createManagedOrg");
    expect(error).toMatchObject({
      name: "QuotaDenied",
      code: "denied",
      message: decision.message,
      status: null,
      platformCode: null,
      retryable: false,
    });
    expect((error as QuotaDenied).decision).toBe(decision);
    expect(error).not.toHaveProperty("cause");
    expect(gate.headroom("managedOrgs").held).toBe(0);
  });

  test("before the first answer is pending, unless the page said otherwise", async () => {
    const never = new Promise(() => {});
    const { gate } = await gateOver([never]);
    expect(thrownBy(() => gate.hold("relayVotes"))).toMatchObject({ decision: { verdict: "pending" } });
    const open = await gateOver([never], { whileLoading: "allow" });
    expect(open.gate.hold("relayVotes").state).toBe("held");
  });

  test("where nothing is known is up to the page", async () => {
    const { gate } = await opened([failing()]);
    expect(gate.hold("relayVotes").state).toBe("held");
    const closed = await opened([failing()], { whenUnknown: "deny" });
    expect(thrownBy(() => closed.gate.hold("relayVotes"))).toMatchObject({
      code: "denied",
      decision: { verdict: "unknown" },
    });
  });

  test("the last unit can be held once", async () => {
    const { gate } = await opened([LAST]);
    gate.hold("createManagedOrg");
    expect(thrownBy(() => gate.hold("createManagedOrg"))).toMatchObject({
      code: "denied",
      decision: { reason: "limit-reached", blockers: [{ held: 1, remaining: 0 }], remedy: { kind: "wait" } },
    });
    expect(gate.headroom("managedOrgs").held).toBe(1);
  });

  test("what isn't a question is refused as one", async () => {
    const { gate } = await opened([GUIDE]);
    const odd = gate as unknown as { hold: (action: string, params?: unknown) => unknown };
    expect(thrownBy(() => odd.hold("nonsense"))).toMatchObject({
      name: "QuotaError",
      code: "unknown-action",
    });
    expect(thrownBy(() => odd.hold("relayVotes", { count: -1 }))).toMatchObject({ code: "invalid-params" });
  });
});

describe("a hold", () => {
  test("takes its units out of the headroom at once", async () => {
    const { gate } = await opened([ROOM]);
    const hold = gate.hold("createManagedOrg", { count: 4 });
    expect(hold).toMatchObject({ action: "createManagedOrg", state: "held", expiresAt: START + 60_000 });
    expect(gate.headroom("managedOrgs")).toMatchObject({
      used: 0,
      held: 4,
      remaining: 1,
      fraction: 0.8,
      level: "near",
    });
    expect(gate.check("createManagedOrg").max).toBe(1);
    expect(gate.can("createManagedOrg", { count: 2 })).toBe(false);
  });

  test("takes what the action takes, and not what it only needs", async () => {
    const { gate } = await opened([GUIDE]);
    gate.hold("publishProcess", { count: 2, voters: 100, emailOtp: true });
    const { managedProcesses, votes, emails } = gate.state.headroom;
    expect([managedProcesses.held, votes.held, emails.held]).toEqual([2, 0, 0]);
  });

  test("is told to subscribers", async () => {
    const { gate } = await opened([ROOM]);
    const heard: number[] = [];
    gate.subscribe(({ headroom }) => heard.push(headroom.managedOrgs.held));
    const hold = gate.hold("createManagedOrg");
    gate.hold("createManagedOrg", { count: 2 });
    hold.release();
    expect(heard).toEqual([1, 3, 2]);
  });

  test("has an id that no other has", async () => {
    const { gate } = await opened([GUIDE]);
    const other = await opened([GUIDE]);
    const holds = Array.from({ length: 100 }, () =>
      [gate, other.gate].map((each) => each.hold("relayVotes")),
    );
    expect(new Set(holds.flat().map(({ id }) => id)).size).toBe(200);
  });

  test("survives answers that know nothing of it", async () => {
    const { gate } = await opened([ROOM]);
    const hold = gate.hold("createManagedOrg");
    await gate.refresh();
    await gate.refresh();
    expect(gate.headroom("managedOrgs").held).toBe(1);
    expect(hold.state).toBe("held");
  });
});

describe("a commit", () => {
  test("keeps the units until an answer shows them as used", async () => {
    const { gate } = await opened([ROOM, orgs(1)]);
    const hold = gate.hold("createManagedOrg");
    hold.commit();
    expect(hold.state).toBe("committed");
    expect(gate.headroom("managedOrgs")).toMatchObject({ used: 0, held: 1, remaining: 4 });
    await calm();
    expect(gate.headroom("managedOrgs")).toMatchObject({ used: 1, held: 0, remaining: 4 });
  });

  test("starts a refresh", async () => {
    const { gate, asked } = await opened([ROOM]);
    const hold = gate.hold("createManagedOrg");
    expect(asked).toHaveLength(1);
    hold.commit();
    expect(gate.state.refreshing).toBe(true);
    await calm();
    expect(asked).toHaveLength(2);
    hold.commit();
    await calm();
    expect(asked).toHaveLength(2);
  });

  test("isn't in the answer to a request that was under way: one more follows", async () => {
    const { answer, come } = pending();
    const { gate, asked } = await opened([ROOM, answer, orgs(1)]);
    const hold = gate.hold("createManagedOrg");
    const before = gate.refresh();
    await calm();
    hold.commit();
    await calm();
    expect(asked).toHaveLength(2);
    const told: [number | null, number][] = [];
    gate.subscribe(({ headroom: { managedOrgs } }) => told.push([managedOrgs.used, managedOrgs.held]));
    come(ROOM);
    expect((await before).headroom.managedOrgs).toMatchObject({ used: 0, held: 1 });
    await calm();
    expect(asked).toHaveLength(3);
    expect(told.at(-1)).toEqual([1, 0]);
    expect(told).not.toContainEqual([0, 0]);
  });

  test("shares that one with all other commits meanwhile", async () => {
    const { answer, come } = pending();
    const { gate, asked } = await opened([ROOM, answer, orgs(3)]);
    const holds = [1, 2, 3].map(() => gate.hold("createManagedOrg"));
    void gate.refresh();
    await calm();
    for (const hold of holds) {
      hold.commit();
      await calm();
    }
    come(ROOM);
    await calm();
    expect(asked).toHaveLength(3);
    expect(gate.headroom("managedOrgs")).toMatchObject({ used: 3, held: 0 });
  });

  test("shares its request with the commits beside it", async () => {
    const { gate, asked } = await opened([ROOM, orgs(3)]);
    const holds = [1, 2, 3].map(() => gate.hold("createManagedOrg"));
    for (const hold of holds) hold.commit();
    await calm();
    expect(asked).toHaveLength(2);
    expect(gate.headroom("managedOrgs")).toMatchObject({ used: 3, held: 0 });
  });

  test("is known to the refresh that its own answer sets off, and the next commit to a later one", async () => {
    const { answer, come } = pending();
    const { gate, asked } = await opened([ROOM, answer, orgs(1), orgs(2)]);
    const [first, second] = [gate.hold("createManagedOrg"), gate.hold("createManagedOrg")];
    void gate.refresh();
    await calm();
    first.commit();
    const leave = gate.subscribe(({ refreshing }) => {
      if (refreshing) return;
      leave();
      // The subscriber's own request goes out first, and this commit comes after it.
      void gate.refresh();
      queueMicrotask(() => queueMicrotask(() => second.commit()));
    });
    come(ROOM);
    await calm();
    expect(asked).toHaveLength(4);
    expect(gate.headroom("managedOrgs")).toMatchObject({ used: 2, held: 0 });
  });

  test("whose refresh fails keeps the units until the next answer", async () => {
    const { gate, asked } = await opened([ROOM, failing(), orgs(1)]);
    gate.hold("createManagedOrg").commit();
    await calm();
    expect(gate.state.error).toMatchObject({ code: "server" });
    expect(gate.headroom("managedOrgs")).toMatchObject({ used: 0, held: 1 });
    expect(asked).toHaveLength(2);
    await gate.refresh();
    expect(gate.headroom("managedOrgs")).toMatchObject({ used: 1, held: 0 });
  });

  test("outlives the hold's end", async () => {
    const { gate } = await opened([ROOM, failing()]);
    const hold = gate.hold("createManagedOrg");
    hold.commit();
    await pass(3_600_000);
    expect(hold).toMatchObject({ state: "committed", expiresAt: START + 60_000 });
    expect(gate.headroom("managedOrgs").held).toBe(1);
  });

  test("is final: neither a release nor an extension does anything after it", async () => {
    const { gate } = await opened([ROOM, failing()]);
    const hold = gate.hold("createManagedOrg");
    hold.commit();
    hold.release();
    hold.extend(60_000);
    expect(hold).toMatchObject({ state: "committed", expiresAt: START + 60_000 });
    expect(gate.headroom("managedOrgs").held).toBe(1);
  });
});

describe("a release", () => {
  test("frees the units at once, and asks nobody", async () => {
    const { gate, asked } = await opened([LAST]);
    const hold = gate.hold("createManagedOrg");
    expect(gate.can("createManagedOrg")).toBe(false);
    hold.release();
    expect(hold.state).toBe("released");
    expect(gate.headroom("managedOrgs")).toMatchObject({ held: 0, remaining: 1 });
    expect(gate.can("createManagedOrg")).toBe(true);
    await calm();
    expect(asked).toHaveLength(1);
  });

  test("is final: nothing does anything after it", async () => {
    const { gate, asked } = await opened([ROOM]);
    const hold = gate.hold("createManagedOrg");
    hold.release();
    const told = vi.fn();
    gate.subscribe(told);
    hold.release();
    hold.commit();
    hold.extend(60_000);
    await calm();
    expect(hold).toMatchObject({ state: "released", expiresAt: START + 60_000 });
    expect(gate.headroom("managedOrgs").held).toBe(0);
    expect(told).not.toHaveBeenCalled();
    expect(asked).toHaveLength(1);
  });
});

describe("the end of a hold", () => {
  test("is after a minute, or as long as the page says", async () => {
    const { gate } = await opened([ROOM]);
    const [usual, short] = [
      gate.hold("createManagedOrg"),
      gate.hold("createManagedOrg", {}, { expiresIn: 5_000 }),
    ];
    expect([usual.expiresAt, short.expiresAt]).toEqual([START + 60_000, START + 5_000]);
    const held: number[] = [];
    for (const time of [4_999, 1, 54_999, 1]) {
      await pass(time);
      held.push(gate.headroom("managedOrgs").held);
    }
    expect(held).toEqual([2, 1, 1, 0]);
    expect([usual.state, short.state]).toEqual(["expired", "expired"]);
    expect([usual.expiresAt, short.expiresAt]).toEqual([START + 60_000, START + 5_000]);
  });

  test("is told to subscribers, by time alone", async () => {
    const { gate, asked } = await opened([ROOM]);
    gate.hold("createManagedOrg", {}, { expiresIn: 5_000 });
    const told: [number, State["phase"], number][] = [];
    gate.subscribe(({ headroom, phase }) =>
      told.push([Date.now() - START, phase, headroom.managedOrgs.held]),
    );
    await pass(59_999);
    expect(told).toEqual([[5_000, "ready", 0]]);
    expect(asked).toHaveLength(1);
  });

  test("isn't the commit's end: after it the units are taken again", async () => {
    const { gate, asked } = await opened([LAST, LAST, guide({}, { managedOrgs: 1 })]);
    const late = gate.hold("createManagedOrg");
    await pass(60_000);
    expect(gate.can("createManagedOrg")).toBe(true);
    const told: number[] = [];
    gate.subscribe(({ headroom }) => told.push(headroom.managedOrgs.held));
    late.commit();
    expect(late).toMatchObject({ state: "committed", expiresAt: START + 60_000 });
    expect(told[0]).toBe(1);
    expect(gate.can("createManagedOrg")).toBe(false);
    await calm();
    expect(asked).toHaveLength(2);
    expect(gate.headroom("managedOrgs").held).toBe(0);
  });

  test("and where a request is under way that is told, and decides, at once", async () => {
    const { gate } = await opened([LAST, new Promise(() => {})]);
    const late = gate.hold("createManagedOrg");
    await pass(60_000);
    void gate.refresh();
    await calm();
    expect(gate.can("createManagedOrg")).toBe(true);
    const told: number[] = [];
    gate.subscribe(({ headroom }) => told.push(headroom.managedOrgs.held));
    late.commit();
    expect(told).toEqual([1]);
    expect(gate.can("createManagedOrg")).toBe(false);
  });

  test("leaves a commit its units even where another took them meanwhile", async () => {
    const { gate } = await opened([LAST, failing()]);
    const late = gate.hold("createManagedOrg");
    await pass(60_000);
    gate.hold("createManagedOrg");
    late.commit();
    expect(gate.headroom("managedOrgs")).toMatchObject({ held: 2, remaining: 0, level: "exhausted" });
  });

  test("is the end for everything else", async () => {
    const { gate, asked } = await opened([ROOM]);
    const [released, extended] = [gate.hold("createManagedOrg"), gate.hold("createManagedOrg")];
    await pass(60_000);
    extended.extend(60_000);
    released.release();
    expect(extended).toMatchObject({ state: "expired", expiresAt: START + 60_000 });
    expect(released.state).toBe("released");
    expect(gate.headroom("managedOrgs").held).toBe(0);
    expect(asked).toHaveLength(1);
  });

  test("moves with extend, which subscribers hear of", async () => {
    const { gate } = await opened([ROOM], { staleAfter: 3_600_000 });
    const hold = gate.hold("createManagedOrg");
    const told: [time: number, end: number, held: number][] = [];
    gate.subscribe(({ headroom }) =>
      told.push([Date.now() - START, hold.expiresAt - START, headroom.managedOrgs.held]),
    );
    hold.extend(30_000);
    await pass(89_999);
    expect(hold.state).toBe("held");
    await pass(1);
    expect(hold.state).toBe("expired");
    expect(told).toEqual([
      [0, 90_000, 1],
      [90_000, 90_000, 0],
    ]);
  });

  test("comes no later because someone set the clock back", async () => {
    const { gate } = await opened([ROOM]);
    const hold = gate.hold("createManagedOrg");
    await pass(50_000);
    expect(hold.state).toBe("held");
    vi.setSystemTime(START - 86_400_000);
    expect(hold).toMatchObject({ state: "held", expiresAt: START - 86_400_000 + 10_000 });
    await pass(10_000);
    expect(hold.state).toBe("expired");
    expect(gate.headroom("managedOrgs").held).toBe(0);
  });

  test("is a whole millisecond away at least", async () => {
    const { gate } = await opened([ROOM]);
    const hold = gate.hold("createManagedOrg", {}, { expiresIn: 0.25 });
    expect(hold).toMatchObject({ state: "held", expiresAt: START + 1 });
    hold.extend(1.5);
    expect(hold.expiresAt).toBe(START + 3);
  });

  const bad = [0, -1, Number.NaN, "60000", null, {}, true];
  test.each(bad)("expiresIn can't be %o", async (expiresIn) => {
    const { gate } = await opened([ROOM]);
    const options = { expiresIn } as { expiresIn: number };
    const error = thrownBy(() => gate.hold("createManagedOrg", {}, options));
    expect(error).toMatchObject({ name: "QuotaError", code: "invalid-params" });
    expect(error).toHaveProperty(
      "message",
      expect.stringMatching(/^expiresIn must be milliseconds, above 0, got/),
    );
    expect(gate.headroom("managedOrgs").held).toBe(0);
  });

  test.each([...bad, undefined])("extend can't be by %o, whatever the hold's state", async (by) => {
    const { gate } = await opened([ROOM, failing()]);
    const [held, released, committed] = [1, 2, 3].map(() => gate.hold("createManagedOrg"));
    released?.release();
    committed?.commit();
    for (const hold of [held, released, committed]) {
      const error = thrownBy(() => hold?.extend(by as number));
      expect(error).toMatchObject({ name: "QuotaError", code: "invalid-params" });
      expect(error).toHaveProperty(
        "message",
        expect.stringMatching(/^extend must be milliseconds, above 0, got/),
      );
      expect(hold?.expiresAt).toBe(START + 60_000);
    }
  });
});

describe("after sign-out and disposal", () => {
  const everyMethod = (hold: Hold) => {
    hold.extend(60_000);
    hold.release();
    hold.commit();
    hold.extend(60_000);
  };

  test.each(["clear", "dispose"] as const)(
    "%s frees what is held, and holds do nothing any more",
    async (end) => {
      const { gate, asked } = await opened([ROOM]);
      const open = gate.hold("createManagedOrg");
      const [committed, released] = [gate.hold("createManagedOrg"), gate.hold("createManagedOrg")];
      released.release();
      committed.commit();
      await calm();
      open.extend(30_000);
      gate[end]();
      for (const hold of [open, committed, released]) everyMethod(hold);
      await pass(120_000);
      expect([open.state, committed.state, released.state]).toEqual(["released", "committed", "released"]);
      expect([open, committed, released].map(({ expiresAt }) => expiresAt - START)).toEqual([
        90_000, 60_000, 60_000,
      ]);
      expect(asked).toHaveLength(2);
    },
  );

  test("after clear the next answer leaves all its room", async () => {
    const { gate } = await opened([LAST]);
    const before = gate.hold("createManagedOrg");
    gate.clear();
    await gate.refresh();
    expect(gate.headroom("managedOrgs")).toMatchObject({ held: 0, remaining: 1 });
    const after = gate.hold("createManagedOrg");
    everyMethod(before);
    expect(after.state).toBe("held");
    expect(gate.headroom("managedOrgs").held).toBe(1);
  });

  test("another gate's holds aren't touched, though it has the place of the one that is gone", async () => {
    const gone = await opened([ROOM]);
    const before = [1, 2, 3].map(() => gone.gate.hold("createManagedOrg"));
    gone.gate.dispose();
    const { gate, asked } = await opened([ROOM]);
    const after = [1, 2, 3].map(() => gate.hold("createManagedOrg"));
    for (const hold of before) everyMethod(hold);
    await calm();
    expect(after.map(({ state, expiresAt }) => [state, expiresAt])).toEqual(
      after.map(() => ["held", START + 60_000]),
    );
    expect(gate.headroom("managedOrgs").held).toBe(3);
    expect(asked).toHaveLength(1);
  });

  test.each(["clear", "dispose"] as const)(
    "%s keeps back a refresh that hasn't gone out yet",
    async (end) => {
      const { gate, asked } = await opened([ROOM]);
      gate.hold("createManagedOrg").commit();
      gate[end]();
      await calm();
      expect(asked).toHaveLength(1);
    },
  );

  test.each(["clear", "dispose"] as const)("%s keeps back a refresh that was to follow", async (end) => {
    const { answer, come } = pending();
    const { gate, asked } = await opened([ROOM, answer]);
    const hold = gate.hold("createManagedOrg");
    gate.refresh().catch(() => {});
    await calm();
    hold.commit();
    gate[end]();
    come(ROOM);
    await calm();
    expect(asked).toHaveLength(2);
  });

  test.each(["clear", "dispose"] as const)(
    "%s by a listener keeps back the refresh that was to follow the answer it hears of",
    async (end) => {
      const { answer, come } = pending();
      const { gate, asked } = await opened([ROOM, answer]);
      const hold = gate.hold("createManagedOrg");
      gate.refresh().catch(() => {});
      await calm();
      hold.commit();
      const leave = gate.subscribe(() => {
        leave();
        gate[end]();
      });
      come(ROOM);
      await calm();
      expect(asked).toHaveLength(2);
    },
  );

  test("a gate that is gone holds nothing", async () => {
    const { gate } = await opened([ROOM]);
    gate.dispose();
    expect(thrownBy(() => gate.hold("createManagedOrg"))).toMatchObject({ code: "disposed" });
  });
});

/** Relayed votes and messages are counted some time after they were taken on. */
describe("what the platform counts late", () => {
  const sent = (sentVotes: number) => guide({}, { sentVotes });
  const votes = (gate: Awaited<ReturnType<typeof opened>>["gate"]) => {
    const { used, held } = gate.headroom("votes");
    return [used, held];
  };

  test.each(["relayVotes", "sendEmailOtp", "sendSmsOtp"] as const)(
    "of %s settles with an answer that is asked for a minute after the commit",
    async (action) => {
      const { gate } = await opened([GUIDE]);
      const held = () => Object.values(gate.state.headroom).reduce((sum, each) => sum + each.held, 0);
      gate.hold(action, { count: 10 }).commit();
      await calm();
      expect(held()).toBe(10);
      await pass(59_999);
      await gate.refresh();
      expect(held()).toBe(10);
      await pass(1);
      expect(held()).toBe(10);
      await gate.refresh();
      expect(held()).toBe(0);
    },
  );

  test("is asked for then by a gate that someone listens to, once", async () => {
    const { gate, asked } = await opened([GUIDE, GUIDE, sent(144)]);
    gate.subscribe(() => {});
    gate.hold("relayVotes", { count: 10 }).commit();
    await pass(59_999);
    expect(asked).toHaveLength(2);
    expect(votes(gate)).toEqual([134, 10]);
    await pass(1);
    expect(asked).toHaveLength(3);
    expect(votes(gate)).toEqual([144, 0]);
    await pass(86_400_000);
    expect(asked).toHaveLength(3);
  });

  test("is asked for once for each time that something settles", async () => {
    const { gate, asked } = await opened([GUIDE]);
    gate.subscribe(() => {});
    for (let count = 0; count < 3; count += 1) {
      gate.hold("relayVotes").commit();
      gate.hold("sendEmailOtp").commit();
      await pass(10_000);
    }
    expect(asked).toHaveLength(4);
    await pass(60_000);
    expect(asked).toHaveLength(7);
    expect(votes(gate)).toEqual([134, 0]);
  });

  test("is asked for again a minute after that failed", async () => {
    const { gate, asked } = await opened([GUIDE, GUIDE, failing(), sent(144)]);
    gate.subscribe(() => {});
    gate.hold("relayVotes", { count: 10 }).commit();
    await pass(119_999);
    expect(asked).toHaveLength(3);
    await pass(1);
    expect(asked).toHaveLength(4);
    expect(votes(gate)).toEqual([144, 0]);
    await pass(86_400_000);
    expect(asked).toHaveLength(4);
  });

  test("waits for the end of a request that is under way, in which nothing but time is told", async () => {
    const { answer, come } = pending();
    const { gate, asked } = await opened([GUIDE, GUIDE, answer, sent(144)], { timeoutMs: 60_000 });
    gate.hold("relayVotes", { count: 10 }).commit();
    await pass(50_000);
    const told: [number, State["phase"]][] = [];
    gate.subscribe(({ phase }) => told.push([Date.now() - START, phase]));
    void gate.refresh();
    await pass(20_000);
    expect(asked).toHaveLength(3);
    expect(told).toEqual([
      [50_000, "ready"],
      [60_000, "stale"],
    ]);
    come(GUIDE);
    await pass(1);
    expect(asked).toHaveLength(4);
    expect(votes(gate)).toEqual([144, 0]);
  });

  test("isn't asked for by a gate that nobody listens to, until someone does", async () => {
    const { gate, asked } = await opened([GUIDE, GUIDE, sent(144)]);
    gate.hold("relayVotes", { count: 10 }).commit();
    await pass(3_600_000);
    expect(asked).toHaveLength(2);
    gate.subscribe(() => {});
    await pass(1);
    expect(asked).toHaveLength(3);
    expect(votes(gate)).toEqual([144, 0]);
  });

  test("is no reason to ask for who has left", async () => {
    const { gate, asked } = await opened([GUIDE]);
    const leave = gate.subscribe(() => {});
    gate.hold("relayVotes").commit();
    await pass(30_000);
    leave();
    await pass(60_000);
    expect(asked).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("who is told last is told the latest, whatever listeners do", async () => {
  const { gate } = await opened([ROOM]);
  const leave = gate.subscribe(() => {
    leave();
    gate.hold("createManagedOrg");
  });
  const told: number[] = [];
  gate.subscribe(({ headroom }) => told.push(headroom.managedOrgs.held));
  gate.hold("createManagedOrg");
  expect(told.at(-1)).toBe(2);
});
