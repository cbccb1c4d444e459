import assert from "node:assert/strict";
import { livesThrough } from "../lives";
import { inSection, type Row } from "../row";
import type { Stage } from "../stage";
import { waiting } from "./meets";

const row = inSection("Tabs");

const sharing = (run: Row<Stage>["run"]): Row<Stage>["run"] => {
  return async (stage) => {
    stage.options = { identity: "account-7" };
    await run(stage);
  };
};

/** The name that the tabs' channel and locks begin with. */
const nameOf = async ({ page }: Stage): Promise<string> => {
  const held = await page.waitForFunction(async () => {
    const { held = [] } = await navigator.locks.query();
    return held.find(({ name }) => name?.endsWith("/here"))?.name;
  });
  return String(await held.jsonValue()).replace(/\/here$/, "");
};

/** A browser without something, from the start. */
const lacks = (without: () => void): Row<Stage>["run"] =>
  sharing(async (stage) => {
    await stage.page.addInitScript(without);
    await livesThrough(stage, { code: null, decides: "newest", asks: 1, begin: () => {}, end: () => {} });
  });

/** What anything of the origin may say on the channel. */
const shout = ({ page }: Stage, name: string): Promise<void> =>
  page.evaluate((name) => {
    const channel = new BroadcastChannel(name);
    const said = (record: unknown) => ({ version: 1, from: 7, kind: "record", record });
    const messages: unknown[] = [
      null,
      "clear",
      ["clear"],
      { version: 2, from: 7, kind: "clear" },
      { version: 1, from: -7, kind: "clear" },
      { version: 1, from: Number.NaN, kind: "hello" },
      { version: 1, from: 7, kind: "constructor" },
      said(undefined),
      said([1, 2, 3]),
      said(new Float64Array()),
      said(new Float64Array(1_000_000)),
      said(new Float64Array(64).fill(Number.NaN)),
      said(new Float64Array(64).fill(Number.POSITIVE_INFINITY)),
      said(new Float64Array(64).fill(-1)),
      said(new Float64Array(64).fill(1e300)),
    ];
    for (const message of messages) channel.postMessage(message);
    channel.close();
  }, name);

/** A message of one's own, after all that went before. */
const settled = ({ page }: Stage, name: string): Promise<void> =>
  page.evaluate(async (name) => {
    const [mine, heard] = [new BroadcastChannel(name), new BroadcastChannel(name)];
    await new Promise((resolve) => {
      heard.onmessage = ({ data }) => data === "the end" && resolve(data);
      mine.postMessage("the end");
    });
    mine.close();
    heard.close();
  }, name);

const ALONE = "went on as the only tab";

export const tabs: readonly Row<Stage>[] = [
  row(
    "the lock is stolen in the middle of a request",
    "took that request's answer, and asked no second time",
    sharing((stage) =>
      livesThrough(stage, {
        code: null,
        decides: "newest",
        asks: 1,
        atFirst: false,
        begin: () => stage.arm({ kind: "delay", ms: 200 }),
        notice: async () => {
          const name = await nameOf(stage);
          const before = stage.asked();
          const refresh = stage.refresh();
          await stage.until(() => stage.asked() > before);
          await stage.page.evaluate(
            (name) => navigator.locks.request(`${name}/turn`, { steal: true }, async () => {}),
            name,
          );
          await refresh;
        },
        end: () => stage.disarm(),
      }),
    ),
  ),
  row(
    "the lock of who asks for all is stolen, and kept",
    "left the asking to the thief, queued up, and went on when it had the lock back",
    sharing(async (stage) => {
      await stage.page.clock.install();
      stage.options = { ...stage.options, refreshEvery: 10_000 };
      await livesThrough(stage, {
        code: null,
        atFirst: false,
        asks: 0,
        begin: async () => {
          const name = await nameOf(stage);
          await stage.page.evaluate(
            (name) =>
              new Promise<void>((stolen) => {
                const kept = () =>
                  new Promise<void>((resolve) => {
                    addEventListener("give-back", () => resolve(), { once: true });
                    stolen();
                  });
                navigator.locks.request(`${name}/lead`, { steal: true }, kept);
              }),
            name,
          );
        },
        notice: () => stage.page.clock.runFor(50_000),
        end: async () => {
          await stage.page.evaluate(() => dispatchEvent(new Event("give-back")));
          await stage.while(() => stage.newest(), 1_000);
        },
      });
    }),
  ),
  row(
    "another tab hangs while it is its turn to ask",
    "asked by itself after a second",
    sharing(async (stage) => {
      const course = await waiting(stage, 250, {
        code: null,
        decides: "newest",
        asks: 1,
        atFirst: false,
        begin: async () => {
          const name = await nameOf(stage);
          await stage.page.evaluate(
            (name) =>
              new Promise<void>((held) => {
                const hangs = () =>
                  new Promise<void>((resolve) => {
                    addEventListener("give-back", () => resolve(), { once: true });
                    held();
                  });
                navigator.locks.request(`${name}/turn`, hangs);
              }),
            name,
          );
        },
        end: () => stage.page.evaluate(() => dispatchEvent(new Event("give-back"))),
      });
      await livesThrough(stage, course);
    }),
  ),
  row(
    "hostile messages on the tabs' channel",
    "took none of them for an answer, a hold or a sign-out",
    sharing((stage) =>
      livesThrough(stage, {
        code: null,
        asks: 0,
        atFirst: false,
        begin: async () => {
          const name = await nameOf(stage);
          await shout(stage, name);
          await settled(stage, name);
        },
        notice: async () => {},
        also: async () => {
          const held = await stage.page.evaluate(() =>
            Object.values(window.play.gate?.state.headroom ?? {}).map(({ held }) => held),
          );
          assert.deepEqual(held, [0, 0, 0, 0, 0]);
        },
        end: () => {},
      }),
    ),
  ),
  row(
    "there is no BroadcastChannel",
    ALONE,
    lacks(() => {
      Reflect.deleteProperty(window, "BroadcastChannel");
    }),
  ),
  row(
    "a BroadcastChannel can't be opened",
    ALONE,
    lacks(() => {
      // As Firefox has it where cookies are blocked.
      window.BroadcastChannel = class extends EventTarget {
        constructor() {
          super();
          throw new DOMException("The operation is insecure.", "SecurityError");
        }
      } as unknown as typeof BroadcastChannel;
    }),
  ),
  row(
    "there are no Web Locks",
    ALONE,
    lacks(() => {
      Object.defineProperty(Navigator.prototype, "locks", { value: undefined });
    }),
  ),
  row(
    "a Web Lock can't be had",
    ALONE,
    lacks(() => {
      const refuse = () => Promise.reject(new DOMException("The operation is insecure.", "SecurityError"));
      Object.assign(LockManager.prototype, { request: refuse, query: refuse });
    }),
  ),
  row(
    "the file for tabs is missing",
    "went on as the only tab, and joined the others when the page was loaded anew",
    sharing(async (stage) => {
      await livesThrough(stage, {
        code: null,
        decides: "newest",
        asks: 1,
        begin: () => {
          stage.watch.expectFailure("/dist/tabs.js", 404);
          stage.site.instead.set("/dist/tabs.js", (_, response) => void response.status(404).end());
        },
        end: () => stage.site.instead.clear(),
      });
      await stage.open();
      assert.match(await nameOf(stage), /^quota-gate\//);
    }),
  ),
];
