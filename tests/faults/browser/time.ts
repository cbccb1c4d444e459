import assert from "node:assert/strict";
import { livesThrough } from "../lives";
import { inSection, type Row } from "../row";
import type { Stage } from "../stage";

const row = inSection("Time");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Someone sets the clock. */
const set = async ({ page }: Stage, by: number): Promise<void> => {
  await page.clock.setSystemTime((await page.evaluate(() => Date.now())) + by);
};

const show = ({ page }: Stage, visibility: DocumentVisibilityState): Promise<void> =>
  page.evaluate((visibility) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, value: visibility });
    document.dispatchEvent(new Event("visibilitychange"));
  }, visibility);

export const time: readonly Row<Stage>[] = [
  row("the clock is set back a day", "went on by the last good answer, and took the next", async (stage) => {
    await stage.page.clock.install();
    await livesThrough(stage, {
      code: null,
      decides: "newest",
      asks: 1,
      atFirst: false,
      begin: async () => {
        const before = await stage.sight();
        await set(stage, -DAY);
        assert.deepEqual(await stage.sight(), before);
      },
      end: () => set(stage, DAY),
    });
  }),
  row(
    "the clock is set forward a day",
    "took the answer for expired within a minute, and opened by the policy",
    async (stage) => {
      await stage.page.clock.install();
      await livesThrough(stage, {
        code: null,
        decides: "none",
        asks: 0,
        atFirst: false,
        begin: () => set(stage, DAY),
        notice: () => stage.page.clock.runFor(60_000),
        end: () => set(stage, -DAY),
      });
    },
  ),
  row(
    "the machine sleeps for eight hours",
    "let the expired answer decide nothing, and asked when someone came back",
    async (stage) => {
      await stage.page.clock.install();
      await livesThrough(stage, {
        code: null,
        decides: "newest",
        asks: 1,
        atFirst: false,
        begin: async () => {
          await stage.page.clock.fastForward(8 * HOUR);
          assert.equal((await stage.sight()).verdict, "unknown");
        },
        notice: async () => {
          await stage.page.evaluate(() => dispatchEvent(new Event("focus")));
          await stage.newest();
        },
        end: () => {},
      });
    },
  ),
  row(
    "a page that polls is out of sight for three hours",
    "asked for nothing meanwhile, and once when it was seen",
    async (stage) => {
      await stage.page.clock.install();
      stage.options = { refreshEvery: 10_000 };
      await livesThrough(stage, {
        code: null,
        decides: "newest",
        asks: 1,
        atFirst: false,
        begin: async () => {
          const before = stage.asked();
          await show(stage, "hidden");
          for (let minutes = 0; minutes < 180; minutes += 20) {
            await stage.page.clock.runFor(HOUR / 3);
            // What was asked for would be here by then.
            await stage.page.evaluate(async () => void (await fetch("/favicon.ico")));
          }
          assert.equal(stage.asked(), before);
        },
        notice: async () => {
          await show(stage, "visible");
          await stage.newest();
        },
        end: () => {},
      });
    },
  ),
];
