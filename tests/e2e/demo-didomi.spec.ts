import type { Locator, Page } from "@playwright/test";
import type { Demo } from "../../www/demo/demo";
import type { DidomiOrganizationName } from "../../www/sandbox/index";
import {
  answersTo,
  arrange,
  breakIt,
  chooseClient,
  expect,
  expectClosed,
  expectOpen,
  mendIt,
  test,
} from "./support/demo";

const NO_SLOT = "This can't be enabled right now. Please contact support.";
const NO_DESTINATION = "This can't be attached right now. Please contact support.";
const LIST = "/v1/marketplace/integrations";

const create = (page: Page) => page.getByRole("button", { name: "Create and enable" });
const attach = (page: Page) => page.getByRole("button", { name: "Attach destination" });
const rows = (page: Page) => page.locator("#exports li");
const button = (row: Locator) => row.getByRole("button");

async function open(page: Page, demo: Demo, client: DidomiOrganizationName): Promise<void> {
  await arrange(demo, { client });
  await page.goto("/exports");
}

async function expectMeter(page: Page, resource: string, ...texts: readonly string[]): Promise<void> {
  const card = page.locator(`#meters > [data-resource=${resource}]`);
  for (const text of texts) await expect(card).toContainText(text);
}

/** The export's option in the form, by its row. */
async function choose(page: Page, row: Locator): Promise<void> {
  await page.getByLabel("Export", { exact: true }).selectOption(await row.getAttribute("data-key"));
}

test("a client at its limits finds closed what takes a slot, and the reason beside it", async ({
  page,
  demo,
}) => {
  await open(page, demo, "at-limit");
  await expectClosed(create(page), NO_SLOT);
  await expect(page.getByText(NO_SLOT)).toBeVisible();
  await expectMeter(page, "exportConfigs", "Limit reached", "0 left");
  await expect(rows(page).locator(".badge")).toHaveText(["Enabled", "Enabled", "Enabled"]);
});

test("a full export is closed for another destination while the one beside it is open", async ({
  page,
  demo,
}) => {
  await open(page, demo, "at-limit");
  await expect(rows(page).locator("small")).toHaveText(
    ["2 of 2", "1 of 2", "1 of 2"].map((n) => `${n} destinations`),
  );
  await choose(page, rows(page).nth(1));
  await expectOpen(attach(page));
  await expectMeter(page, "exportDestinations", "1 left", "1 of 2 used");
  await choose(page, rows(page).first());
  await expectClosed(attach(page), NO_DESTINATION);
  await expectMeter(page, "exportDestinations", "Limit reached", "2 of 2 used");

  await choose(page, rows(page).nth(1));
  await page.getByLabel("Name", { exact: true }).fill("Warehouse");
  await attach(page).click();
  await expect(page.getByText("“Warehouse” is attached.")).toBeVisible();
  await expectClosed(attach(page), NO_DESTINATION);
  await expect(rows(page).locator("small").nth(1)).toHaveText("2 of 2 destinations");
  await choose(page, rows(page).nth(2));
  await expectOpen(attach(page));
});

test("disabling an export frees a slot, and whoever takes it closes the others", async ({ page, demo }) => {
  await open(page, demo, "at-limit");
  await expectClosed(create(page), NO_SLOT);
  const first = rows(page).first();
  await button(first).click();
  await expect(first.locator(".badge")).toHaveText("Disabled");
  await expectOpen(create(page));
  await expect(button(first)).toHaveAccessibleName(/^Enable Amazon S3/);
  await expectOpen(button(first));
  await expectMeter(page, "exportConfigs", "Within limit", "1 left");

  await create(page).click();
  await expect(page.getByText("The export is created and enabled.")).toBeVisible();
  await expect(rows(page)).toHaveCount(4);
  await expectClosed(create(page), NO_SLOT);
  await expectClosed(button(first), NO_SLOT);

  await button(rows(page).nth(3)).click();
  await expectOpen(button(first));
  await button(first).click();
  await expect(first.locator(".badge")).toHaveText("Enabled");
  await expectClosed(create(page), NO_SLOT);
});

test("a click that comes twice enables once", async ({ page, demo }) => {
  await open(page, demo, "media-group");
  const last = rows(page).last();
  await expectOpen(button(last));
  await button(last).dblclick();
  await expect(last.locator(".badge")).toHaveText("Enabled");
  await expect(page.locator("#exports-result")).toHaveText(/ is enabled\.$/);
  await expectClosed(create(page), NO_SLOT);
  expect(demo.sandbox.requests({ method: "PATCH" })).toHaveLength(1);
});

test("a client that hasn't bought exports is told so", async ({ page, demo }) => {
  await open(page, demo, "not-premium");
  await expectClosed(create(page), NO_SLOT);
  await expectClosed(attach(page), NO_DESTINATION);
  await expect(page.locator("#meters .badge")).toHaveText(["Switched off", "Switched off"]);
  await expect(page.getByText("None yet.")).toBeVisible();
});

test("without a quota record the documented defaults are assumed", async ({ page, demo }) => {
  await open(page, demo, "no-record");
  await expectMeter(page, "exportConfigs", "2 left");
  await expectMeter(page, "exportDestinations", "1 left", "1 of 2 used");
  await expectOpen(create(page));
});

test("a limit of 0 is none", async ({ page, demo }) => {
  await open(page, demo, "zero");
  await expectClosed(create(page), NO_SLOT);
  await expectClosed(button(rows(page).first()), NO_SLOT);
});

test("exports are counted over all the pages of the list", async ({ page, demo }) => {
  await open(page, demo, "many");
  await expectMeter(page, "exportConfigs", "30 left");
  const pages = demo.sandbox
    .requests({ path: LIST })
    .map(({ query }) => new URLSearchParams(query).get("$skip"));
  expect(pages).toContain("100");
  await expect(rows(page)).toHaveCount(8);
  await page.getByRole("button", { name: "Show all 125" }).click();
  await expect(rows(page)).toHaveCount(125);
  await expect(rows(page).getByText("Disabled")).toHaveCount(5);
});

test("one page shows one client after the other", async ({ page, demo }) => {
  await open(page, demo, "at-limit");
  await expectClosed(create(page), NO_SLOT);
  await chooseClient(page, "media-group");
  await expectOpen(create(page));
  await expectMeter(page, "exportConfigs", "1 left");
  await chooseClient(page, "not-premium");
  await expectClosed(create(page), NO_SLOT);
  await chooseClient(page, "at-limit");
  await button(rows(page).first()).click();
  await expectOpen(create(page));
  await page.getByRole("button", { name: "Start over" }).click();
  await expectClosed(create(page), NO_SLOT);
  await expect(rows(page).locator(".badge")).toHaveText(["Enabled", "Enabled", "Enabled"]);
});

test("what the platform refuses all the same closes the button and says why", async ({
  page,
  demo,
  consoleWatch,
}) => {
  await open(page, demo, "media-group");
  await expectOpen(create(page));
  demo.sandbox.didomi.addIntegration("media-group", { typeId: "batch-exports-s3" });
  consoleWatch.expectFailure("/api/exports", 403);
  await create(page).click();
  await expect(page.locator("#create .result")).toHaveText(NO_SLOT);
  await expectClosed(create(page), NO_SLOT);
});

test.describe("the platform is too busy", () => {
  const PATHS = ["/quotas", "/premium-features", "/marketplace/integrations", "/usage"];

  test.beforeEach(({ consoleWatch }) => {
    for (const path of PATHS) {
      consoleWatch.expectFailure(`/api/didomi${path}`, 503);
      // The same of a session, without which nothing is asked for.
      consoleWatch.expectFailure(`/api/didomi${path}`, 502);
    }
    consoleWatch.expectFailure("/api/exports", 503);
  });

  test("after it answered, the last good answer counts", async ({ page, demo }) => {
    await open(page, demo, "at-limit");
    await expectClosed(create(page), NO_SLOT);
    await breakIt(page, "busy");
    await expect(page.locator("#trouble")).toHaveText(
      "The last refresh failed: the platform is too busy (HTTP 503). The last good answer is shown.",
    );
    await expectClosed(create(page), NO_SLOT);
    await mendIt(page);
    await expect(page.locator("#trouble")).toHaveText("");
    await expect(page.locator("#state .badge")).toHaveText("Up to date");
  });

  test("from the start, nothing is known and nothing is closed", async ({ page, demo }) => {
    await arrange(demo, { broken: "busy" });
    await page.goto("/exports");
    await expect(page.locator("#state .badge")).toHaveText("Unavailable");
    await expect(page.locator("#meters .badge")).toHaveText(["Not known", "Not known"]);
    await expect(create(page)).toHaveAttribute("data-quota-verdict", "unknown");
    await expect(create(page)).not.toHaveAttribute("aria-disabled");
    await expect(page.locator("#exports")).toContainText("That didn't work just now.");
    await mendIt(page);
    await expectClosed(create(page), NO_SLOT);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(rows(page)).toHaveCount(3);
  });
});

test("the platform's own limit of requests is told on as a wait", async ({ page, demo }) => {
  await open(page, demo, "at-limit");
  await expectClosed(create(page), NO_SLOT);
  demo.sandbox.didomi.changeSettings({ requests: 1 });
  const answer = await page.request.get("/api/didomi/usage");
  expect(answer.status()).toBe(503);
  expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(0);
});

test("a session is shared by all requests, and opened anew when it has expired", async ({ page, demo }) => {
  const sessions = () => demo.sandbox.requests({ path: "/v1/sessions" }).length;
  await open(page, demo, "at-limit");
  await expect(rows(page)).toHaveCount(3);
  await expectClosed(create(page), NO_SLOT);
  expect(sessions()).toBe(1);
  demo.sandbox.advance(60 * 60 * 1000);
  demo.sandbox.didomi.change("at-limit", { limits: { exports_configs: 4 } });
  demo.forget();
  await page.getByRole("button", { name: "Refresh" }).click();
  await expectOpen(create(page));
  await expect(page.locator("#trouble")).toHaveText("");
  expect(sessions()).toBeGreaterThan(1);
});

test("no answer to the page holds a key, a token or a destination's credentials", async ({ page, demo }) => {
  const answers = answersTo(page);
  await open(page, demo, "media-group");
  await expectOpen(create(page));
  await button(rows(page).first()).click();
  await expect(rows(page).first().locator(".badge")).toHaveText("Disabled");
  await create(page).click();
  await expect(page.getByText("The export is created and enabled.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Warehouse");
  await attach(page).click();
  await expect(page.getByText("“Warehouse” is attached.")).toBeVisible();
  const { key, secret } = demo.sandbox.didomi.credentials("media-group");
  const all = await answers();
  expect(all).toContain("batch-exports-s3");
  expect(all).not.toContain("parallel_notices_deployments");
  for (const word of [key, secret, "not-a-real-token", "not-a-secret", "authentication", "access_key"]) {
    expect(all).not.toContain(word);
  }
});

test("the page decides neither whose organization is read nor which routes", async ({ page, demo }) => {
  await open(page, demo, "at-limit");
  const { request } = page;
  const lists = "/api/didomi/quotas";
  const answer = await request.get(`${lists}?organization_id=at-limit&filter=x&$sort=1`);
  const { data } = (await answer.json()) as { data: readonly { organization_id: string }[] };
  expect(data.map(({ organization_id }) => organization_id)).toEqual(["at-limit"]);
  const asked = demo.sandbox
    .requests({ path: "/v1/quotas" })
    .map(({ query }) => query)
    .join();
  expect(asked).toContain("organization_id=at-limit");
  expect(asked).not.toMatch(/filter|sort/);
  expect((await request.get(`${lists}?organization_id=many`)).status()).toBe(404);
  expect((await request.get("/api/didomi/secrets")).status()).toBe(404);
  expect((await request.post(lists, { data: {} })).status()).toBe(405);
});
