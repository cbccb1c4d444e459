import assert from "node:assert/strict";
import { chromium } from "@playwright/test";
import { livesThrough } from "../lives";
import { inSection, type Row } from "../row";
import { Stage } from "../stage";
import { waiting } from "./meets";

const row = inSection("The page and the application");
const KEPT = "retried twice, and kept the last good answer";

/** The application, or a test of its, puts something in the place of fetch. */
const replaced = (fetch: () => void): Row<Stage>["run"] => {
  return (stage) =>
    livesThrough(stage, {
      code: "network",
      asks: 0,
      atFirst: false,
      begin: async () => {
        await stage.page.evaluate(() => {
          const { fetch } = window;
          addEventListener("mended", () => Object.assign(window, { fetch }), { once: true });
        });
        await stage.page.evaluate(fetch);
      },
      end: () => stage.page.evaluate(() => void dispatchEvent(new Event("mended"))),
    });
};

/** The application's own mistake is reported as one, and the page listens for it. */
const mistakes = async (stage: Stage): Promise<() => Promise<string[]>> => {
  await stage.page.addInitScript(() => {
    const heard: string[] = [];
    addEventListener("error", (event) => {
      event.preventDefault();
      heard.push(event.message);
    });
    Object.assign(window, { heard });
  });
  return () => stage.page.evaluate(() => (window as unknown as { heard: string[] }).heard);
};

export const application: readonly Row<Stage>[] = [
  row(
    "fetch throws",
    KEPT,
    replaced(() => {
      window.fetch = () => {
        throw new Error("mine");
      };
    }),
  ),
  row(
    "fetch returns nothing",
    KEPT,
    replaced(() => {
      window.fetch = (() => undefined) as unknown as typeof fetch;
    }),
  ),
  row(
    "fetch answers with an object that only looks like a Response",
    KEPT,
    replaced(() => {
      window.fetch = async () => ({ ok: true, status: 200, json: async () => ({}) }) as Response;
    }),
  ),
  row("a subscriber throws", "reported it as uncaught, and told the others", async (stage) => {
    const heard = await mistakes(stage);
    await livesThrough(stage, {
      code: null,
      decides: "newest",
      asks: 1,
      atFirst: false,
      begin: () =>
        stage.page.evaluate(() => {
          const { gate } = window.play;
          const leave = gate?.subscribe(() => {
            throw new Error("the subscriber's");
          });
          gate?.subscribe((state) => {
            document.title = `limit ${state.headroom.managedOrgs.limit}`;
          });
          addEventListener("mended", () => leave?.(), { once: true });
        }),
      also: async () => {
        assert.equal(await stage.page.title(), "limit 2");
        assert.deepEqual(new Set(await heard()), new Set(["Uncaught Error: the subscriber's"]));
      },
      end: () => stage.page.evaluate(() => void dispatchEvent(new Event("mended"))),
    });
  }),
  row("`message` throws", "reported it as uncaught, and said its own sentence", async (stage) => {
    const heard = await mistakes(stage);
    await stage.page.addInitScript(() => {
      window.play.options = {
        message: () => {
          if (document.title === "broken") throw new Error("the message's");
          return undefined;
        },
      };
    });
    const titled = (title: string) =>
      stage.page.evaluate((title) => {
        document.title = title;
      }, title);
    await livesThrough(stage, {
      code: null,
      decides: "newest",
      asks: 1,
      atFirst: false,
      begin: () => titled("broken"),
      also: async () => assert.deepEqual(new Set(await heard()), new Set(["Uncaught Error: the message's"])),
      end: () => titled("mended"),
    });
  }),
  row(
    "a refusal's body never ends",
    "read it for `timeoutMs` at most, and learned nothing from it",
    async (stage) => {
      stage.options = { timeoutMs: 1_000 };
      const course = await waiting(stage, 1_000, {
        code: null,
        asks: 0,
        atFirst: false,
        begin: () => {
          stage.watch.expectFailure("/integrator/organizations", 401);
          const fault = { kind: "drip", ms: 60_000 } as const;
          stage.sandbox.addFault({ fault, path: "/integrator/organizations", method: "POST" });
        },
        notice: () =>
          stage.while(
            () =>
              stage.page.evaluate(
                async ([url, token]) => {
                  const headers = { Authorization: `Bearer ${token}` };
                  const refusal = await fetch(url, { method: "POST", headers, body: "{}" });
                  const told = await window.play.gate?.explain(refusal, { action: "createManagedOrg" });
                  if (told !== null) throw new Error("there was nothing to tell");
                },
                [`${stage.sandbox.url}/integrator/organizations`, stage.token] as const,
              ),
            1_000,
          ),
        end: () => stage.disarm(),
      });
      await livesThrough(stage, course);
    },
  ),
  row(
    "the page goes into the browser's memory, and comes back",
    "let go of all locks, and went on",
    async (stage) => {
      // Playwright's browsers have no such memory.
      const browser = await chromium.launch({
        ...stage.browser,
        ignoreDefaultArgs: ["--disable-back-forward-cache"],
      });
      const own = await Stage.set(await browser.newPage(), stage.browser);
      own.options = { identity: "account-7", persist: "session" };
      await own.page.addInitScript(() => {
        addEventListener("pageshow", ({ persisted }) => {
          if (persisted) document.title = "thawed";
        });
      });
      try {
        await livesThrough(own, {
          code: null,
          decides: "newest",
          asks: 1,
          atFirst: false,
          begin: async () => {
            await own.page.goto(`${own.site.url}/away`);
            const held = await own.page.evaluate(async () => (await navigator.locks.query()).held?.length);
            assert.equal(held, 0);
            await own.page.goBack({ waitUntil: "commit" });
            assert.equal(await own.page.title(), "thawed");
          },
          end: () => {},
        });
        stage.checked = own.checked;
      } finally {
        await own.strike();
        await browser.close();
      }
    },
  ),
];
