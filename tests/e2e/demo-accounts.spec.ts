import { arrange, chooseAccount, expect, expectClosed, expectOpen, test } from "./support/demo";

const ACTIONS = ["Create organization", "Publish vote", "Send by e-mail", "Send by SMS", "Cast test votes"];

test("an account that is switched off closes every button", async ({ page, demo }) => {
  await arrange(demo, { account: "switched-off" });
  await page.goto("/");
  for (const name of ACTIONS)
    await expectClosed(page.getByRole("button", { name }), /Please contact support/);
});

test("so does one that never was an integrator", async ({ page, demo, consoleWatch }) => {
  for (const path of ["/api/quota", "/api/organizations", "/api/processes"]) {
    consoleWatch.expectFailure(path, 403);
  }
  await arrange(demo, { account: "no-integrator" });
  await page.goto("/");
  for (const name of ACTIONS)
    await expectClosed(page.getByRole("button", { name }), /Please contact support/);
});

test("staging closes nothing", async ({ page, demo }) => {
  await arrange(demo, { account: "staging" });
  await page.goto("/");
  for (const name of ACTIONS) await expectOpen(page.getByRole("button", { name }));
  await expect(page.locator("#availability")).toContainText("Test environment.");
  await page.getByLabel("Name", { exact: true }).fill("One more");
  await page.getByRole("button", { name: "Create organization" }).click();
  await expect(page.getByText("One more is ready.")).toBeVisible();
});

test("another account changes the buttons of the open page", async ({ page }) => {
  await page.goto("/");
  const create = page.getByRole("button", { name: "Create organization" });
  await expectClosed(create, /Please contact support/);
  await chooseAccount(page, "custom-plan");
  await expectOpen(create);
  await expect(page.getByRole("listitem")).toHaveCount(12);
  await chooseAccount(page, "switched-off");
  await expectClosed(create, /Please contact support/);
  await page.getByRole("button", { name: "Start over" }).click();
  await expectClosed(create, /Please contact support/);
});

test("and those of the other open pages", async ({ page, context }) => {
  await page.goto("/");
  const other = await context.newPage();
  await other.goto("/console");
  await expect(other.locator("#meters .used").first()).toHaveText("1 of 1 used");
  await chooseAccount(page, "near-limits");
  await expect(other.locator("#meters .used").first()).toHaveText("4 of 5 used");
  await expect(other.getByLabel("Account")).toHaveValue("near-limits");
});

test("customers are told neither the platform's name nor a number of the contract", async ({
  page,
  demo,
}) => {
  for (const account of ["free-tier", "near-limits", "switched-off"] as const) {
    await arrange(demo, { account });
    await page.goto("/");
    await expect(page.locator("[data-quota-action=createManagedOrg]")).toHaveAttribute(
      "data-quota-verdict",
      /allow|deny/,
    );
    // The demo's own controls, above the site, name the platforms that one can switch between.
    const text = (await page.locator("body > :not(.stage, script)").allInnerTexts()).join("\n");
    expect(text).not.toMatch(/vocdoni|integrator quota|dashboard/i);
    expect(text).not.toMatch(/\b(413|866|188|5,?000|500)\b/);
  }
});
