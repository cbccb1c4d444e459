import type { Locator, Page } from "@playwright/test";
import type { AccountName } from "../../www/sandbox/index";
import { arrange, chooseAccount, deleteOrganization, expect, test } from "./support/demo";

const NAMES = ["Organizations", "Voting processes", "Votes", "E-mail codes", "SMS codes"];

type Card = readonly [level: string, left: string, used: string];

const CARDS: Readonly<Record<Exclude<AccountName, "no-integrator">, readonly Card[]>> = {
  "free-tier": [
    ["Limit reached", "0 left", "1 of 1 used"],
    ["Within limit", "8 left", "2 of 10 used"],
    ["Within limit", "866 left", "134 of 1,000 used"],
    ["Within limit", "413 left", "87 of 500 used"],
    ["Within limit", "188 left", "12 of 200 used"],
  ],
  "custom-plan": [
    ["Within limit", "38 left", "12 of 50 used"],
    ["Within limit", "452 left", "48 of 500 used"],
    ["Unlimited", "∞ no limit", "35,210 used"],
    ["Within limit", "91,550 left", "8,450 of 100,000 used"],
    ["Within limit", "18,096 left", "1,904 of 20,000 used"],
  ],
  "near-limits": [
    ["Near the limit", "1 left", "4 of 5 used"],
    ["Near the limit", "1 left", "24 of 25 used"],
    ["Near the limit", "413 left", "4,587 of 5,000 used"],
    ["Near the limit", "110 left", "1,890 of 2,000 used"],
    ["Near the limit", "30 left", "470 of 500 used"],
  ],
  "switched-off": NAMES.map(() => ["Switched off", "–", "Not available"] as const),
  staging: [
    ["Over the limit", "0 left", "3 of 1 used"],
    ["Over the limit", "0 left", "14 of 10 used"],
    ["Over the limit", "0 left", "1,260 of 1,000 used"],
    ["Over the limit", "0 left", "530 of 500 used"],
    ["Over the limit", "0 left", "215 of 200 used"],
  ],
};

const meters = (page: Page) => page.locator("#meters > li");
const actions = (page: Page) => page.locator("#actions > li");

async function expectCards(page: Page, cards: readonly Card[]): Promise<void> {
  await expect(meters(page).locator("h3")).toHaveText(NAMES);
  await expect(meters(page).locator(".badge")).toHaveText(cards.map(([level]) => level));
  await expect(meters(page).locator(".left")).toHaveText(cards.map(([, left]) => left));
  await expect(meters(page).locator(".used")).toHaveText(cards.map(([, , used]) => used));
}

for (const [account, cards] of Object.entries(CARDS)) {
  test(`the meters of the account ${account}`, async ({ page, demo }) => {
    await arrange(demo, { account: account as AccountName });
    await page.goto("/console");
    await expectCards(page, cards);
  });
}

test("one page shows one account after the other", async ({ page }) => {
  await page.goto("/console");
  for (const account of ["near-limits", "staging", "switched-off", "custom-plan", "free-tier"] as const) {
    await chooseAccount(page, account);
    await expectCards(page, CARDS[account]);
  }
});

test("a meter says how full it is", async ({ page, demo }) => {
  await arrange(demo, { account: "staging" });
  await page.goto("/console");
  const votes = page.getByRole("meter", { name: "Votes used" });
  await expect(votes).toHaveJSProperty("value", 1);
  await chooseAccount(page, "near-limits");
  await expect(votes).toHaveJSProperty("value", 4587 / 5000);
  await chooseAccount(page, "custom-plan");
  await expect(votes).toHaveCount(0);
});

test("what blocks, and the way out", async ({ page }) => {
  await page.goto("/console");
  const create = row(page, "createManagedOrg");
  await expect(create.locator(".badge")).toHaveText("Blocked");
  await expect(create).toContainText("Managed organizations: 1 of 1 used, 1 more needed.");
  await expect(create).toContainText("Delete a managed organization to free its slot");
  await expect(actions(page).locator(".badge")).toHaveText(["Blocked", "Open", "Open", "Open", "Open"]);
});

test("a limit that only the platform can raise links to its dashboard", async ({ page, demo }) => {
  demo.sandbox.setUsage("free-tier", { managedProcesses: 10 });
  await page.goto("/console");
  const publish = row(page, "publishProcess");
  await expect(publish.locator(".badge")).toHaveText("Blocked");
  await expect(publish).toContainText("Voting processes: 10 of 10 used, 1 more needed.");
  await expect(publish.getByRole("link")).toHaveAttribute("href", /^https:/);
});

test("a deleted organization frees its slot", async ({ page }) => {
  await page.goto("/console");
  await expect(row(page, "createManagedOrg").locator(".badge")).toHaveText("Blocked");
  await deleteOrganization(page, "Riverside Choir");
  await expect(page.getByText("Riverside Choir is deleted.")).toBeVisible();
  await expect(page.getByText("None. Every slot is free.")).toBeVisible();
  await expect(row(page, "createManagedOrg").locator(".badge")).not.toHaveText("Blocked");
  await expect(meters(page).first()).toContainText("0 of 1 used");
});

test("an account that is switched off blocks everything and says where to enable it", async ({
  page,
  demo,
}) => {
  await arrange(demo, { account: "switched-off" });
  await page.goto("/console");
  await expect(actions(page).locator(".badge")).toHaveText(NAMES.map(() => "Blocked"));
  await expect(actions(page).getByRole("link")).toHaveCount(5);
});

test("a refresh leaves the focus on the link that has it", async ({ page, demo }) => {
  await arrange(demo, { account: "switched-off" });
  await page.goto("/console");
  const link = actions(page).getByRole("link").first();
  await link.focus();
  const asked = demo.sandbox.requests({ path: "/integrator" }).length;
  demo.forget();
  await page.evaluate(() => document.getElementById("refresh")?.click());
  await expect.poll(() => demo.sandbox.requests({ path: "/integrator" }).length).toBeGreaterThan(asked);
  await expect(page.getByRole("button", { name: "Refresh", exact: true })).toBeVisible();
  await expect(link).toBeFocused();
});

test("an account that never was an integrator reads as switched off", async ({
  page,
  demo,
  consoleWatch,
}) => {
  consoleWatch.expectFailure("/api/console/quota", 403);
  consoleWatch.expectFailure("/api/organizations", 403);
  await arrange(demo, { account: "no-integrator" });
  await page.goto("/console");
  await expectCards(page, CARDS["switched-off"]);
  await expect(page.locator("#state .badge")).toHaveText("Up to date");
  await expect(actions(page).locator(".badge")).toHaveText(NAMES.map(() => "Blocked"));
  await expect(page.getByText("organization is not an integrator (code 40153)")).toBeVisible();
});

test("staging enforces nothing and says what production would refuse", async ({ page, demo }) => {
  await arrange(demo, { account: "staging" });
  await page.goto("/console");
  await expect(page.locator("#as-of")).toContainText("Staging: shown, not enforced.");
  await expect(actions(page).locator(".badge")).toHaveText(NAMES.map(() => "Open here only"));
  await expect(row(page, "relayVotes")).toContainText("Production would refuse this");
});

test("a limit that the platform doesn't tell is shown as not known", async ({ page, demo }) => {
  const over = { limits: { maxVotes: null }, usage: { sentEmails: null } };
  demo.sandbox.addFault({ path: "/integrator", fault: { kind: "lie", over } });
  await page.goto("/console");
  await expect(meters(page).nth(2)).toContainText("Not known");
  await expect(meters(page).nth(2)).toContainText("134 of ? used");
  await expect(meters(page).nth(3)).toContainText("? of 500 used");
  await expect(row(page, "relayVotes").locator(".badge")).toHaveText("Not known");
  await expect(row(page, "sendSmsOtp").locator(".badge")).toHaveText("Open");
});

function row(page: Page, action: string): Locator {
  return page.locator(`#actions > [data-action=${action}]`);
}
