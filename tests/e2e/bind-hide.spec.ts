import { expect, test } from "./support/bind.js";

const page = `<button id="go" data-quota-action="publishProcess">Publish</button><a id="next" href="#">Next</a>`;

test("mode hide: a closed control and its reason are out of sight, and out of the tree", async ({
  lab,
  page: tab,
}) => {
  await lab.open(page);
  await lab.bind({ mode: "hide" });
  await expect(tab.locator("#go")).toBeVisible();
  await lab.deny();
  await expect(tab.locator("#go")).toBeHidden();
  await expect(tab.locator("[data-quota-reason]")).toBeHidden();
  await expect(tab.getByRole("button")).toHaveCount(0);
  await lab.allow();
  await expect(tab.locator("#go")).toBeVisible();
  await expect(tab.locator("#go")).not.toHaveAttribute("aria-disabled");
});

test("mode hide: a style sheet that lays controls out doesn't bring them back", async ({
  lab,
  page: tab,
}) => {
  await lab.open(page);
  await tab.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("button { display: flex }");
    document.adoptedStyleSheets = [sheet];
  });
  await lab.bind({ mode: "hide" });
  await lab.deny();
  await expect(tab.locator("#go")).toBeHidden();
});

test("mode hide: whoever is on the control keeps it, closed and explained, until they leave", async ({
  lab,
  page: tab,
}) => {
  await lab.open(page);
  await lab.bind({ mode: "hide" });
  await tab.locator("#go").focus();
  await lab.deny();
  await expect(tab.locator("#go")).toBeFocused();
  expect(await lab.accessible("#go")).toMatchObject({ disabled: true, description: "No room." });
  expect(await lab.spoken()).toBe("No room.");
  await tab.keyboard.press("Enter");
  expect(await lab.log()).toEqual(["onDenied go No room.", "denied publishProcess"]);
  await tab.keyboard.press("Tab");
  await expect(tab.locator("#next")).toBeFocused();
  await expect(tab.locator("#go")).toBeHidden();
});

test("mode hide: what the application hides stays hidden, and the undo leaves it so", async ({
  lab,
  page: tab,
}) => {
  await lab.open(page.replace("<button", "<button hidden"));
  await lab.bind({ mode: "hide" });
  await lab.deny();
  await lab.allow();
  await expect(tab.locator("#go")).toBeHidden();
  await tab.locator("#go").evaluate((button: HTMLButtonElement) => {
    button.hidden = false;
  });
  await expect(tab.locator("#go")).toBeVisible();
  await lab.deny();
  await expect(tab.locator("#go")).toBeHidden();
  await lab.undo();
  await expect(tab.locator("#go")).toBeVisible();
});

test("mode hide: nobody can touch what is hidden, so a stale denial is looked at by itself", async ({
  lab,
  page: tab,
}) => {
  await tab.clock.install();
  await lab.open(page);
  await lab.bind({ mode: "hide" });
  await lab.set({ phase: "stale" });
  expect(await lab.log()).toEqual([]);
  await lab.deny();
  await expect.poll(() => lab.log()).toEqual(["intent"]);
  await tab.clock.runFor(60_000);
  expect(await lab.log(), "once more after a minute").toEqual(["intent"]);
  await lab.set({ phase: "ready" });
  await tab.clock.runFor(120_000);
  expect(await lab.log()).toEqual([]);
});

test("other modes wait for someone to touch the control", async ({ lab, page: tab }) => {
  await tab.clock.install();
  await lab.open(page);
  await lab.bind();
  await lab.set({ phase: "stale" });
  await lab.deny();
  await tab.clock.runFor(120_000);
  expect(await lab.log()).toEqual([]);
});
