import { describe, expect, test } from "vitest";
import { pacing, rateOf } from "../../www/lib/pace.js";

const clock = (time = 0) => {
  const at = { now: time };
  return { at, now: () => at.now };
};
const RATE = { requests: 10, within: 1_000 };

describe("what a platform takes", () => {
  test("goes out at once, and what is beyond it waits until the first of it counts no more", () => {
    const { at, now } = clock();
    const pace = pacing(RATE, now);
    pace.sends(4);
    at.now = 300;
    pace.sends(5);
    expect([pace.wait(1), pace.wait(2), pace.wait(5), pace.wait(6)]).toEqual([0, 700, 700, 1_000]);
    at.now = 999;
    expect(pace.wait(2)).toBe(1);
    at.now = 1_000;
    expect([pace.wait(2), pace.wait(5), pace.wait(6)]).toEqual([0, 0, 300]);
  });

  test("more at once than it ever takes waits for all of the others", () => {
    const { now } = clock();
    const pace = pacing(RATE, now);
    pace.sends(3);
    expect(pace.wait(30)).toBe(1_000);
    expect(pacing(RATE, now).wait(30)).toBe(0);
  });

  test("isn't known of most: nothing waits", () => {
    const { now } = clock();
    const pace = pacing(undefined, now);
    pace.sends(100_000);
    expect(pace.wait(100_000)).toBe(0);
  });

  test("a clock that is set back doesn't make anything wait for longer", () => {
    const { at, now } = clock(100_000);
    const pace = pacing(RATE, now);
    pace.sends(10);
    pace.hears({ remaining: 0, reset: 1_000 });
    at.now = 0;
    expect(pace.wait(1)).toBe(0);
  });
});

describe("what a platform says", () => {
  test("of how many are left counts until it starts anew", () => {
    const { at, now } = clock();
    const pace = pacing(undefined, now);
    pace.hears({ remaining: 3, reset: 7_000 });
    expect([pace.wait(3), pace.wait(4)]).toEqual([0, 7_000]);
    pace.sends(2);
    expect([pace.wait(1), pace.wait(2)]).toEqual([0, 7_000]);
    at.now = 7_000;
    expect(pace.wait(4)).toBe(0);
  });

  test("beyond a minute isn't believed", () => {
    const { now } = clock();
    const pace = pacing(undefined, now);
    pace.hears({ remaining: 0, reset: 60_001 });
    expect(pace.wait(1)).toBe(0);
  });

  test.each([
    ["limit=100, remaining=60, reset=7", { remaining: 60, reset: 7_000 }],
    ["limit=100,remaining=0,reset=0", { remaining: 0, reset: 0 }],
    ["reset=7; remaining=60", { remaining: 60, reset: 7_000 }],
    ["limit=100, remaining=60", undefined],
    ["limit=100, xremaining=60, reset=7", undefined],
    ["remaining=-1, reset=7", undefined],
    ["", undefined],
  ])("RateLimit: %s", (value, told) => {
    expect(rateOf(new Response("", { headers: { RateLimit: value } }))).toEqual(told);
  });

  test("nothing where a page may not read it", () => {
    expect(rateOf(new Response(""))).toBeUndefined();
  });
});
