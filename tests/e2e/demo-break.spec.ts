import type { Page } from "@playwright/test";
import {
  arrange,
  BREAKAGES,
  type Breakage,
  breakIt,
  chooseAccount,
  expect,
  expectClosed,
  expectOpen,
  mendIt,
  test,
} from "./support/demo";

const broken = (page: Page) => page.locator("#broken");
const opener = (page: Page) => page.getByRole("button", { name: "Break it" });
const createButton = (page: Page) => page.getByRole("button", { name: "Create organization" });
const used = (page: Page) => page.locator("#meters .used");
const left = (page: Page) => page.locator("#meters .left");

/** What the console says of a platform that answers wrongly: what happens between it and the back end is the back end's to tell. */
const TROUBLES: readonly (readonly [Breakage, status: number, text: RegExp])[] = [
  ["failing", 502, /the platform had an error \(HTTP 502\)/],
  ["busy", 503, /the platform is too busy \(HTTP 503\)/],
  ["cut-off", 502, /\(HTTP 502\)/],
  ["garbled", 502, /\(HTTP 502\)/],
  ["expired", 502, /\(HTTP 502\)/],
];

for (const [breakage, status, text] of TROUBLES) {
  test(`${BREAKAGES[breakage]}: the console says so, until it is mended`, async ({ page, consoleWatch }) => {
    consoleWatch.expectFailure("/api/console/quota", status);
    await page.goto("/console");
    await expect(used(page).first()).toHaveText("1 of 1 used");
    await breakIt(page, breakage);
    await expect(page.locator("#trouble")).toContainText(text);
    await mendIt(page);
    await expect(page.locator("#trouble")).toHaveText("");
    await expect(page.locator("#state .badge")).toHaveText("Up to date");
    await expect(used(page).first()).toHaveText("1 of 1 used");
  });
}

test("a platform that is slow is waited for", async ({ page }) => {
  await page.goto("/console");
  await expect(used(page).first()).toHaveText("1 of 1 used");
  await breakIt(page, "slow");
  await expect(page.getByRole("button", { name: "Refreshing…" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Refresh", exact: true })).toBeVisible();
});

test("numbers that are left out are not known, and close nothing", async ({ page, demo }) => {
  await arrange(demo, { account: "near-limits" });
  await page.goto("/console");
  await breakIt(page, "gaps");
  await expect(used(page)).toHaveText([
    "4 of ? used",
    "? of 25 used",
    "4,587 of ? used",
    "? of 2,000 used",
    "470 of 500 used",
  ]);
  await mendIt(page);
  await expect(used(page).first()).toHaveText("4 of 5 used");
});

test("someone takes the last slots, and gives them back", async ({ page, demo }) => {
  await arrange(demo, { account: "near-limits" });
  await page.goto("/");
  await expectOpen(createButton(page));
  await breakIt(page, "taken");
  await expectClosed(createButton(page), /Please contact support/);
  await mendIt(page);
  await expectOpen(createButton(page));
  expect(demo.sandbox.account("near-limits").usage).toMatchObject({ managedOrgs: 4, managedProcesses: 24 });
});

test("limits get lower and higher, and what they were", async ({ page }) => {
  await page.goto("/console");
  await expect(used(page).nth(2)).toHaveText("134 of 1,000 used");
  await breakIt(page, "lowered");
  await expect(used(page).nth(2)).toHaveText("134 of 100 used");
  await breakIt(page, "raised");
  await expect(used(page).nth(2)).toHaveText("134 of 2,000 used");
  await expect(used(page).first()).toHaveText("1 of 2 used");
  await mendIt(page);
  await expect(used(page).nth(2)).toHaveText("134 of 1,000 used");
});

test("an account is switched off and on", async ({ page }) => {
  await page.goto("/");
  const publish = page.getByRole("button", { name: "Publish vote" });
  await expectOpen(publish);
  await breakIt(page, "off");
  await expectClosed(publish, /Please contact support/);
  await mendIt(page);
  await expectOpen(publish);
});

test("a refusal that no quota foretold is told, and closes the button", async ({ page, consoleWatch }) => {
  consoleWatch.expectFailure("/api/processes", 400);
  await page.goto("/");
  const publish = page.getByRole("button", { name: "Publish vote" });
  await breakIt(page, "refusing");
  await expectOpen(publish);
  await page.getByLabel("Title").fill("Annual meeting");
  await publish.click();
  await expect(page.locator("#publish .result")).toContainText("Please contact support.");
  await expect(publish).toHaveAttribute("data-quota-verdict", "deny");
});

for (const [breakage, before, after] of [
  ["taken", "9 of 10 used, 1 of them reserved", "10 of 10 used, 1 of them reserved"],
  ["off", "9 of 10 used, 1 of them reserved", "9 of 0 used, 1 of them reserved"],
] as const) {
  test(`the cloud has it too: ${BREAKAGES[breakage]}`, async ({ page }) => {
    await page.goto("/servers");
    await expect(used(page).first()).toHaveText(before);
    await breakIt(page, breakage);
    await expect(used(page).first()).toHaveText(after);
    await mendIt(page);
    await expect(used(page).first()).toHaveText(before);
  });
}

for (const [client, breakage, before, after] of [
  ["at-limit", "raised", "0 left", "3 left"],
  ["media-group", "lowered", "1 left", "0 left"],
  ["media-group", "taken", "1 left", "0 left"],
] as const) {
  test(`exports have it too, ${client}: ${BREAKAGES[breakage]}`, async ({ page, demo }) => {
    await arrange(demo, { client });
    await page.goto("/exports");
    await expect(left(page).first()).toHaveText(before);
    await breakIt(page, breakage);
    await expect(left(page).first()).toHaveText(after);
    await mendIt(page);
    await expect(left(page).first()).toHaveText(before);
  });
}

for (const breakage of ["expired", "failing", "busy"] as const) {
  test(`${BREAKAGES[breakage]}: no customer is told to sign in, or of the company's key`, async ({
    page,
    demo,
    consoleWatch,
  }) => {
    const status = breakage === "busy" ? 503 : 502;
    for (const path of ["quota", "organizations", "processes"])
      consoleWatch.expectFailure(`/api/${path}`, status);
    await arrange(demo, { broken: breakage });
    await page.goto("/");
    await expect(page.locator("#availability")).toHaveText("Availability can't be checked right now.");
    const create = page.getByRole("button", { name: "Create organization" });
    await expect(create).toHaveAttribute("data-quota-verdict", "unknown");
    await page.getByLabel("Name", { exact: true }).fill("Choir");
    await create.click();
    await expect(page.locator("#create .result")).toHaveText(
      "That didn't work just now. Please try again in a moment.",
    );
    const text = (await page.locator("body > :not(.stage, script)").allInnerTexts()).join("\n");
    expect(text).not.toMatch(/sign in|credential|key|401/i);
  });
}

test("it is said what is broken, on every open page, one thing at a time", async ({ page, context }) => {
  await page.goto("/");
  const other = await context.newPage();
  await other.goto("/servers");
  await expect(broken(page)).toHaveText("");
  await breakIt(page, "slow");
  await breakIt(page, "raised");
  for (const each of [page, other]) await expect(broken(each)).toHaveText("The account gets higher limits.");
  await expect(page.getByRole("button", { name: BREAKAGES.raised })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("button", { name: BREAKAGES.slow })).toHaveAttribute("aria-pressed", "false");
  await mendIt(other);
  for (const each of [page, other]) await expect(broken(each)).toHaveText("");
});

test("what is broken goes with the account, and with starting over", async ({ page, demo }) => {
  await page.goto("/console");
  await breakIt(page, "raised");
  await expect(used(page).first()).toHaveText("1 of 2 used");
  await chooseAccount(page, "near-limits");
  await expect(used(page).first()).toHaveText("4 of 10 used");
  expect(demo.sandbox.account("free-tier").limits.maxManagedOrgs).toBe(1);
  await page.getByRole("button", { name: "Start over" }).click();
  await expect(used(page).first()).toHaveText("4 of 5 used");
  await expect(broken(page)).toHaveText("");
});

test("by keyboard alone, and nothing is lost with a button that goes", async ({ page }) => {
  await page.goto("/");
  await opener(page).focus();
  await page.keyboard.press("Enter");
  await expect(opener(page)).toHaveAttribute("aria-expanded", "true");
  await page.getByRole("button", { name: BREAKAGES.raised }).focus();
  await page.keyboard.press("Space");
  await expect(broken(page)).toHaveText("The account gets higher limits.");
  await page.keyboard.press("Space");
  await expect(broken(page)).toHaveText("");
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Mend it" }).focus();
  await page.keyboard.press("Enter");
  await expect(broken(page)).toHaveText("");
  await expect(opener(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: BREAKAGES.raised })).toBeHidden();
});

test("what it isn't told is no breakage", async ({ request }) => {
  const put = (state: unknown) => request.put("/demo/state", { data: state as object });
  expect(await (await put({ broken: "toString" })).json()).toMatchObject({ broken: null });
  expect(await (await put({ broken: "slow" })).json()).toMatchObject({ broken: "slow" });
  expect(await (await put({ account: "near-limits" })).json()).toMatchObject({ broken: "slow" });
  expect(await (await put({ broken: null })).json()).toMatchObject({ broken: null });
});
