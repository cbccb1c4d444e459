import type { Locator, Page } from "@playwright/test";
import { accessibleButton, inSession } from "./support/accessible";
import { violations } from "./support/axe";
import { arrange, expect, expectClosed, expectOpen, test } from "./support/demo";

/** The same small application, wired in each way. */
const WIRINGS = ["html", "elements", "react", "react-18", "vue", "svelte"] as const;
const CLOSED = "This can't be created right now. Please contact support.";

const createButton = (page: Page) => page.getByRole("button", { name: "Create organization" });
const publishButton = (page: Page) => page.getByRole("button", { name: "Publish vote" });
const nameField = (page: Page) => page.getByLabel("Name", { exact: true });
const votersField = (page: Page) => page.getByLabel("Voters", { exact: true });
const status = (button: Locator) => button.page().locator("form", { has: button }).getByRole("status");
const spoken = (page: Page) => page.locator("[data-quota-live]", { hasText: /./ });

for (const wiring of WIRINGS) {
  test.describe(wiring, () => {
    const open = (page: Page) => page.goto(`/wiring/${wiring}`);

    for (const [how, use] of [
      ["mouse", (page: Page) => createButton(page).click({ force: true })],
      ["Enter", (page: Page) => createButton(page).press("Enter")],
      ["Space", (page: Page) => createButton(page).press("Space")],
      ["Enter in the field", (page: Page) => nameField(page).press("Enter")],
    ] as const) {
      test(`at the limit, creating is closed to ${how}, and says why`, async ({ page, demo }) => {
        await open(page);
        await expectClosed(createButton(page), CLOSED);
        await nameField(page).fill("One more");
        await use(page);
        await expect(spoken(page)).toHaveText(CLOSED);
        await expect(status(createButton(page))).toHaveText("");
        expect(demo.sandbox.requests({ method: "POST" })).toEqual([]);
      });
    }

    test("a closed button stays where Tab leads", async ({ page }) => {
      await open(page);
      await expectClosed(createButton(page), CLOSED);
      await nameField(page).focus();
      await page.keyboard.press("Tab");
      await expect(createButton(page)).toBeFocused();
      await page.keyboard.press("Tab");
      await expect(votersField(page)).toBeFocused();
    });

    test("assistive technology is told its name, its reason and its state", async ({ page }) => {
      await open(page);
      await expectClosed(createButton(page), CLOSED);
      expect(await accessibleAs(page, "Create organization")).toEqual({
        role: "button",
        description: CLOSED,
        disabled: true,
        focusable: true,
      });
      expect(await accessibleAs(page, "Publish vote")).toEqual({
        role: "button",
        description: "",
        disabled: false,
        focusable: true,
      });
    });

    test("it opens when there is room", async ({ page, demo }) => {
      await open(page);
      await expectClosed(createButton(page), CLOSED);
      demo.sandbox.setLimits("free-tier", { maxManagedOrgs: 3 });
      demo.forget();
      await page.getByRole("button", { name: "Check again" }).click();
      await expectOpen(createButton(page));
      await expect(page.locator("#app")).toContainText("Organizations left: 2");
    });

    test("an organization is created, and with it goes the last slot", async ({ page, demo }) => {
      await arrange(demo, { account: "near-limits" });
      await open(page);
      await expectOpen(createButton(page));
      await nameField(page).fill("Riverside Rowing Club");
      await nameField(page).press("Enter");
      await expect(status(createButton(page))).toHaveText("Riverside Rowing Club is ready.");
      await expectClosed(createButton(page), CLOSED);
      expect(demo.sandbox.account("near-limits").usage.managedOrgs).toBe(5);
    });

    test("the number of voters decides as it is typed", async ({ page }) => {
      await open(page);
      await expectOpen(publishButton(page));
      await votersField(page).fill("867");
      await expectClosed(publishButton(page), /At most 866 voters/);
      await votersField(page).press("Enter");
      await expect(spoken(page)).toHaveText(/At most 866 voters/);
      await votersField(page).fill("866");
      await expectOpen(publishButton(page));
      await page.getByLabel("E-mail codes").check();
      await expectClosed(publishButton(page), /At most 413 voters/);
      await page.getByLabel("E-mail codes").uncheck();
      await expectOpen(publishButton(page));
    });

    test("a vote is published", async ({ page, demo }) => {
      await open(page);
      await expectOpen(publishButton(page));
      await votersField(page).fill("50");
      await page.getByLabel("E-mail codes").check();
      await publishButton(page).click();
      await expect(status(publishButton(page))).toHaveText("The vote is published.");
      expect(demo.sandbox.account("free-tier").usage.managedProcesses).toBe(3);
    });

    test("what the platform refuses all the same is told, and closes the button", async ({
      page,
      demo,
      consoleWatch,
    }) => {
      consoleWatch.expectFailure("/api/organizations", 400);
      await arrange(demo, { account: "near-limits", broken: "refusing" });
      await open(page);
      await expectOpen(createButton(page));
      await nameField(page).fill("One more");
      await createButton(page).click();
      await expect(status(createButton(page))).toHaveText(CLOSED);
      await expectClosed(createButton(page), CLOSED);
    });

    for (const colorScheme of ["light", "dark"] as const) {
      test.describe(colorScheme, () => {
        test.use({ colorScheme });

        test("axe finds nothing, closed and open, and it fits narrow", async ({ page }) => {
          await page.setViewportSize({ width: 320, height: 900 });
          await open(page);
          await expectClosed(createButton(page), CLOSED);
          await expectOpen(publishButton(page));
          await page.locator("details").evaluateAll((all) => {
            for (const details of all) details.setAttribute("open", "");
          });
          await page.waitForFunction(() => document.getAnimations().length === 0);
          expect(await violations(page)).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
        });
      });
    }
  });
}

/** A button, by its name in the accessibility tree. */
async function accessibleAs(page: Page, called: string) {
  const { role, description, disabled, focusable } = await inSession(page, (cdp) =>
    accessibleButton(cdp, called),
  );
  return { role, description, disabled, focusable };
}
