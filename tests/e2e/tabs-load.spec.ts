/** Ten tabs ask no more often than one does. */
import { allHeard, calm, expect, type Tab, test, until } from "./support/tabs";

const MINUTE = 60_000;

/** So many pages with a gate each, whose answer is stale. */
const stale = async (world: Parameters<Parameters<typeof test>[2]>[0]["world"], count: number) => {
  await world.freeze();
  const tabs = await world.open(count);
  await world.pass(MINUTE, tabs);
  for (const tab of tabs) await tab.shows({ phase: "stale" });
  expect(world.site.requests).toBe(1);
  return tabs;
};

/** Until one of them asks and the others wait for their turn. */
const contention = async ([first, ...others]: readonly Tab[], before = async () => {}) => {
  const waiting = async () => {
    await before();
    const { pending = [] } = (await first?.locks()) ?? {};
    return { turn: pending.filter((name) => name.endsWith("/turn")).length };
  };
  await until(waiting, { turn: others.length });
};

for (const count of [1, 3, 10]) {
  test(`${count} tabs that poll each minute, for an hour: one request each minute`, async ({
    world,
    site,
  }) => {
    await world.freeze();
    const tabs = await world.open(count, { refreshEvery: MINUTE });
    await calm(tabs);
    expect(site.requests, "opening").toBe(1);
    const perMinute: number[] = [];
    for (let minute = 0; minute < 60; minute += 1) {
      const before = site.requests;
      site.use(minute % 50);
      await world.pass(MINUTE, tabs);
      perMinute.push(site.requests - before);
    }
    expect(perMinute).toEqual(Array(60).fill(1));
    for (const tab of tabs) await tab.shows({ phase: "ready", used: 9 });
  });
}

test("ten tabs that open at the same time ask once", async ({ world, site }) => {
  await world.freeze();
  const tabs = await Promise.all(Array.from({ length: 10 }, () => world.blank()));
  const release = site.holdBack();
  await Promise.all(tabs.map((tab) => tab.open()));
  const here = async () => {
    const { held = [] } = (await tabs[0]?.locks()) ?? {};
    return { here: held.filter((name) => name.endsWith("/here")).length };
  };
  await until(here, { here: 10 });
  await allHeard(tabs);
  // Nobody knows anything, and soon they stop waiting for one another.
  await contention(tabs, () => world.context.clock.runFor(125));
  release();
  await Promise.all(tabs.map((tab) => tab.ready()));
  expect(site.requests).toBe(1);
  for (const tab of tabs) await tab.shows({ phase: "ready", used: 12 });
});

test("ten tabs that come to the front in turn when stale ask once", async ({ world, site }) => {
  const tabs = await stale(world, 10);
  for (const tab of tabs) await tab.show("hidden");
  site.use(13);
  for (const tab of tabs) {
    await tab.show("visible");
    await calm(tabs);
    await tab.show("hidden");
  }
  expect(site.requests).toBe(2);
  for (const tab of tabs) await tab.shows({ phase: "ready", used: 13 });
});

for (const type of ["online", "focus"]) {
  test(`two windows that are both in sight ask once at "${type}"`, async ({ world, site }) => {
    const tabs = await stale(world, 2);
    for (let round = 1; round <= 10; round += 1) {
      const release = site.holdBack();
      for (const { page } of tabs) await page.evaluate((type) => dispatchEvent(new Event(type)), type);
      await contention(tabs);
      release();
      await calm(tabs);
      expect(site.requests).toBe(1 + round);
      for (const tab of tabs) await tab.shows({ phase: "ready" });
      await world.pass(MINUTE, tabs);
    }
  });
}
