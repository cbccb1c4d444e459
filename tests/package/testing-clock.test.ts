/** The clock of a test gate. */
import { expect, test } from "vitest";
import { clockAt } from "../../www/lib/testing/clock.js";

const open = () => {
  const clock = clockAt(1_000);
  const rung: [string, number][] = [];
  const set = (name: string, milliseconds: number, then = () => {}) =>
    clock.timers.setTimeout(() => {
      rung.push([name, clock.now()]);
      then();
    }, milliseconds);
  return { clock, rung, set };
};

test("it stands still until it is moved", () => {
  const { clock, rung, set } = open();
  set("a", 0);
  expect([clock.now(), rung]).toEqual([1_000, []]);
  clock.advance(5, () => {});
  expect(clock.now()).toBe(1_005);
});

test("rings each at its time, and of the same time in the order of setting", () => {
  const { clock, rung, set } = open();
  for (const [name, milliseconds] of [
    ["late", 30],
    ["early", 10],
    ["first", 20],
    ["second", 20],
  ] as const) {
    set(name, milliseconds);
  }
  clock.advance(29, () => rung.push(["after", clock.now()]));
  const after = (time: number) => ["after", time];
  expect(rung).toEqual([
    ["early", 1_010],
    after(1_010),
    ["first", 1_020],
    after(1_020),
    ["second", 1_020],
    after(1_020),
  ]);
  expect(clock.now()).toBe(1_029);
});

test("rings what is set on the way, a millisecond later at the earliest", () => {
  const { clock, rung, set } = open();
  set("a", 10, () => set("b", 0));
  clock.advance(20, () => {});
  expect(rung).toEqual([
    ["a", 1_010],
    ["b", 1_011],
  ]);
});

test("rings nothing that was cleared", () => {
  const { clock, rung, set } = open();
  const timer = set("b", 20);
  set("a", 10, () => clock.timers.clearTimeout(timer));
  clock.timers.clearTimeout(undefined);
  clock.advance(50, () => {});
  expect(rung).toEqual([["a", 1_010]]);
});

test("is where it was after something that is done as though it were earlier", () => {
  const { clock } = open();
  expect(clock.ago(400, clock.now)).toBe(600);
  expect(clock.now()).toBe(1_000);
});

test("can be moved by what it rings", () => {
  const { clock, rung, set } = open();
  set("a", 10, () => clock.advance(100, () => {}));
  set("b", 50);
  clock.advance(20, () => {});
  expect(rung).toEqual([
    ["a", 1_010],
    ["b", 1_050],
  ]);
  expect(clock.now()).toBe(1_110);
});
