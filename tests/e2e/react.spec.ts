import { createRequire } from "node:module";
import path from "node:path";
import type { Page } from "@playwright/test";
import { build } from "esbuild";
import type { Rendered, Which } from "./apps/react/stage";
import { type App, serveApp } from "./support/app";
import { BindPage } from "./support/bind";
import { expect, test } from "./support/console";

const root = path.resolve(import.meta.dirname, "../..");
const CLOSED = "This can't be created right now. Please contact support.";

type Mode = "development" | "production";

class Stage {
  private constructor(
    readonly page: Page,
    readonly tools: BindPage,
  ) {}

  static async at(page: Page, url: string): Promise<Stage> {
    await page.goto(url);
    await page.waitForFunction(() => "reactStage" in globalThis);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Accessibility.enable");
    return new Stage(page, new BindPage(page, cdp, ""));
  }

  async mount(which: Which): Promise<void> {
    await this.page.evaluate((which) => reactStage.mount(which), which);
    await expect(this.page.locator("#create")).toBeVisible();
  }

  /** What happened since last asked. */
  heard(): Promise<string[]> {
    return this.page.evaluate(() => reactStage.heard.splice(0));
  }

  denied(): Promise<string[]> {
    return this.page.evaluate(() => reactStage.denied.splice(0));
  }

  answer(next: Parameters<typeof reactStage.answer>[0]): Promise<void> {
    return this.page.evaluate((next) => reactStage.answer(next), next);
  }

  renders(): Promise<Record<string, number>> {
    return this.page.evaluate(() => ({ ...reactStage.renders }));
  }

  subscriptions(): Promise<{ now: number; most: number }> {
    return this.page.evaluate(() => reactStage.subscriptions);
  }

  control(id: string) {
    return this.page.locator(`#${id}`);
  }

  /** Playwright waits for what is closed to open, and people don't. */
  click(id: string): Promise<void> {
    return this.control(id).click({ force: true });
  }

  async isClosed(id: string): Promise<void> {
    await expect(this.control(id)).toHaveAttribute("aria-disabled", "true");
  }

  async isOpen(id: string): Promise<void> {
    await expect(this.control(id)).toHaveAttribute("data-quota-verdict", /allow|unknown/);
    await expect(this.control(id)).not.toHaveAttribute("aria-disabled");
  }
}

/** React complains of markup that differs, and looks after StrictMode, in development only. */
const inMode = async <T>(mode: Mode, act: () => Promise<T>): Promise<T> => {
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = mode;
  try {
    return await act();
  } finally {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  }
};

/** The server's half of the application, with the React that its page has. */
const serverOf = async (react: 18 | 19) => {
  const outfile = path.join(root, `build/test/apps/react-server-${react}-${process.pid}.cjs`);
  const old = path.join(root, "tests/react-18/node_modules");
  await build({
    entryPoints: [path.join(root, "tests/e2e/apps/react/server.tsx")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    jsx: "automatic",
    ...(react === 18 && { alias: { react: `${old}/react`, "react-dom": `${old}/react-dom` } }),
  });
  const { render } = createRequire(import.meta.url)(outfile) as {
    render(which: Which): Promise<{ html: string; state: Rendered }>;
  };
  return render;
};

for (const [react, mode] of [
  [18, "development"],
  [18, "production"],
  [19, "development"],
  [19, "production"],
] as const) {
  test.describe(`React ${react}, ${mode}`, () => {
    let app: App;
    const serve = (entry: string, rendered?: { html: string; state: Rendered }) =>
      inMode(mode, () => serveApp(entry, { react, ...(rendered && { rendered }) }));
    test.beforeAll(async () => {
      app = await serve("react/main.tsx");
    });
    test.afterAll(() => app.close());

    test("a closed control says so, and why", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("there");
      await stage.isClosed("create");
      await expect(stage.control("create")).toHaveAttribute("data-quota-verdict", "deny");
      await expect(stage.control("why-create")).toHaveText(CLOSED);
      for (const [id, role] of [
        ["create", "button"],
        ["link", "link"],
        ["div", "button"],
      ] as const) {
        const seen = await stage.tools.accessible(`#${id}`);
        expect(seen).toMatchObject({ role, name: "Create", description: CLOSED, disabled: true });
      }
    });

    test("an open one has nothing to say", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("other");
      await stage.isOpen("create");
      await expect(stage.control("create")).not.toHaveAttribute("aria-describedby");
      await expect(stage.control("why-create").locator("[data-quota-reason]")).toBeHidden();
      const seen = await stage.tools.accessible("#create");
      expect(seen).toMatchObject({ role: "button", name: "Create", description: "", disabled: false });
      await stage.click("inside");
      await stage.control("div").press("Enter");
      expect(await stage.heard()).toEqual(["click create", "Enter div", "up Enter div"]);
    });

    test("a click on a closed control is stopped, told and said", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("there");
      for (const id of ["inside", "link", "div", "gated-button"]) await stage.click(id);
      await stage.control("link").click({ button: "middle", force: true });
      expect(await stage.heard()).toEqual([]);
      expect(await stage.denied()).toEqual(Array(5).fill("createManagedOrg"));
      expect(await stage.tools.spoken()).toBe(CLOSED);
      expect(page.url()).not.toContain("#there");
      expect(page.context().pages()).toHaveLength(1);
    });

    test("so are Enter and Space, and never Tab", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("there");
      await stage.control("create").focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Space");
      expect(await stage.denied()).toHaveLength(2);
      await page.keyboard.press("Tab");
      await expect(stage.control("link")).toBeFocused();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await expect(stage.control("div")).toBeFocused();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Space");
      expect(await stage.heard()).toEqual(["Tab create", "up Tab div"]);
      expect(await stage.denied()).toHaveLength(3);
      expect(page.url()).not.toContain("#there");
    });

    test("what is typed into a field within a control is the field's", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("there");
      await stage.control("note").pressSequentially("a b");
      await expect(stage.control("note")).toHaveValue("a b");
      expect(await stage.denied()).toEqual([]);
    });

    test("parameters are followed, and the gate is asked for each event", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("there");
      await stage.isOpen("publish");
      await stage.control("voters").fill("2000");
      await stage.isClosed("publish");
      await stage.click("publish");
      expect(await stage.heard()).toEqual([]);
      await stage.control("voters").fill("");
      await stage.isOpen("publish");
      await stage.click("publish");
      expect(await stage.heard()).toEqual(["submit publish"]);
      await stage.control("voters").fill("3");
      await stage.click("publish");
      expect(await stage.heard()).toEqual(["submit publish"]);
    });

    test("a closed form isn't submitted: by Enter in a field, or by script", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("there");
      await stage.control("voters").fill("2000");
      await stage.isClosed("publish");
      await stage.control("voters").press("Enter");
      expect(await stage.denied()).toEqual(["publishProcess"]);
      await page.evaluate(() => document.querySelector<HTMLFormElement>("#form")?.requestSubmit());
      await page.evaluate(() => {
        const button = document.querySelector<HTMLButtonElement>("#publish");
        button?.form?.requestSubmit(button);
      });
      expect(await stage.denied()).toEqual(["publishProcess", "publishProcess"]);
      expect(await stage.heard()).toEqual([]);
      expect(await stage.tools.spoken()).not.toBe("");
      await page.evaluate(() => document.querySelector<HTMLFormElement>("#elsewhere")?.requestSubmit());
      expect(await stage.heard()).toEqual(["submit elsewhere"]);
      await stage.click("draft");
      expect(await stage.heard()).toEqual(["submit draft"]);
      await stage.control("voters").fill("3");
      await stage.control("voters").press("Enter");
      await page.evaluate(() => document.querySelector<HTMLFormElement>("#form")?.requestSubmit());
      expect(await stage.heard()).toEqual(["submit publish", "submit by nobody"]);
    });

    if (react === 19)
      test("nor is one whose action is a function", async ({ page }) => {
        const stage = await Stage.at(page, app.url);
        await stage.mount("there");
        await stage.control("name").press("Enter");
        await page.evaluate(() => document.querySelector<HTMLFormElement>("#action-form")?.requestSubmit());
        expect(await stage.denied()).toHaveLength(2);
        expect(await stage.heard()).toEqual([]);
        await stage.answer({ limits: { maxManagedOrgs: 5 } });
        await stage.isOpen("act");
        await stage.click("act");
        expect(await stage.heard()).toEqual(["action"]);
      });

    test("a component is rendered when its own answer changes, and for nothing else", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("there");
      const before = await stage.renders();
      await stage.answer({});
      await stage.answer({ limits: { maxEmails: 600 } });
      expect(await stage.renders()).toEqual(before);
      await stage.answer({ usage: { sentVotes: 200 } });
      await expect(stage.control("room")).toHaveText("ok 800");
      const { Room = 0, Publish = 0, Submit, ...others } = await stage.renders();
      expect(Room).toBeGreaterThan(before["Room"] ?? 0);
      // How many voters would fit is part of its answer.
      expect(Publish).toBeGreaterThan(before["Publish"] ?? 0);
      expect(others).toEqual({ Create: before["Create"] });
      await stage.answer({ limits: { maxManagedOrgs: 5 } });
      await stage.isOpen("create");
      expect(await stage.renders()).toMatchObject({ Room, Publish });
    });

    test("parameters of the same value are the same question, and properties the same objects", async ({
      page,
    }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("there");
      const before = await stage.renders();
      await stage.control("voters").fill("010");
      await expect(stage.control("voters")).toHaveValue("010");
      const { Publish = 0, Submit } = await stage.renders();
      expect(Publish).toBeGreaterThan(before["Publish"] ?? 0);
      expect(Submit).toBe(before["Submit"]);
    });

    test("all components share one subscription, which ends with the last", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("there");
      await expect.poll(() => stage.subscriptions()).toEqual({ now: 1, most: 1 });
      const before = await stage.renders();
      await stage.mount("there");
      expect(await stage.subscriptions()).toEqual({ now: 1, most: 1 });
      expect(await stage.renders()).toEqual(before);
      await page.evaluate(() => reactStage.unmount());
      await expect.poll(() => stage.subscriptions()).toEqual({ now: 0, most: 1 });
    });

    test("another gate is followed from then on", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("there");
      await stage.isClosed("create");
      await stage.mount("other");
      await stage.isOpen("create");
      expect(await stage.subscriptions()).toEqual({ now: 0, most: 1 });
      await stage.click("create");
      expect(await stage.heard()).toEqual(["click create"]);
      await stage.mount("there");
      await stage.isClosed("create");
      await stage.click("create");
      expect(await stage.denied()).toEqual(["createManagedOrg"]);
    });

    test("before the first answer it's closed, and silent at first", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("loading");
      await stage.isClosed("create");
      await expect(stage.control("create")).toHaveAttribute("data-quota-verdict", "pending");
      await expect(stage.control("why-create")).toHaveText("Checking…");
      await page.evaluate(() => reactStage.arrive());
      await expect(stage.control("why-create")).toHaveText(CLOSED);
    });

    test("a promise is pending until there is a gate", async ({ page }) => {
      await page.clock.install();
      const stage = await Stage.at(page, app.url);
      await page.clock.pauseAt(Date.now() + 60_000);
      await stage.mount("pending");
      await stage.isClosed("create");
      await expect(stage.control("create")).not.toHaveAttribute("aria-describedby");
      await expect(stage.control("phase")).toHaveText("none");
      await page.clock.runFor(499);
      await expect(stage.control("why-create")).toHaveText("");
      await page.clock.runFor(1);
      await expect(stage.control("why-create")).toHaveText("Checking…");
      await stage.click("create");
      expect(await stage.heard()).toEqual([]);
      await page.evaluate(() => reactStage.arrive());
      await expect(stage.control("why-create")).toHaveText(CLOSED);
      await expect(stage.control("room")).toHaveText("ok 866");
      await stage.answer({ limits: { maxManagedOrgs: 5 } });
      await stage.isOpen("create");
    });

    test("one that fails is unknown, and open", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("pending");
      await page.evaluate(() => reactStage.fail());
      await expect(stage.control("create")).toHaveAttribute("data-quota-verdict", "unknown");
      await stage.isOpen("create");
      await stage.click("create");
      expect(await stage.heard()).toEqual(["click create"]);
    });

    test("what counts without a gate is the application's to say", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("pending");
      await expect(stage.control("other-way")).toHaveAttribute("data-quota-verdict", "pending");
      await expect(stage.control("other-way")).not.toHaveAttribute("aria-disabled");
      await page.evaluate(() => reactStage.fail());
      await stage.isClosed("other-way");
      await expect(stage.control("other-way")).toHaveAttribute("data-quota-verdict", "unknown");
      const { description } = await stage.tools.accessible("#other-way");
      expect(description).toBe("This can't be checked right now. Please try again in a moment.");
    });

    test("a gate that is over reads as unknown", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("there");
      await page.evaluate(() => reactStage.dispose());
      await stage.click("create");
      expect(await stage.heard()).toEqual(["click create"]);
      await stage.mount("disposed");
      await stage.control("voters").fill("5000");
      await expect(stage.control("publish")).toHaveAttribute("data-quota-verdict", "unknown");
    });

    test("a reason that changed is said to whoever is on the control", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("other");
      await stage.control("create").focus();
      await stage.mount("there");
      await expect.poll(() => stage.tools.spoken()).toBe(CLOSED);
      await stage.answer({ limits: { maxManagedOrgs: 5 } });
      await expect.poll(() => stage.tools.spoken()).toBe("");
    });

    test("and to nobody else", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("other");
      await stage.control("voters").focus();
      await stage.mount("there");
      await stage.isClosed("create");
      await stage.isClosed("gated-button");
      expect(await stage.tools.spoken()).toBe("");
    });

    test("within a dialog it's said there", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("other");
      const spoken = page.locator("dialog [data-quota-live]");
      await stage.control("in-dialog").focus();
      await expect(spoken).toHaveText("");
      await stage.mount("there");
      await expect(spoken).toHaveText(CLOSED);
    });

    test("in a shadow tree it's said there", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("other");
      const spoken = page.locator("#shadow").locator("[data-quota-live]");
      await stage.control("shaded").focus();
      await expect(spoken).toHaveText("");
      await stage.mount("there");
      await expect(spoken).toHaveText(CLOSED);
      expect(await stage.tools.spoken()).toBe("");
    });

    test("Gated keeps what is the application's own", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("there");
      const seen = await stage.tools.accessible("#gated-button");
      const description = `An organization has its own members. ${CLOSED}`;
      expect(seen).toMatchObject({ role: "button", name: "Create", description, disabled: true });
      await expect(page.locator("#gated-button + [data-quota-reason]")).toHaveText(CLOSED);
      await stage.isClosed("own-aria");
      await expect(stage.control("own-aria")).toHaveAttribute("data-quota-verdict", "allow");
      await expect(stage.control("own-disabled")).toBeDisabled();
      await stage.answer({ limits: { maxManagedOrgs: 5 } });
      await stage.isOpen("gated-button");
      await expect(stage.control("gated-button")).toHaveAttribute("aria-describedby", "hint");
      await stage.click("gated-button");
      expect(await stage.heard()).toEqual(["capture gated", "click gated"]);
    });

    test("Gated has a fallback, or a function", async ({ page }) => {
      const stage = await Stage.at(page, app.url);
      await stage.mount("there");
      await expect(stage.control("instead")).toHaveText("No more organizations.");
      await expect(stage.control("by-function")).toHaveText("false 8");
      await stage.answer({ limits: { maxManagedOrgs: 5, maxManagedProcesses: 20 } });
      await expect(stage.control("instead")).toHaveText("Create one");
      await expect(stage.control("by-function")).toHaveText("true 18");
    });

    for (const which of ["there", "pending"] as const)
      test(`what a server rendered is what its page renders first: ${which}`, async ({
        page,
        afterwards,
      }) => {
        const render = await serverOf(react);
        const rendered = await render(which);
        expect(rendered.html).toContain(which === "there" ? CLOSED.slice(0, 8) : 'verdict="pending"');
        const served = await serve("react/main.tsx", rendered);
        afterwards(served.close);
        const stage = await Stage.at(page, served.url);
        await expect.poll(async () => (await stage.renders())["Create"] ?? 0).toBeGreaterThan(0);
        if (which === "pending") await page.evaluate(() => reactStage.arrive());
        await expect(stage.control("why-create")).toHaveText(CLOSED);
        const description = await stage.control("create").getAttribute("aria-describedby");
        await expect(stage.control("why-create").locator("[data-quota-reason]")).toHaveId(description ?? "");
        await stage.click("create");
        expect(await stage.denied()).toEqual(["createManagedOrg"]);
        expect(await page.evaluate(() => reactStage.errors)).toEqual([]);
      });

    test("ten lines are enough", async ({ page, afterwards }) => {
      const newcomer = await serve("react/newcomer-main.tsx");
      afterwards(newcomer.close);
      const limits = { maxManagedOrgs: 1, maxManagedProcesses: 1, maxVotes: 1, maxEmails: 1, maxSMS: 1 };
      const usage = { managedOrgs: 1, managedProcesses: 0, sentVotes: 0, sentEmails: 0, sentSMS: 0 };
      await page.route("**/api/quota", (route) => route.fulfill({ json: { enabled: true, limits, usage } }));
      await page.goto(newcomer.url);
      const button = page.getByRole("button", { name: "New organization" });
      await expect(button).toHaveAccessibleDescription(CLOSED);
      await button.focus();
      await page.keyboard.press("Enter");
      await expect(page.locator("[data-quota-live]")).toHaveText(CLOSED);
      await expect(button).toBeFocused();
    });
  });
}
