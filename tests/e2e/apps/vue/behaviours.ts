import type { Page } from "@playwright/test";
import { type Accessible, accessible, inSession } from "../../support/accessible";
import { type App, serveApp } from "../../support/app";
import { expect, test } from "../../support/console";
import { renderOnServer } from "./server";
import { FIRST, type Stage } from "./stage";

type Mounted = Parameters<Stage["mount"]>[0];

/** A page of the application, as someone uses it who may not see it. */
export class Seat {
  constructor(readonly page: Page) {}

  /** What a control is for assistive technology. */
  accessible(selector: string): Promise<Accessible> {
    const expression = `document.querySelector(${JSON.stringify(selector)})`;
    return inSession(this.page, (cdp) => accessible(cdp, expression));
  }

  /** By kind, what listens on what outlives an application. */
  async listeners(): Promise<string[]> {
    const cdp = await this.page.context().newCDPSession(this.page);
    const kinds: string[] = [];
    for (const expression of ["window", "document", "document.body", "document.querySelector('#app')"]) {
      const { result } = await cdp.send("Runtime.evaluate", { expression });
      if (!result.objectId) throw new Error(`no ${expression}`);
      const { listeners } = await cdp.send("DOMDebugger.getEventListeners", { objectId: result.objectId });
      kinds.push(...listeners.map(({ type }) => `${expression} ${type}`));
    }
    await cdp.detach();
    return kinds.sort();
  }

  mount(gate: Mounted = "there"): Promise<void> {
    return this.page.evaluate((gate) => appStage.mount(gate), gate);
  }

  answer(next: Parameters<Stage["answer"]>[0]): Promise<void> {
    return this.page.evaluate((next) => appStage.answer(next), next);
  }

  /** Playwright would wait for a control that is closed. */
  click(selector: string, button: "left" | "middle" = "left"): Promise<void> {
    return this.page.locator(selector).click({ button, force: true });
  }

  /** What the application has heard since last asked. */
  heard(): Promise<string[]> {
    return this.page.evaluate(() => appStage.heard.splice(0));
  }

  denied(): Promise<string[]> {
    return this.page.evaluate(() => appStage.denied.splice(0));
  }

  spoken(): Promise<string> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll("[data-quota-live]")].map((region) => region.textContent).join(""),
    );
  }

  message(action: "createManagedOrg" | "publishProcess", params?: object): Promise<string> {
    return this.page.evaluate(([action, params]) => appStage.gate.check(action, params as never).message, [
      action,
      params,
    ] as const);
  }
}

export const open = async (page: Page, app: App): Promise<Seat> => {
  await page.goto(app.url);
  await page.waitForFunction(() => "appStage" in globalThis);
  return new Seat(page);
};

/** What a control of any framework does. The applications of all have the same controls, by the same ids. */
export const behave = (entry: string): void => {
  let app: App;
  let seat: Seat;
  test.beforeAll(async () => {
    app = await serveApp(entry);
  });
  test.afterAll(() => app.close());
  test.beforeEach(async ({ page }) => {
    seat = await open(page, app);
  });

  const CLOSED = ["create", "invite"];
  const withoutRoom = { usage: { sentEmails: 500 } };

  for (const id of CLOSED) {
    const at = `#${id}`;

    test(`#${id}, not allowed, is closed, focusable and described by the reason`, async ({ page }) => {
      await seat.answer(withoutRoom);
      await seat.mount();
      await expect(page.locator(at)).toHaveAttribute("aria-disabled", "true");
      await expect(page.locator(at)).toHaveAttribute("data-quota-verdict", "deny");
      await expect(page.locator(at)).toHaveAttribute("aria-describedby", /^\S+$/);
      const { description, disabled, focusable } = await seat.accessible(at);
      expect(description).toContain("Please contact support.");
      expect([disabled, focusable]).toEqual([true, true]);
      await expect(page.getByText("Please contact support.").first()).toBeVisible();
    });

    test(`#${id} stops what would use it, says why once, and tells the gate`, async ({ page }) => {
      await seat.answer(withoutRoom);
      await seat.mount();
      for (const use of [
        () => seat.click(at),
        () => seat.click(at, "middle"),
        () => page.locator(at).press("Enter"),
        () => page.locator(at).press("Space"),
        () => page.locator(at).evaluate((button: HTMLElement) => button.click()),
      ]) {
        await use();
        expect(await seat.heard()).toEqual([]);
        expect(await seat.denied()).toHaveLength(1);
      }
      expect(await seat.spoken()).toMatch(/^[^.]*\. Please contact support\.$/);
    });

    test(`#${id} is left with Tab, and is an ordinary control once there is room`, async ({ page }) => {
      await seat.answer(withoutRoom);
      await seat.mount();
      await seat.click(at);
      await page.locator(at).press("Tab");
      await expect(page.locator(at)).not.toBeFocused();
      await seat.answer({ limits: { maxManagedOrgs: 5, maxEmails: 900 } });
      await expect(page.locator(at)).toHaveAttribute("data-quota-verdict", "allow");
      await expect(page.locator(at)).not.toHaveAttribute("aria-disabled");
      await expect(page.locator(at)).not.toHaveAttribute("aria-describedby");
      await expect(page.locator("[data-quota-reason]").filter({ visible: true })).toHaveCount(0);
      await seat.heard();
      await seat.click(at);
      expect(await seat.heard()).toEqual([`click ${id}`]);
      expect(await seat.denied()).toHaveLength(1);
    });

    test(`#${id} says a reason that changed to whoever is on it`, async ({ page }) => {
      await seat.mount("pending");
      await page.locator(at).focus();
      await seat.answer(withoutRoom);
      await page.evaluate(() => appStage.arrive());
      await expect.poll(() => seat.spoken()).toMatch(/^[^.]*\. Please contact support\.$/);
      await expect(page.locator(at)).toBeFocused();
      await seat.answer({ limits: { maxManagedOrgs: 5, maxEmails: 900 } });
      await expect.poll(() => seat.spoken(), "what no longer holds").toBe("");
    });

    test(`#${id} says nothing to whoever is elsewhere`, async ({ page }) => {
      await seat.mount("pending");
      await page.locator("#name").focus();
      await seat.answer(withoutRoom);
      await page.evaluate(() => appStage.arrive());
      await expect
        .poll(() => seat.accessible(at))
        .toMatchObject({ description: expect.stringContaining("support") });
      expect(await seat.spoken()).toBe("");
    });

    test(`#${id} waits for a promise in silence, then says so, then knows`, async ({ page }) => {
      const first = await page.evaluate(async (at) => {
        appStage.mount("pending");
        await new Promise(requestAnimationFrame);
        const { outerHTML } = document.querySelector(at) as Element;
        return { outerHTML, description: document.querySelector(at)?.hasAttribute("aria-describedby") };
      }, at);
      expect(first.outerHTML).toContain('data-quota-verdict="pending"');
      expect(first.outerHTML).toContain('aria-disabled="true"');
      expect(first.outerHTML).not.toContain("aria-busy");
      expect(first.description).toBe(false);
      await expect.poll(() => seat.accessible(at)).toMatchObject({ description: "Checking…" });
      await seat.click(at);
      expect([await seat.heard(), await seat.spoken()]).toEqual([[], "Checking…"]);
      await seat.answer({ limits: { maxManagedOrgs: 5 } });
      await page.evaluate(() => appStage.arrive());
      await expect(page.locator(at)).toHaveAttribute("data-quota-verdict", "allow");
      expect(await seat.heard(), "the click isn't done later").toEqual([]);
    });

    test(`#${id} is unknown, and open, where the promise fails`, async ({ page }) => {
      await seat.mount("pending");
      await page.evaluate(() => appStage.fail());
      await expect(page.locator(at)).toHaveAttribute("data-quota-verdict", "unknown");
      await expect(page.locator(at)).not.toHaveAttribute("aria-disabled");
      await seat.click(at);
      expect(await seat.heard()).toEqual([`click ${id}`]);
    });

    test(`#${id} is unknown, and open, over a gate that is disposed of`, async ({ page }) => {
      await seat.mount("disposed");
      await expect(page.locator(at)).toHaveAttribute("data-quota-verdict", "unknown");
      await seat.click(at);
      expect(await seat.heard()).toEqual([`click ${id}`]);
    });
  }

  test("a gate that is disposed of meanwhile breaks nothing", async ({ page }) => {
    await seat.mount();
    await page.evaluate(() => appStage.gate.dispose());
    await page.locator("#voters").fill("950");
    await page.locator("#letters").fill("950");
    await seat.click("#create");
    await seat.click("#publish");
    expect(await seat.heard()).toEqual(["click create", "submit"]);
  });

  test("nothing inside of a closed control hears of a use, nor does a handler of its keys", async ({
    page,
  }) => {
    await seat.mount();
    await seat.click("#inside");
    await page.locator("#create").press("Enter");
    expect(await seat.heard()).toEqual([]);
    await page.locator("#create").press("x");
    expect(await seat.heard()).toEqual(["keydown create"]);
  });

  test("parameters are followed as they are typed", async ({ page }) => {
    await seat.mount();
    await expect(page.locator("#publish")).toHaveAttribute("data-quota-verdict", "allow");
    await page.locator("#voters").fill("900");
    await expect(page.locator("#publish")).toHaveAttribute("data-quota-verdict", "deny");
    await page.locator("#voters").fill("866");
    await expect(page.locator("#publish")).toHaveAttribute("data-quota-verdict", "allow");
    await page.locator("#letters").fill("414");
    await expect(page.locator("#invite")).toHaveAttribute("data-quota-verdict", "deny");
    await page.locator("#letters").fill("413");
    await expect(page.locator("#invite")).toHaveAttribute("data-quota-verdict", "allow");
  });

  for (const typed of ["", "1.5", "-3"]) {
    test(`${typed ? `${typed} in a field` : "a field that is empty"} is a parameter not given`, async ({
      page,
    }) => {
      await seat.mount();
      for (const [field, control] of [
        ["#voters", "#publish"],
        ["#letters", "#invite"],
      ] as const) {
        await page.locator(field).fill("5000");
        await expect(page.locator(control)).toHaveAttribute("data-quota-verdict", "deny");
        await page.locator(field).fill(typed);
        await expect(page.locator(control)).toHaveAttribute("data-quota-verdict", "allow");
      }
    });
  }

  test("the gate is asked when something happens, and not when it was rendered", async ({ page }) => {
    await seat.mount();
    await page.evaluate(() => {
      const voters = document.querySelector("#voters") as HTMLInputElement;
      const publish = document.querySelector("#publish") as HTMLButtonElement;
      voters.value = "900";
      voters.dispatchEvent(new Event("input", { bubbles: true }));
      publish.click();
    });
    expect([await seat.heard(), await seat.denied()]).toEqual([[], ["publishProcess"]]);
  });

  test("a form is kept from being submitted whoever submits it, but by another button", async ({ page }) => {
    await seat.mount();
    await page.locator("#voters").fill("900");
    await expect(page.locator("#publish")).toHaveAttribute("aria-disabled", "true");
    await page.locator("#voters").press("Enter");
    await seat.click("#publish");
    await page.evaluate(() => {
      const form = document.querySelector("#form") as HTMLFormElement;
      form.requestSubmit();
      form.requestSubmit(document.querySelector("#publish") as HTMLButtonElement);
    });
    expect(await seat.heard()).toEqual([]);
    expect(await seat.denied()).toHaveLength(4);
    await seat.click("#draft");
    expect(await seat.heard()).toEqual(["submit"]);
    await page.locator("#voters").fill("9");
    await page.locator("#voters").press("Enter");
    expect(await seat.heard()).toEqual(["submit"]);
  });

  test("a form without a button is kept from being submitted", async ({ page }) => {
    await seat.mount();
    await page.locator("#name").press("Enter");
    expect([await seat.heard(), await seat.denied()]).toEqual([[], ["createManagedOrg"]]);
    expect(await seat.spoken()).toBe(await seat.message("createManagedOrg"));
    await seat.answer({ limits: { maxManagedOrgs: 5 } });
    await page.locator("#name").press("Enter");
    expect(await seat.heard()).toEqual(["submit bare"]);
  });

  test("only what has another answer is rendered again", async ({ page }) => {
    await seat.mount();
    await expect(page.locator("#room")).toHaveText("ok 866");
    const rendered = () => page.evaluate(() => ({ ...appStage.renders }));
    const before = await rendered();
    await seat.answer({});
    await seat.answer({ usage: { sentSMS: 13 } });
    await page.evaluate(() => new Promise(requestAnimationFrame));
    expect(await rendered()).toEqual(before);
    await seat.answer({ usage: { sentVotes: 135 } });
    await expect(page.locator("#room")).toHaveText("ok 865");
    const { Create, Room } = await rendered();
    expect([Create, Room]).toEqual([before["Create"], (before["Room"] ?? 0) + 1]);
  });

  test("what is removed takes its reason along, and what is unmounted leaves nothing", async ({ page }) => {
    // A framework may have listeners of its own, which stay.
    await seat.mount();
    await page.evaluate(() => appStage.unmount());
    await expect.poll(() => page.evaluate(() => appStage.subscriptions)).toBe(0);
    const before = await seat.listeners();
    await seat.answer(withoutRoom);
    await seat.mount();
    expect(await page.evaluate(() => appStage.subscriptions)).toBeGreaterThan(0);
    expect(await seat.listeners()).not.toEqual(before);
    await expect(page.locator("#invite + [data-quota-reason]")).toHaveText(/Please contact support/);
    await seat.click("#remove");
    await expect(page.locator("#invite")).toHaveCount(0);
    await expect(page.locator("#app > [data-quota-reason]")).toHaveCount(0);
    await page.evaluate(() => appStage.unmount());
    await expect.poll(() => page.evaluate(() => appStage.subscriptions)).toBe(0);
    expect(await seat.listeners()).toEqual(before);
    await expect(page.locator("#app")).toBeEmpty();
  });

  test("what a server rendered is taken over as it is, and lives on", async ({ page, afterwards }) => {
    const full = { ...FIRST, usage: { ...FIRST.usage, sentEmails: 500 } };
    const rendered = await renderOnServer(entry.replace("main", "render"), full);
    const app = await serveApp(entry, { rendered });
    afterwards(app.close);
    const seat = await open(page, app);
    const taken = await page.evaluate(() => appStage.taken);
    expect(taken?.before.join("\n")).toContain('aria-disabled="true"');
    expect(taken?.before.at(-1)).toContain("Please contact support.");
    expect(taken?.after).toEqual(taken?.before);
    expect(taken?.areKept).toBe(true);
    for (const id of CLOSED) {
      await expect(page.locator(`#${id}`)).toHaveAttribute("aria-disabled", "true");
      await expect(page.locator(`#${id}`)).toHaveAttribute("aria-describedby", /^\S+$/);
      await seat.click(`#${id}`);
    }
    expect(await seat.heard()).toEqual([]);
    await seat.answer({ limits: { maxManagedOrgs: 5, maxEmails: 900 } });
    for (const id of CLOSED) {
      await expect(page.locator(`#${id}`)).not.toHaveAttribute("aria-disabled");
      await seat.click(`#${id}`);
    }
    expect(await seat.heard()).toEqual(CLOSED.map((id) => `click ${id}`));
  });
};

/** The example of the README, as it stands there. */
export const welcome = (entry: string): void => {
  test("the newcomer's example holds the button, and lets it go", async ({ page, afterwards }) => {
    const app = await serveApp(entry);
    afterwards(app.close);
    await page.route("**/api/quota", (route) => route.fulfill({ json: FIRST }));
    await page.goto(app.url);
    const button = page.getByRole("button", { name: "Publish" });
    await expect(button).toHaveAttribute("data-quota-verdict", "allow");
    await page.getByLabel("Voters").fill("900");
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await expect(button).toHaveAccessibleDescription(/Please contact support/);
    await button.click({ force: true });
    expect(await page.evaluate(() => published)).toBe(0);
    await page.getByLabel("Voters").fill("800");
    await expect(button).not.toHaveAttribute("aria-disabled");
    await button.click();
    expect(await page.evaluate(() => published)).toBe(1);
  });
};
