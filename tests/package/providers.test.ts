/** What holds for a gate on any platform. Adding one is a file in providers/, and its line in the list there. */
import { createGate, type GateOptions, type Hold, QuotaDenied } from "quota-gate";
import { describe, expect, test, vi } from "vitest";
import { subjects } from "./providers/index.js";
import type { Doing, Numbers, Subject } from "./providers/subject.js";
import { type Random, randomFrom } from "./random.js";
import { failing, finally_, pass, stubStorage, useFakeClock } from "./support.js";

useFakeClock();

const CASES = 60;
const UNLIMITED = Number.POSITIVE_INFINITY;

/** Small limits, where the boundaries are; not 0, which some take for unlimited. Rooms of one resource have one limit. */
const numbersOf = ({ rooms, knowsUnlimited }: Subject, random: Random): Numbers[] => {
  const limits = new Map<string, number | null>();
  return rooms.map(({ resource }) => {
    if (!limits.has(resource)) {
      const limit = random.chance(0.1) ? null : 1 + random.below(12);
      limits.set(resource, knowsUnlimited && random.chance(0.15) ? UNLIMITED : limit);
    }
    return { limit: limits.get(resource) ?? null, used: random.chance(0.1) ? null : random.below(14) };
  });
};

const known = (numbers: readonly Numbers[]): Numbers[] =>
  numbers.map(({ limit, used }) => ({ limit: limit ?? 7, used: used ?? 3 }));

const open = async (subject: Subject, numbers: readonly Numbers[], options: GateOptions = {}) => {
  const gate = await createGate(subject.over(numbers), { retries: 0, ...options });
  finally_(() => gate.dispose());
  await gate.ready;
  const headroom = (place: number) => {
    const { resource = "", scope } = subject.rooms[place] ?? {};
    return gate.headroom(resource, scope);
  };
  return { gate, headroom };
};

const leftOf = ({ limit, used }: Numbers): number | null => {
  if (limit === UNLIMITED) return UNLIMITED;
  return limit === null || used === null ? null : Math.max(0, limit - used);
};

/** By the design, and not by the core. */
const verdictOf = (numbers: readonly Numbers[], { takes }: Doing, count: number) => {
  const short = takes.filter(([room, units]) => {
    const left = leftOf(numbers[room] as Numbers);
    return left !== null && units * count > left;
  });
  if (short.length > 0) return "deny";
  const blind = takes.some(([room, units]) => units * count > 0 && leftOf(numbers[room] as Numbers) === null);
  return blind ? "unknown" : "allow";
};

/** The most that passes; null where that isn't known, but that it is none. */
const maxOf = (numbers: readonly Numbers[], { takes }: Doing): number | null => {
  const each = takes.map(([room, units]) => {
    const left = leftOf(numbers[room] as Numbers);
    return left === null ? null : Math.floor(left / units);
  });
  const known = each.filter((most) => most !== null);
  if (known.includes(0)) return 0;
  return each.includes(null) ? null : Math.min(...known);
};

/** What is used once it is done so often. */
const act = (numbers: readonly Numbers[], { takes }: Doing, count = 1): void => {
  for (const [room, units] of takes) {
    const each = numbers[room] as Numbers;
    each.used = (each.used ?? 0) + units * count;
  }
};

describe.each(subjects.map((subject) => [subject.name, subject] as const))("on %s", (_, subject) => {
  const each = (look: (numbers: Numbers[], random: Random) => Promise<void>) => async () => {
    for (let seed = 0; seed < CASES; seed += 1) {
      const random = randomFrom(seed);
      await look(numbersOf(subject, random), random);
    }
  };
  const asked = (doing: Doing, count: number) => [doing.action, { ...doing.params, count }] as const;

  test(
    "headroom is what the platform says",
    each(async (numbers) => {
      const { headroom } = await open(subject, numbers);
      for (const [place, { limit }] of numbers.entries()) {
        const { remaining, ...room } = headroom(place);
        expect(room.limit).toBe(limit);
        expect(remaining).toBe(leftOf(numbers[place] as Numbers));
        expect(room.resource).toBe(subject.rooms[place]?.resource);
        expect(room.scope).toBe(subject.rooms[place]?.scope ?? null);
      }
    }),
  );

  test(
    "a decision is what its numbers say, and can agrees with check",
    each(async (numbers, random) => {
      const whenUnknown = random.pick(["allow", "deny"] as const);
      const { gate } = await open(subject, numbers, { whenUnknown });
      for (const doing of subject.doings) {
        for (const count of [0, 1, 2, 1 + random.below(15)]) {
          const decision = gate.check(...asked(doing, count));
          const verdict = verdictOf(numbers, doing, count);
          expect(decision.verdict).toBe(verdict);
          expect(decision.allowed).toBe(
            verdict === "unknown" ? whenUnknown === "allow" : verdict === "allow",
          );
          expect(gate.can(...asked(doing, count))).toBe(decision.allowed);
          expect(gate.check(...asked(doing, count))).toBe(decision);
        }
      }
    }),
  );

  test(
    "what is in the way is all that is too small, and by how much",
    each(async (numbers) => {
      const { gate } = await open(subject, numbers);
      for (const doing of subject.doings) {
        const { blockers } = gate.check(...asked(doing, 9));
        const short = doing.takes.flatMap(([room, units]) => {
          const left = leftOf(numbers[room] as Numbers);
          const { resource, scope = null } = subject.rooms[room] ?? {};
          return left !== null && units * 9 > left ? [{ resource, scope, shortBy: units * 9 - left }] : [];
        });
        expect(blockers).toMatchObject(short);
        expect(blockers).toHaveLength(short.length);
      }
    }),
  );

  test(
    "the largest count passes, and one more doesn't",
    each(async (numbers) => {
      const { gate } = await open(subject, numbers);
      for (const doing of subject.doings) {
        const { max, maxParams } = gate.check(doing.action, doing.params);
        expect(max).toBe(maxOf(numbers, doing));
        expect(maxParams["count"]).toBe(max);
        if (max === null || max === UNLIMITED) continue;
        expect(gate.check(...asked(doing, max)).verdict).toBe("allow");
        expect(gate.check(...asked(doing, max + 1)).verdict).toBe("deny");
      }
    }),
  );

  test(
    "more in use opens nothing",
    each(async (numbers, random) => {
      const { gate } = await open(subject, numbers);
      const counts = subject.doings.map((doing) => [doing, 1 + random.below(6)] as const);
      const before = counts.map(([doing, count]) => gate.check(...asked(doing, count)).verdict);
      for (const each of numbers) if (each.used !== null) each.used += random.below(4);
      await gate.refresh();
      const after = counts.map(([doing, count]) => gate.check(...asked(doing, count)).verdict);
      for (const [place, verdict] of before.entries())
        if (verdict === "deny") expect(after[place]).toBe("deny");
    }),
  );

  test(
    "a hold takes what it says, and its release gives it back",
    each(async (some) => {
      const numbers = known(some);
      const { gate, headroom } = await open(subject, numbers);
      for (const doing of subject.doings) {
        if (!gate.can(doing.action, doing.params)) {
          expect(() => gate.hold(doing.action, doing.params)).toThrow(QuotaDenied);
          continue;
        }
        const before = subject.rooms.map((_, place) => headroom(place));
        const hold = gate.hold(doing.action, doing.params);
        for (const [room, units] of doing.takes) {
          const left = leftOf(numbers[room] as Numbers) as number;
          expect(headroom(room)).toMatchObject({ held: units, remaining: left - units });
        }
        hold.release();
        expect(subject.rooms.map((_, place) => headroom(place))).toEqual(before);
      }
    }),
  );

  test(
    "what was committed is held until an answer shows it",
    each(async (some, random) => {
      const numbers = known(some);
      const { gate, headroom } = await open(subject, numbers);
      const doing = random.pick(subject.doings);
      if (!gate.can(doing.action, doing.params)) return;
      gate.hold(doing.action, doing.params).commit();
      for (const [room, units] of doing.takes) expect(headroom(room).held).toBe(units);
      act(numbers, doing);
      for (const wait of [1, 5_000, 60_000]) {
        await pass(wait);
        await gate.refresh();
        for (const [room, units] of doing.takes) {
          // Counted and still held until then: too little is shown, and never too much.
          const held = (subject.rooms[room]?.settleAfter ?? 0) > wait ? units : 0;
          const left = leftOf(numbers[room] as Numbers) as number;
          expect(headroom(room)).toMatchObject({ held, remaining: Math.max(0, left - held) });
        }
      }
    }),
  );

  test(
    "each step of a plan sees what the ones before it took",
    each(async (some, random) => {
      const numbers = known(some);
      const { gate } = await open(subject, numbers);
      const steps = Array.from({ length: 1 + random.below(6) }, () => random.pick(subject.doings));
      const left = numbers.map((each) => ({ ...each }));
      const failing = steps.findIndex((doing) => {
        if (verdictOf(left, doing, 1) === "deny") return true;
        act(left, doing);
        return false;
      });
      const { failedStep } = gate.checkAll(steps.map(({ action, params }) => ({ action, params })));
      expect(failedStep).toBe(failing < 0 ? null : failing);
    }),
  );

  test(
    "a run that doesn't fit never begins, and one that does is committed",
    each(async (some, random) => {
      const numbers = known(some);
      const { gate, headroom } = await open(subject, numbers);
      const doing = random.pick(subject.doings);
      const task = vi.fn(async (hold: Hold) => {
        expect(hold.state).toBe("held");
        act(numbers, doing);
        return hold;
      });
      const run = gate.run(doing.action, doing.params, task);
      if (verdictOf(numbers, doing, 1) === "deny") {
        await expect(run).rejects.toBeInstanceOf(QuotaDenied);
        await expect(run).rejects.toMatchObject({ decision: { action: doing.action, verdict: "deny" } });
        expect(task).not.toHaveBeenCalled();
        return;
      }
      expect((await run).state).toBe("committed");
      await pass(60_000);
      await gate.refresh();
      for (const [room] of doing.takes) {
        const { limit, used } = numbers[room] as Numbers;
        const remaining = leftOf({ limit, used });
        expect(headroom(room)).toMatchObject({ held: 0, remaining });
      }
    }),
  );

  test(
    "a run that the platform refuses for another reason passes on what it threw, and takes nothing",
    each(async (some, random) => {
      const numbers = known(some);
      const { gate, headroom } = await open(subject, numbers);
      const doing = random.pick(subject.doings);
      if (!gate.can(doing.action, doing.params)) return;
      const before = subject.rooms.map((_, place) => headroom(place));
      const error = failing(409);
      await expect(gate.run(doing.action, doing.params, () => Promise.reject(error))).rejects.toBe(error);
      expect(subject.rooms.map((_, place) => headroom(place))).toEqual(before);
    }),
  );

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["a text", "no"],
    ["an object", {}],
    ["an error", new Error("…")],
    ["a failure", failing(500)],
  ])("%s isn't about quotas", async (_, refusal) => {
    const { gate } = await open(subject, known(numbersOf(subject, randomFrom(1))));
    const { headroom } = gate.state;
    expect(await gate.explain(refusal)).toBeNull();
    expect(gate.state.headroom).toEqual(headroom);
  });

  test("a failure keeps the last good answer", async () => {
    let failure: Error | undefined;
    const numbers = known(numbersOf(subject, randomFrom(1))).map(({ limit, used }) => ({
      used,
      get limit() {
        if (failure) throw failure;
        return limit;
      },
    }));
    const { gate } = await open(subject, numbers);
    const { headroom } = gate.state;
    failure = failing(503);
    expect((await gate.refresh()).error).toMatchObject({ code: "server", status: 503 });
    expect(gate.state.headroom).toEqual(headroom);
  });

  test("nothing known is its own answer, by the policies", async () => {
    const gate = await createGate(subject.over([]), { retries: 0, whenUnknown: "deny" });
    finally_(() => gate.dispose());
    const [{ action, params }] = subject.doings as [Doing];
    expect(gate.check(action, params)).toMatchObject({
      verdict: "pending",
      reason: "loading",
      allowed: false,
    });
    gate.clear();
    await pass(3_001);
    expect(gate.check(action, params)).toMatchObject({ verdict: "unknown", allowed: false, max: null });
  });

  test.each(["allow", "deny"] as const)(
    "before the first answer each control is as whileLoading says: %s",
    async (whileLoading) => {
      const gate = await createGate(subject.over([]), { retries: 0, whileLoading });
      finally_(() => gate.dispose());
      for (const { action, params } of subject.doings) {
        const allowed = whileLoading === "allow";
        expect(gate.check(action, params)).toMatchObject({ verdict: "pending", allowed, blockers: [] });
        expect(gate.can(action, params)).toBe(allowed);
      }
    },
  );

  test(
    "customers are told something, and nothing of the contract",
    each(async (numbers) => {
      const { gate } = await open(subject, numbers, { locale: "en" });
      for (const doing of subject.doings) {
        for (const count of [1, 50]) {
          const { message, remedy } = gate.check(...asked(doing, count));
          for (const text of [message, remedy?.text ?? "—"]) {
            expect(text).toMatch(/\S/);
            expect(text).not.toMatch(/\d/);
            expect(text.toLowerCase()).not.toContain(gate.provider.name);
          }
          expect(remedy?.href ?? null).toBeNull();
        }
      }
    }),
  );

  test("what one page knew the next one knows, and no other platform's", async () => {
    stubStorage();
    const numbers = known(numbersOf(subject, randomFrom(2)));
    const options: GateOptions = { identity: "me", persist: "local", shareAcrossTabs: false };
    const first = await open(subject, numbers, options);
    const rooms = subject.rooms.map((_, place) => first.headroom(place));
    first.gate.dispose();
    for (const other of subjects) {
      const gate = await createGate(other.over([]), options);
      finally_(() => gate.dispose());
      expect(gate.state.source).toBe(other === subject ? "cache" : null);
      if (other !== subject) continue;
      expect(subject.rooms.map(({ resource, scope }) => gate.headroom(resource, scope))).toEqual(rooms);
    }
  });

  test("the state is the same object until something changes", async () => {
    const numbers = known(numbersOf(subject, randomFrom(3)));
    const { gate } = await open(subject, numbers);
    const { state } = gate;
    for (const { action, params } of subject.doings) {
      gate.can(action, params);
      gate.check(action, params);
      gate.checkAll([{ action, params }]);
    }
    await pass(1_000);
    expect(gate.state).toBe(state);
    await gate.refresh();
    expect(gate.state).not.toBe(state);
    expect(gate.state.headroom).toEqual(state.headroom);
  });
});
