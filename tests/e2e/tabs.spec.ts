/** Tabs of one identity: what one knows all know, and one asks for all, whatever becomes of it. */
import { allHeard, calm, expect, type Tab, type TabOptions, test, until, type World } from "./support/tabs";

/** As often as a gate may ask. */
const INTERVAL = 10_000;

const HERE = { identity: "account-1" } as const;

test.describe("what is known", () => {
  test("an answer to one tab shows in all, and they don't ask", async ({ world, site }) => {
    const tabs = await world.open(3);
    const [first, ...others] = tabs as [Tab, ...Tab[]];
    site.use(20);
    await first.refresh();
    await first.shows({ phase: "ready", source: "server", used: 20 });
    for (const tab of others) await tab.shows({ phase: "ready", source: "tab", used: 20 });
    await calm(tabs);
    expect(site.requests).toBe(2);
  });

  test("a new tab asks the others, and not the platform", async ({ world, site }) => {
    const [first] = (await world.open(1)) as [Tab];
    await first.hold();
    const [second] = (await world.open(1)) as [Tab];
    await second.shows({ phase: "ready", source: "tab", used: 12, held: 1 });
    expect(site.requests).toBe(1);
  });

  test("a new tab waits for others that are busy", async ({ world, site }) => {
    const [former] = (await world.open(1)) as [Tab];
    const name = await former.name();
    await former.page.close();
    const first = await world.blank();
    await first.page.evaluate((name) => {
      new BroadcastChannel(name).onmessage = () => {
        const end = performance.now() + 100;
        while (performance.now() < end);
      };
    }, name);
    await (await first.open()).ready();
    expect(site.requests).toBe(2);
    const [second] = (await world.open(1)) as [Tab];
    await second.shows({ phase: "ready", source: "tab" });
    expect(site.requests).toBe(2);
  });

  test("a new tab asks the platform when what the others know is stale", async ({ world, site }) => {
    await world.freeze();
    const tabs = await world.open(1);
    await world.pass(60_000, tabs);
    site.use(13);
    const late = await (await world.blank()).open();
    // Nobody says anything that is fresh.
    await world.settle(late);
    for (const tab of [...tabs, late]) await tab.shows({ phase: "ready", used: 13 });
    expect(site.requests).toBe(2);
  });

  test("two gates of one page are like two tabs", async ({ world, site }) => {
    const [tab] = (await world.open(1)) as [Tab];
    site.use(13);
    const seen = await tab.page.evaluate(async () => {
      const { createGate, vocdoni } = window.api;
      const second = await createGate(vocdoni({ baseUrl: "/platform" }), { identity: "account-1" });
      const { source } = await second.ready;
      const told = new Promise<void>((resolve) => {
        window.gate.subscribe(() => window.gate.state.headroom.managedOrgs.used === 13 && resolve());
      });
      await second.refresh();
      await told;
      second.dispose();
      return source;
    });
    expect(seen).toBe("tab");
    await tab.shows({ source: "tab", used: 13 });
    expect(site.requests).toBe(2);
  });

  for (const [whose, options] of [
    ["another identity", { identity: "account-2" }],
    ["another address", { ...HERE, baseUrl: "/other" }],
    ["other rules", { ...HERE, rules: "observed" }],
    ["a gate that shares nothing", { ...HERE, shareAcrossTabs: false }],
    ["a gate without an identity", { identity: "" }],
  ] satisfies [string, TabOptions][]) {
    test(`${whose} hears nothing, and is not heard`, async ({ world, site }) => {
      const tabs = (await world.open(2)) as [Tab, Tab];
      const [first, second] = tabs;
      const stranger = await world.blank();
      await stranger.page.evaluate(async ({ baseUrl = "/platform", identity, ...options }) => {
        const { createGate, vocdoni } = window.api;
        const { rules, ...more } = options as { rules?: "observed"; shareAcrossTabs?: boolean };
        window.gate = await createGate(vocdoni({ baseUrl, ...(rules && { rules }) }), {
          ...(identity && { identity }),
          ...more,
        });
        window.gate.subscribe(() => {});
        await window.gate.ready;
      }, options as TabOptions);
      expect(site.requests).toBe(2);
      site.use(20);
      await first.refresh();
      await first.hold();
      await second.shows({ used: 20, held: 1 });
      await allHeard([...tabs, stranger]);
      await stranger.shows({ source: "server", used: 12, held: 0 });

      site.use(30);
      await stranger.refresh();
      await stranger.hold();
      await stranger.hold("two");
      await allHeard([...tabs, stranger]);
      for (const tab of tabs) await tab.shows({ used: 20, held: 1 });
    });
  }
});

test.describe("holds", () => {
  test("what one tab takes is taken in all; what it gives back is free in all", async ({ world, site }) => {
    const tabs = (await world.open(3)) as [Tab, ...Tab[]];
    await tabs[0].hold();
    for (const tab of tabs) await tab.shows({ held: 1 });
    await tabs[1]?.hold();
    for (const tab of tabs) await tab.shows({ held: 2 });
    await tabs[0].end("release");
    for (const tab of tabs) await tab.shows({ held: 1 });
    await tabs[1]?.end("release");
    for (const tab of tabs) await tab.shows({ held: 0 });
    expect(site.requests).toBe(1);
  });

  test("a new tab hears of what a tab that is gone has committed", async ({ world }) => {
    const [first, second] = (await world.open(2)) as [Tab, Tab];
    await first.page.evaluate(() => window.gate.hold("relayVotes", { count: 5 }).commit());
    const held = (tab: Tab) => tab.page.evaluate(() => window.gate.headroom("votes").held);
    await expect.poll(() => held(second)).toBe(5);
    await first.page.close();
    const [third] = (await world.open(1)) as [Tab];
    await expect.poll(() => held(third)).toBe(5);
  });

  test("a hold that lasts longer does so in all, and ends in all", async ({ world }) => {
    await world.freeze();
    const tabs = (await world.open(3)) as [Tab, ...Tab[]];
    await tabs[0].hold("one", 5_000);
    await tabs[0].page.evaluate(() => window.holds["one"]?.extend(20_000));
    await allHeard(tabs);
    await world.pass(24_999, tabs);
    for (const tab of tabs) await tab.shows({ held: 1 });
    await world.pass(1, tabs);
    for (const tab of tabs) await tab.shows({ held: 0 });
  });

  test("what was done stays taken in all until an answer shows it, which is asked for once", async ({
    world,
    site,
  }) => {
    const tabs = (await world.open(3)) as [Tab, ...Tab[]];
    const release = site.holdBack();
    await tabs[0].hold();
    site.use(13);
    await tabs[0].end("commit");
    await allHeard(tabs);
    for (const tab of tabs) await tab.shows({ used: 12, held: 1 });
    release();
    await calm(tabs);
    for (const tab of tabs) await tab.shows({ used: 13, held: 0 });
    expect(site.requests).toBe(2);
  });

  test("what a tab did the moment it went is asked for by another", async ({ world, site }) => {
    await world.freeze();
    const tabs = (await world.open(3)) as [Tab, Tab, Tab];
    await tabs[0].page.evaluate(() => {
      window.gate.hold("createManagedOrg").commit();
      window.gate.dispose();
    });
    const rest = tabs.slice(1);
    await allHeard(tabs);
    for (const tab of rest) await tab.shows({ used: 12, held: 1 });
    site.use(13);
    await leads(rest);
    await world.pass(2_000, rest);
    for (const tab of rest) await tab.shows({ used: 13, held: 0 });
  });
});

/** Until one of these leads, and all others wait for it. */
const leads = async (tabs: readonly Tab[], waiting = tabs.length - 1): Promise<void> => {
  const lead = async () => {
    const { held = [], pending = [] } = (await tabs[0]?.locks()) ?? {};
    const count = (names: string[]) => names.filter((name) => name.endsWith("/lead")).length;
    return { held: count(held), pending: count(pending) };
  };
  await until(lead, { held: 1, pending: waiting });
};

/** Tabs that have polled once; the one that did comes first. */
const polling = async (world: World, count: number, options: TabOptions = {}): Promise<[Tab, ...Tab[]]> => {
  await world.freeze();
  const tabs = await world.open(count, { refreshEvery: INTERVAL, ...options });
  await leads(tabs);
  return polled(world, tabs);
};

const polled = async (world: World, tabs: readonly Tab[]): Promise<[Tab, ...Tab[]]> => {
  const before = world.site.requests;
  await world.pass(INTERVAL, tabs);
  expect(world.site.requests - before, "one polls").toBe(1);
  const sources = await Promise.all(tabs.map(async (tab) => ({ tab, ...(await tab.seen()) })));
  const [leader, ...more] = sources.filter(({ source }) => source === "server");
  expect(more).toEqual([]);
  if (!leader) throw new Error("nobody asked");
  return [leader.tab, ...tabs.filter((tab) => tab !== leader.tab)];
};

test.describe("when the tab that polls", () => {
  /** Each may return what is to be done when another one leads. */
  const endings: Record<string, (tab: Tab, world: World) => Promise<unknown>> = {
    "is closed": ({ page }) => page.close(),
    "is hidden": (tab) => tab.show("hidden"),
    "is disposed of": ({ page }) => page.evaluate(() => window.gate.dispose()),
    crashes: async ({ page }, { context }) => {
      const session = await context.newCDPSession(page);
      const crashed = page.waitForEvent("crash");
      // It never answers.
      session.send("Page.crash").catch(() => {});
      await crashed;
      // Playwright's clock doesn't get past it.
      return () => page.close();
    },
    "has no listener left": ({ page }) => page.evaluate(() => window.unsubscribe()),
    "goes to another page": async ({ page }, { site }) => {
      site.page("/away", "<!doctype html><title>Away</title>");
      await page.goto(`${site.url}/away`);
    },
    "goes to another origin": ({ page }) => page.goto("about:blank"),
  };
  for (const [ends, end] of Object.entries(endings)) {
    test(`${ends}, another does within one interval`, async ({ world, site }) => {
      const [leader, ...rest] = await polling(world, 3);
      const afterwards = await end(leader, world);
      await leads(rest);
      if (typeof afterwards === "function") await afterwards();
      site.use(21);
      await polled(world, rest);
      for (const tab of rest) await tab.shows({ phase: "ready", used: 21 });
      await polled(world, rest);
    });
  }

  test("is hidden, it still hears, and takes its turn when it is back", async ({ world, site }) => {
    const [leader, ...rest] = await polling(world, 2);
    await leader.show("hidden");
    await leads(rest);
    site.use(21);
    await polled(world, [leader, ...rest]);
    await leader.shows({ phase: "ready", source: "tab", used: 21 });
    await leader.show("visible");
    await leads([leader, ...rest]);
    for (const tab of rest) await tab.show("hidden");
    await leads([leader]);
    const [next] = await polled(world, [leader, ...rest]);
    expect(next).toBe(leader);
  });

  test("and all others are hidden, nobody asks; the first that is back does", async ({ world, site }) => {
    const tabs = await polling(world, 3);
    for (const tab of tabs) await tab.show("hidden");
    const before = site.requests;
    for (let round = 0; round < 10; round += 1) await world.pass(INTERVAL, tabs);
    expect(site.requests).toBe(before);
    for (const tab of tabs) await tab.shows({ phase: "stale" });
    await tabs[1]?.show("visible");
    await calm(tabs);
    expect(site.requests).toBe(before + 1);
    for (const tab of tabs) await tab.shows({ phase: "ready" });
  });

  test("has its lock stolen for a moment, polling goes on", async ({ world }) => {
    const tabs = await polling(world, 3);
    const name = await tabs[0].name();
    for (const tab of tabs) {
      await tab.page.evaluate(
        (name) => navigator.locks.request(name, { steal: true }, () => {}),
        `${name}/lead`,
      );
      await leads(tabs);
      await polled(world, tabs);
    }
  });

  test("has its lock stolen for good, it polls no more until it gets it back", async ({ world, site }) => {
    const [tab] = await polling(world, 1);
    const thief = await world.blank();
    const name = `${await tab.name()}/lead`;
    await thief.page.evaluate((name) => {
      navigator.locks.request(name, { steal: true }, () => new Promise(() => {}));
    }, name);
    await leads([tab], 1);
    const before = site.requests;
    await world.pass(INTERVAL, [tab]);
    expect(site.requests).toBe(before);
    await thief.page.close();
    await leads([tab]);
    // It is overdue.
    await world.pass(1, [tab]);
    expect(site.requests).toBe(before + 1);
  });

  test("has credentials that are refused, another one leads, and its answers serve all", async ({
    world,
    site,
    consoleWatch,
  }) => {
    consoleWatch.expectFailure("/platform/integrator", 401);
    await world.freeze();
    const bad = await world.blank();
    await bad.page.evaluate(async () => {
      const { createGate, vocdoni } = window.api;
      const token = () => "made-up-token";
      window.gate = await createGate(vocdoni({ baseUrl: "/platform", token }), { identity: "account-1" });
      window.gate.subscribe(() => {});
      await window.gate.ready;
    });
    await bad.shows({ phase: "unavailable", error: "unauthorized" });
    expect(site.requests).toBe(2);
    const good = await (await world.blank()).open({ refreshEvery: INTERVAL });
    // What the first one knows is nothing to wait for.
    await world.settle(good);
    await good.shows({ phase: "ready", source: "server", used: 12 });
    await bad.shows({ phase: "ready", source: "tab", used: 12, error: undefined });
    expect(site.requests).toBe(3);
    for (let used = 13; used < 18; used += 1) {
      site.use(used);
      await world.pass(INTERVAL, [bad, good]);
      for (const tab of [bad, good]) await tab.shows({ phase: "ready", used });
    }
  });

  test("gets a token that is refused, it lets another one lead", async ({ world, site, consoleWatch }) => {
    consoleWatch.expectFailure("/platform/integrator", 401);
    await world.freeze();
    const first = await world.blank();
    await first.page.evaluate(
      async ({ token, refreshEvery }) => {
        const { createGate, vocdoni } = window.api;
        const tokens = [token];
        window.gate = await createGate(
          vocdoni({ baseUrl: "/platform", token: () => tokens.shift() ?? "made-up-token" }),
          { identity: "account-1", refreshEvery },
        );
        window.gate.subscribe(() => {});
        await window.gate.ready;
      },
      { token: site.token, refreshEvery: INTERVAL },
    );
    await leads([first]);
    const tabs = [first, ...(await world.open(1, { refreshEvery: INTERVAL }))] as [Tab, Tab];
    await leads(tabs);
    site.use(13);
    const before = site.requests;
    await world.pass(INTERVAL, tabs);
    expect(site.requests, "with one token, and with another").toBe(before + 2);
    await tabs[0].shows({ phase: "unavailable", error: "unauthorized" });
    await leads([tabs[1]]);
    // It is overdue.
    await world.pass(1, tabs);
    expect(site.requests).toBe(before + 3);
    for (const tab of tabs) await tab.shows({ phase: "ready", used: 13, error: undefined });
  });
});

test.describe("alone", () => {
  const lacks: Record<string, (world: World) => Promise<void> | void> = {
    "no Web Locks": (world) =>
      world.before(() => {
        Object.defineProperty(navigator, "locks", { value: undefined });
      }),
    "no BroadcastChannel": (world) =>
      world.before(() => {
        Object.assign(window, { Channel: BroadcastChannel });
        Reflect.deleteProperty(window, "BroadcastChannel");
      }),
    "a BroadcastChannel that is blocked": (world) =>
      world.before(() => {
        const Channel = BroadcastChannel;
        Object.assign(window, { Channel });
        window.BroadcastChannel = class extends Channel {
          constructor(name: string) {
            super(name);
            throw new DOMException("The operation is insecure.", "SecurityError");
          }
        };
      }),
    "a file that isn't there": ({ site }) => site.replace("/dist/tabs.js", { status: 404, body: "" }),
    "a file that was cut off": ({ site }) =>
      site.replace("/dist/tabs.js", { status: 200, body: "export const join = (" }),
    "a file that throws": ({ site }) =>
      site.replace("/dist/tabs.js", { status: 200, body: "throw new Error('broken')" }),
    "a file of another version": ({ site }) =>
      site.replace("/dist/tabs.js", { status: 200, body: "export {};" }),
  };
  for (const [what, lack] of Object.entries(lacks)) {
    test(`with ${what}, each tab works by itself`, async ({ world, site, consoleWatch }) => {
      consoleWatch.expectFailure("/dist/tabs.js", 404);
      await lack(world);
      await world.freeze();
      const tabs = (await world.open(2, { refreshEvery: INTERVAL })) as [Tab, Tab];
      expect(site.requests).toBe(2);
      await tabs[0].hold();
      await allHeard(tabs);
      await tabs[0].shows({ source: "server", used: 12, held: 1 });
      await tabs[1].shows({ source: "server", used: 12, held: 0 });
      site.use(13);
      await world.pass(INTERVAL, tabs);
      expect(site.requests).toBe(4);
      for (const tab of tabs) await tab.shows({ source: "server", used: 13 });
      await tabs[0].page.evaluate(() => window.gate.dispose());
    });
  }

  test("with locks that are refused, each tab polls by itself, and still tells", async ({ world, site }) => {
    await world.before(() => {
      const refuse = () => Promise.reject(new DOMException("Not for this page.", "SecurityError"));
      // A page without a secure address has none.
      Object.assign(navigator.locks ?? {}, { request: refuse, query: refuse });
    });
    await world.freeze();
    const tabs = (await world.open(2, { refreshEvery: INTERVAL })) as [Tab, Tab];
    await tabs[0].hold();
    for (const tab of tabs) await tab.shows({ phase: "ready", held: 1 });
    site.use(13);
    await world.pass(INTERVAL, tabs);
    for (const tab of tabs) await tab.shows({ phase: "ready", used: 13 });
    await tabs[0].page.close();
    site.use(14);
    await world.pass(INTERVAL, [tabs[1]]);
    await tabs[1].shows({ phase: "ready", source: "server", used: 14 });
  });

  test("a turn that is stolen from under a request costs nothing", async ({ world, site }) => {
    const [tab] = (await world.open(1)) as [Tab];
    const name = await tab.name();
    const release = site.holdBack();
    site.use(13);
    const asked = tab.refresh();
    await until(async () => ({ requests: site.requests }), { requests: 2 });
    await tab.page.evaluate(
      (name) => navigator.locks.request(name, { steal: true }, () => {}),
      `${name}/turn`,
    );
    release();
    await asked;
    await tab.shows({ phase: "ready", source: "server", used: 13 });
    expect(site.requests).toBe(2);
  });

  test("a turn that nobody gives back is waited for no longer than a second", async ({ world, site }) => {
    await world.freeze();
    const [tab] = (await world.open(1)) as [Tab];
    const thief = await world.blank();
    await thief.page.evaluate(
      (name) =>
        new Promise<void>((taken) => {
          const keep = () => {
            taken();
            return new Promise(() => {});
          };
          navigator.locks.request(name, { steal: true }, keep);
        }),
      `${await tab.name()}/turn`,
    );
    site.use(13);
    const asked = tab.refresh();
    await until(() => tab.locks(), { pending: [expect.stringMatching(/\/turn$/)] });
    expect(site.requests).toBe(1);
    await world.context.clock.runFor(1_000);
    await asked;
    await tab.shows({ phase: "ready", source: "server", used: 13 });
    expect(site.requests).toBe(2);
  });
});

test.describe("hostile broadcasts", () => {
  /** Says it to all tabs, from a page that is none of them. */
  const say = async (world: World, tabs: readonly Tab[], kind: keyof typeof LIES): Promise<void> => {
    const name = (await tabs[0]?.name()) ?? "";
    const liar = await world.blank();
    await liar.page.evaluate(
      ({ name, source }) => {
        const channel = new BroadcastChannel(name);
        const messages = new Function(`return (${source})()`)() as unknown[];
        for (const message of messages) channel.postMessage(message);
      },
      { name, source: LIES[kind].toString() },
    );
    await allHeard([...tabs, liar]);
    await liar.page.close();
  };

  /** Run in the page. A record: when, 1 and an answer's ages, time and switch, three numbers for each of five resources; holds. */
  const LIES = {
    "no message at all": () => [
      null,
      undefined,
      "hello",
      "x".repeat(1_000_000),
      0,
      Number.NaN,
      true,
      10n,
      [],
      Array(100_000).fill(0),
      new Date(),
      new Map([["version", 1]]),
      new Float64Array(1_000_000),
      new Blob(["{}"]),
      new Error("no"),
      {},
    ],
    "messages of other versions and of nobody": () => {
      const record = Float64Array.of(Date.now(), 1, 0, 0, Date.now(), 0, ...Array(15).fill(0));
      const kinds = ["record", "clear", "hello"];
      const senders = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 53, "1", null, undefined, {}];
      return kinds.flatMap((kind) => [
        ...senders.map((from) => ({ version: 1, from, kind, record })),
        ...[0, 2, "1", null, undefined, 1.5].map((version) => ({ version, from: 1, kind, record })),
      ]);
    },
    "messages of unknown kinds, and records that are none": () => {
      const now = Date.now();
      // Of each its limit, its usage, where they are from, and no reset; and nothing of scopes and of other limits.
      const quota = [3, 0, 0, 0, Number.NaN];
      const none = [0, 0];
      const quotas = [...Array(5).fill(quota).flat(), ...none];
      const records = [
        undefined,
        null,
        "1,2,3",
        [now, 1, 0, 0, now, 0, 0, ...quotas],
        new Uint8Array(34),
        new Float32Array(34),
        new ArrayBuffer(272),
        { length: 34, 0: now },
        new Float64Array(0),
        Float64Array.of(now),
        Float64Array.of(now, 2),
        Float64Array.of(now, 1, 0, 0, now, 0, 0, ...quotas.slice(1)),
        Float64Array.of(now, 1, 0, 0, now, 0, 2, ...quotas),
        Float64Array.of(now, 1, 0, 0, now, 2, 0, ...quotas),
        Float64Array.of(now, 1, -1, -1, now, 0, 0, ...quotas),
        Float64Array.of(now, 1, 0, 5, now, 0, 0, ...quotas),
        Float64Array.of(now, 1, 0.5, 0.5, now, 0, 0, ...quotas),
        Float64Array.of(Number.NaN, 1, 0, 0, now, 0, 0, ...quotas),
        Float64Array.of(now, 1, 0, 0, Number.POSITIVE_INFINITY, 0, 0, ...quotas),
        Float64Array.of(now, 1, 0, 0, now, 0, 1, 3, Number.NaN, ...quotas.slice(2)),
        Float64Array.of(now, 1, 0, 0, now, 0, 1, 9, ...quotas.slice(1)),
        Float64Array.of(now, 1, 0, 0, now, 0, 1, 3, 0, 0, 3, ...quotas.slice(4)),
        Float64Array.of(now, 1, 0, 0, now, 0, 1, 3, 0, 0, 0, 0.5, ...quotas.slice(5)),
        Float64Array.of(now, 1, 0, 0, now, 0, 1, ...quotas.slice(0, -2), 1, 9, 0, 0, 1, 65, 0),
        Float64Array.of(now, 1, 0, 0, now, 0, 1, ...quotas.slice(0, -2), 0, 1, 3, 0, 1, 0xd800),
        Float64Array.of(now, 1, 0, 0, now, 0, 1, ...quotas.slice(0, -1), 2 ** 40),
        Float64Array.of(now, 1, 0, 0, now, 0, 0, ...quotas, 1),
        Float64Array.of(now, 1, 0, 0, now, 0, 0, ...quotas, 1, 0, 60_000, 1, 99, 1, 0),
        Float64Array.of(now, 1, 0, 0, now, 0, 0, ...quotas, 1, 0, 60_000, 2 ** 40),
        Float64Array.of(now, 0, 1, 0, Number.POSITIVE_INFINITY, 1, 0, 1, 0),
        Float64Array.of(now, 0, 1, 0, 60_000, 1, 0, -1, 0),
        Float64Array.of(now, 0, 1, 0, 60_000, 1, 0, 1, 2 ** 40),
        new Float64Array(1_000_000).fill(Number.NaN),
        new Float64Array(1_000_000).fill(1),
      ];
      return [
        ...["", "RECORD", "goodbye", null, 1, "__proto__"].map((kind) => ({ version: 1, from: 1, kind })),
        ...records.map((record) => ({ version: 1, from: 1, kind: "record", record })),
      ];
    },
    "answers that were never given, also of the future": () => {
      const now = Date.now();
      const most = Number.MAX_SAFE_INTEGER;
      const quotas = [...Array(5).fill([3, 0, most, 0, Number.NaN]).flat(), 0, 0];
      const answer = (at: number, age: number, asOf: number) => ({
        version: 1,
        from: 1,
        kind: "record",
        record: Float64Array.of(at, 1, age, age, asOf, 0, 0, ...quotas),
      });
      return [now, now + 60_000, now + 86_400_000, most, -most].flatMap((at) =>
        [now, most, -most].flatMap((asOf) => [answer(at, 0, asOf), answer(at, most, asOf)]),
      );
    },
    "thousands of holds of everything": () => {
      const takings = [0, 1, 2, 3, 4].flatMap((resource) => [resource, Number.MAX_SAFE_INTEGER, 0]);
      return [1, 2, 3].map((from) => {
        const holds = Array.from({ length: 5_000 }, (_, id) => [from * 10_000 + id, 1, 0, 5, ...takings]);
        const record = Float64Array.from([Date.now(), 0, ...holds.flat()]);
        return { version: 1, from, kind: "record", record };
      });
    },
    "ten thousand greetings": () =>
      Array.from({ length: 10_000 }, (_, tab) => ({ version: 1, from: tab + 1, kind: "hello" })),
    "sign-outs": () => Array.from({ length: 100 }, () => ({ version: 1, from: 1, kind: "clear" })),
  } as const;

  for (const kind of Object.keys(LIES) as (keyof typeof LIES)[]) {
    test(`${kind}: right again with the next answer`, async ({ world }) => {
      const tabs = (await world.open(2)) as [Tab, Tab];
      await say(world, tabs, kind);
      // What makes no sense changes nothing.
      if (/^(no message|messages)/.test(kind)) {
        expect(await tabs[0].seen()).toMatchObject({ phase: "ready", source: "server", used: 12, held: 0 });
        expect(await tabs[1].seen()).toMatchObject({ phase: "ready", source: "tab", used: 12, held: 0 });
      }
      // A lie that can be told from nothing else is believed until then, and shows that all of this is heard.
      if (kind.startsWith("answers")) await tabs[0].shows({ used: Number.MAX_SAFE_INTEGER });
      if (kind.startsWith("thousands")) await tabs[0].shows({ held: Number.MAX_SAFE_INTEGER });
      world.site.use(13);
      await tabs[0].refresh();
      for (const tab of tabs) {
        await tab.shows({ phase: "ready", used: 13, held: 0, error: undefined });
        expect(await tab.page.evaluate(() => window.gate.check("createManagedOrg"))).toMatchObject({
          verdict: "allow",
          max: 37,
        });
      }
      // There is no room for more of others' holds until these are known to be settled.
      if (kind.startsWith("thousands")) return;
      await tabs[1].hold();
      for (const tab of tabs) await tab.shows({ held: 1 });
    });
  }

  /** Nobody knows that they aren't of a tab that is busy. */
  test("open holds that nobody has count until they end, for a day at most", async ({ world }) => {
    await world.freeze();
    const [tab] = (await world.open(1)) as [Tab];
    const liar = await world.blank();
    const lie = async (from: number, left: number) => {
      await liar.page.evaluate(
        ({ name, from, left }) => {
          const holds = Array.from({ length: 5_000 }, (_, id) => [
            from * 10_000 + id,
            0,
            left,
            1,
            0,
            1_000,
            0,
          ]);
          const record = Float64Array.from([Date.now(), 0, ...holds.flat()]);
          new BroadcastChannel(name).postMessage({ version: 1, from, kind: "record", record });
        },
        { name: await tab.name(), from, left },
      );
      await allHeard([tab, liar]);
      await tab.shows({ held: 1_000_000 });
    };
    await lie(1, 60_000);
    await world.pass(59_999, [tab]);
    await tab.refresh();
    await tab.shows({ used: 12, held: 1_000_000 });
    await world.pass(1, [tab]);
    await tab.shows({ used: 12, held: 0 });

    await lie(2, Number.MAX_SAFE_INTEGER);
    await world.context.clock.fastForward(86_400_000);
    await tab.refresh();
    await tab.shows({ phase: "ready", held: 0 });

    await lie(3, Number.MAX_SAFE_INTEGER);
    await tab.page.evaluate(() => window.gate.clear());
    await tab.refresh();
    await tab.shows({ phase: "ready", held: 0 });
  });
});

test.describe("the end", () => {
  test("who signs out in one tab does so in all, and in storage", async ({ world, site }) => {
    const tabs = (await world.open(3, { persist: "local" })) as [Tab, ...Tab[]];
    await tabs[1]?.hold();
    for (const tab of tabs) await tab.shows({ held: 1 });
    const stored = () => tabs[0].page.evaluate(() => Object.keys(localStorage).length);
    expect(await stored()).toBe(1);
    const before = site.requests;
    await tabs[0].page.evaluate(() => window.gate.clear());
    for (const tab of tabs) await tab.shows({ phase: "loading", source: null, used: null, held: 0 });
    await calm(tabs);
    expect(await stored()).toBe(0);
    expect(site.requests).toBe(before);
  });

  test("a gate that is disposed of leaves the others as they are, and nothing behind", async ({
    world,
    site,
  }) => {
    const tabs = (await world.open(3)) as [Tab, ...Tab[]];
    const [first, ...rest] = tabs;
    await rest[0]?.hold();
    await first.shows({ held: 1 });
    await first.page.evaluate(() => window.gate.dispose());
    site.use(13);
    await rest[0]?.refresh();
    for (const tab of rest) await tab.shows({ phase: "ready", used: 13, held: 1 });
    await first.shows({ used: 12 });
    for (const { page } of rest) await page.evaluate(() => window.gate.dispose());
    await until(() => first.locks(), { held: [], pending: [] });
  });

  test("what a gate held when it was disposed of is held no longer than it would have been", async ({
    world,
  }) => {
    await world.freeze();
    const tabs = (await world.open(2)) as [Tab, Tab];
    await tabs[0].hold();
    await tabs[1].shows({ held: 1 });
    await tabs[0].page.close();
    await world.pass(60_000, [tabs[1]]);
    await tabs[1].shows({ held: 0 });
  });
});
