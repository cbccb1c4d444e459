import assert from "node:assert/strict";
import { livesThrough } from "../lives";
import { inSection, type Row } from "../row";
import type { Stage } from "../stage";

const row = inSection("Storage");

const keeping = (run: Row<Stage>["run"]): Row<Stage>["run"] => {
  return async (stage) => {
    stage.options = { persist: "local", identity: "account-7" };
    await run(stage);
  };
};

/** What the gate keeps. */
const kept = ({ page }: Stage): Promise<string> =>
  page.evaluate(() => {
    const key = Object.keys(localStorage).find((key) => key.startsWith("quota-gate/"));
    return (key && localStorage.getItem(key)) ?? "";
  });

const keep = ({ page }: Stage, value: string): Promise<void> =>
  page.evaluate((value) => {
    const key = Object.keys(localStorage).find((key) => key.startsWith("quota-gate/"));
    if (key) localStorage.setItem(key, value);
  }, value);

/** The page is loaded anew over something that the gate did not keep there, and the platform is down. */
const over = (damaged: (kept: string) => string): Row<Stage>["run"] =>
  keeping(async (stage) => {
    await livesThrough(stage, {
      code: "server",
      decides: "none",
      asks: 3,
      atFirst: false,
      begin: async () => {
        const before = await kept(stage);
        await keep(stage, damaged(before));
        assert.notEqual(await kept(stage), before);
        stage.arm({ kind: "status", status: 503, body: "", contentType: "text/plain" }, 503);
      },
      notice: () => stage.open(),
      end: () => stage.disarm(),
    });
    const { version, of } = JSON.parse(await kept(stage));
    assert.equal(version, 1);
    assert.notEqual(of, "somebody-else");
  });

/** Until not a character more goes in. */
const fill = ({ page }: Stage): Promise<void> =>
  page.evaluate(() => {
    for (let size = 1 << 20; size >= 1; size >>= 1) {
      for (let place = 0; ; place += 1) {
        try {
          localStorage.setItem(`full/${size}/${place}`, "x".repeat(size));
        } catch {
          break;
        }
      }
    }
  });

const empty = ({ page }: Stage): Promise<void> =>
  page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith("full/")) localStorage.removeItem(key);
  });

const IGNORED = "took it for nothing, opened by the policy, and kept the next answer in its place";

export const storage: readonly Row<Stage>[] = [
  row(
    "the storage's quota is used up",
    "went on without, and kept the next answer when there was room",
    keeping(async (stage) => {
      let before = "";
      await livesThrough(stage, {
        code: null,
        decides: "newest",
        asks: 1,
        atFirst: false,
        begin: async () => {
          await keep(stage, "{}");
          await fill(stage);
          before = await kept(stage);
        },
        also: async () => assert.equal(await kept(stage), before),
        end: () => empty(stage),
      });
      assert.notEqual(await kept(stage), before);
    }),
  ),
  row(
    "the page may not use storage, locks or cookies",
    "went on without",
    keeping(async (stage) => {
      await livesThrough(stage, {
        code: null,
        decides: "newest",
        asks: 1,
        // A page in a frame with such an attribute has no origin.
        begin: () => {
          stage.site.headers = { "Content-Security-Policy": "sandbox allow-scripts" };
        },
        also: async () => {
          const blocked = await stage.page.evaluate(() => {
            try {
              return localStorage.length;
            } catch (error) {
              return (error as DOMException).name;
            }
          });
          assert.equal(blocked, "SecurityError");
        },
        end: () => {},
      });
    }),
  ),
  row(
    "what was kept is cut off",
    IGNORED,
    over((kept) => kept.slice(0, kept.length / 2)),
  ),
  row(
    "what was kept is another version's",
    IGNORED,
    over((kept) => kept.replace('"version":1', '"version":2')),
  ),
  row(
    "what was kept is somebody else's",
    IGNORED,
    over((kept) => kept.replace(/"of":"[^"]*"/, '"of":"somebody-else"')),
  ),
  row(
    "what was kept has numbers that make no sense",
    IGNORED,
    over((kept) =>
      kept.replace(/"record":\[[^\]]*\]/, '"record":[1e300,-5,null,"x",0.5,[],{},9e15,-1,2,3,4,5,6,7,8]'),
    ),
  ),
  row(
    "the page is loaded anew while the platform is down",
    "retried twice, and let the answer decide that was kept",
    keeping((stage) =>
      livesThrough(stage, {
        code: "server",
        asks: 3,
        begin: () => stage.arm({ kind: "status", status: 503, body: "", contentType: "text/plain" }, 503),
        notice: () => stage.open(),
        end: () => stage.disarm(),
      }),
    ),
  ),
];
