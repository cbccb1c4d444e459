/** Every entry of the package on a page of its own, in each engine: what a user meets there. */
import { Key } from "selenium-webdriver";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { App } from "../e2e/support/app";
import { BackEnd } from "./support/back-end";
import { type Engine, kinds, openEngine } from "./support/engine";
import { entries } from "./support/entries";
import { meter } from "./support/meter";
import { Page } from "./support/page";
import { Proven } from "./support/record";
import { bound, type Story, stories } from "./support/stories";
import { WATCH } from "./support/watch";

const FULL = "This can't be created right now. Please contact support.";
const FULL_IN_CATALAN = "No es pot crear en aquest moment. Poseu-vos en contacte amb l’equip de suport.";
const TOO_MANY = "This can't be published right now. Please contact support.";

const engines = new Map<string, Engine>();
const proven = new Proven();
beforeAll(async () => {
  for (const kind of kinds) engines.set(kind.title, await openEngine(kind));
});
afterAll(async () => {
  for (const engine of engines.values()) await engine.close();
  proven.leave();
});

test.each(entries)("$name has a page in tests/engines/apps", ({ script }) => {
  expect(script).not.toBeNull();
});

for (const story of stories) {
  describe(story.name, () => {
    const backEnd = new BackEnd();
    let app: App;
    beforeAll(async () => {
      const rendered = { html: story.markup, state: null };
      app = await story.serve({ rendered, backEnd: backEnd.routes, before: WATCH });
    });
    afterAll(() => app?.close());
    for (const { title } of kinds) describe(title, () => inEngine(title, story, () => app, backEnd));
  });
}

function inEngine(title: string, story: Story, app: () => App, backEnd: BackEnd) {
  let engine: Engine;
  let page: Page;
  beforeEach(() => {
    const opened = engines.get(title);
    if (!opened) throw new Error(`${title} didn't open`);
    engine = opened;
    page = new Page(engine.driver, app().url);
    backEnd.begin();
  });
  afterEach(async () => {
    await page.expectNoFaults();
    expect(await engine.console()).toEqual([]);
    proven.add(title, engine.version, story);
  });

  test("a button is closed at the limit, says why, and stops clicks and keys", async () => {
    await page.open();
    await page.expectClosed("#create", FULL);
    expect(await page.named("#create")).toBe("button New organization");
    // What is said aloud comes with the rest of the package, right after the first decision.
    await expect.poll(() => page.run(() => document.querySelector("[data-quota-live]") !== null)).toBe(true);
    const attempts = [
      () => page.press("#create"),
      () => page.type("#create", Key.ENTER),
      () => page.type("#create", Key.SPACE),
    ];
    for (const attempt of attempts) {
      await page.run(() => document.querySelector("[data-quota-live]")?.replaceChildren());
      await attempt();
      await page.expectText("[data-quota-live]", FULL);
    }
    expect(backEnd.done).toEqual([]);
  });

  test("it opens when there is room, lets a click pass, and is closed again once that is taken", async () => {
    await page.open();
    await page.expectClosed("#create", FULL);
    backEnd.organizations = 0;
    await page.press("#again");
    await page.expectOpen("#create");
    await page.press("#create");
    await page.expectText("#done", "created");
    await page.expectClosed("#create", FULL);
    expect(backEnd.done).toEqual(["organization"]);
  });

  test("a field closes and opens what it feeds, for the Enter key in it too", async () => {
    await page.open();
    await page.expectOpen("#publish");
    await page.fill("#voters", "414");
    await page.expectClosed("#publish", TOO_MANY);
    await page.type("#voters", Key.ENTER);
    await page.press("#publish");
    await page.fill("#voters", "413");
    await page.expectOpen("#publish");
    await page.type("#voters", Key.ENTER);
    await page.expectText("#done", "published to 413");
    expect(backEnd.done).toEqual(["process"]);
  });

  test("a language is loaded when it is asked for, and no sooner", async () => {
    await page.open();
    await page.expectClosed("#create", FULL);
    expect(await page.files(/\/ca\b/)).toEqual([]);
    await page.open({ locale: "ca" });
    await page.expectClosed("#create", FULL_IN_CATALAN);
    expect(await page.files(/\/ca\b/)).toHaveLength(1);
  });

  const isPlain = story.name === "quota-gate/js";
  test(isPlain ? "no WebAssembly is run" : "it is WebAssembly that decides", async () => {
    await page.open();
    await page.expectClosed("#create", FULL);
    expect((await page.run(() => window.instances)) > 0).toBe(!isPlain);
  });

  if (story.name === "quota-gate/testing") {
    test("nobody is asked", async () => {
      await page.open();
      await page.expectClosed("#create", FULL);
      expect(backEnd.asked).toBe(0);
    });
  } else if (story.markup === bound) {
    test("a second tab of the same account asks nobody", async () => {
      await page.open({ identity: "account" });
      await page.expectClosed("#create", FULL);
      await page.inAnotherTab(async () => {
        await page.open({ identity: "account" });
        await page.expectClosed("#create", FULL);
      });
      expect(backEnd.asked).toBe(1);
    });
  }

  if (story.name === "quota-gate/elements") {
    test("a meter shows and says how much is used", async () => {
      await page.open();
      const says = "Within the limit. 87 of 500 used, 413 left.";
      await expect.poll(() => page.run(meter)).toEqual({ says, isStyled: true, share: 0.17 });
      expect(await page.named("quota-meter")).toBe("meter E-mails");
    });
  } else {
    test("what is left is shown, and follows", async () => {
      await page.open();
      await page.expectText("#left", "0");
      backEnd.organizations = 0;
      await page.press("#again");
      await page.expectText("#left", "1");
    });
  }
}
