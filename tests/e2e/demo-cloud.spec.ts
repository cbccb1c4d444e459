import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { answersTo, arrange, breakIt, expect, expectClosed, expectOpen, mendIt, test } from "./support/demo";

const NO_CORES = "Cores: 18 of 24 used, 2 more needed. Delete a server, or ask the cloud for more.";
const NO_SERVERS = /^Servers: 10 of 10 used, 1 more needed\. Delete a server/;
const DESCRIPTION = new URL("../../www/demo/site/app/cloud-description.ts", import.meta.url);

const size = (page: Page, name: "Small" | "Medium" | "Large") =>
  page.getByRole("button", { name: new RegExp(`^${name}, `) });
const rows = (page: Page) => page.locator("#servers li");

async function expectMeters(page: Page, used: readonly string[]): Promise<void> {
  await expect(page.locator("#meters .used")).toHaveText(used);
}

async function createServer(page: Page, name: "Small" | "Medium" | "Large"): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill("render-9");
  await size(page, name).click();
}

test("each size is open as long as all that it takes fits", async ({ page }) => {
  await page.goto("/servers");
  await expectOpen(size(page, "Small"));
  await expectOpen(size(page, "Medium"));
  await expectClosed(size(page, "Large"), NO_CORES);
  await expect(page.locator("#meters .badge")).toHaveText(["Near the limit", "Within limit", "Unlimited"]);
});

test("what is reserved counts as used", async ({ page, demo }) => {
  await page.goto("/servers");
  await expectMeters(page, [
    "9 of 10 used, 1 of them reserved",
    "18 of 24 used, 2 of them reserved",
    "3 used",
  ]);
  demo.sandbox.cloud.setUsage({ instances: { reserved: 2 } });
  await page.getByRole("button", { name: "Refresh" }).click();
  await expectMeters(page, [
    "10 of 10 used, 2 of them reserved",
    "18 of 24 used, 2 of them reserved",
    "3 used",
  ]);
  await expectClosed(size(page, "Small"), NO_SERVERS);
});

test("the last server closes all sizes, and a deleted one opens them", async ({ page }) => {
  await page.goto("/servers");
  await expect(rows(page)).toHaveCount(8);
  await createServer(page, "Medium");
  await expect(page.getByText("render-9 is ready.")).toBeVisible();
  await expect(rows(page)).toHaveCount(9);
  await expectClosed(size(page, "Small"), NO_SERVERS);
  await expectClosed(
    size(page, "Large"),
    /^Servers: 10 of 10 used, 1 more needed; cores: 22 of 24 used, 6 more needed\./i,
  );
  await page.getByRole("button", { name: "Delete render-9" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("render-9 is deleted.")).toBeVisible();
  await expect(rows(page)).toHaveCount(8);
  await expectOpen(size(page, "Medium"));
});

test("what is unlimited stays open", async ({ page }) => {
  await page.goto("/servers");
  const allocate = page.getByRole("button", { name: "Allocate one" });
  await expectOpen(allocate);
  for (const [address, used] of [
    ["203.0.113.4", "4 used"],
    ["203.0.113.5", "5 used"],
  ]) {
    await allocate.click();
    await expect(page.getByText(`${address} is yours.`)).toBeVisible();
    await expect(page.locator("#meters .used").last()).toHaveText(used ?? "");
    await expectOpen(allocate);
  }
});

test("the description reads what the platform refuses all the same", async ({ page, demo, consoleWatch }) => {
  await page.goto("/servers");
  await expectOpen(size(page, "Small"));
  demo.sandbox.cloud.setUsage({ instances: 9 });
  consoleWatch.expectFailure("/api/servers", 403);
  await createServer(page, "Small");
  await expect(page.locator("#create .result")).toHaveText(NO_SERVERS);
  await expectClosed(size(page, "Small"), NO_SERVERS);
  await expect(rows(page)).toHaveCount(8);
});

test("beside it stand the platform's answer and the very description that runs", async ({ page, demo }) => {
  await page.goto("/servers");
  await expect(page.locator("#source")).toHaveText(await readFile(DESCRIPTION, "utf8"));
  const answer = page.locator("#answer");
  await expect(answer).toContainText('"instances": { "in_use": 8, "limit": 10, "reserved": 1 }');
  await expect(answer).toContainText('"floating_ips": { "in_use": 3, "limit": -1, "reserved": 0 }');
  demo.sandbox.cloud.setLimits({ instances: 12 });
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(answer).toContainText('"instances": { "in_use": 8, "limit": 12, "reserved": 1 }');
  await expectMeters(page, [
    "9 of 12 used, 1 of them reserved",
    "18 of 24 used, 2 of them reserved",
    "3 used",
  ]);
});

test("a platform that fails leaves its last good answer", async ({ page, consoleWatch }) => {
  await page.goto("/servers");
  await expectClosed(size(page, "Large"), NO_CORES);
  consoleWatch.expectFailure("/api/cloud/quota", 500);
  await breakIt(page, "failing");
  await expect(page.locator("#trouble")).toHaveText(
    "The last refresh failed: the platform had an error (HTTP 500). The last good answer is shown.",
  );
  await expectClosed(size(page, "Large"), NO_CORES);
  await mendIt(page);
  await expect(page.locator("#trouble")).toHaveText("");
});

test("a platform that never answered closes nothing", async ({ page, demo, consoleWatch }) => {
  consoleWatch.expectFailure("/api/cloud/quota", 502);
  consoleWatch.expectFailure("/api/servers", 502);
  await arrange(demo, { broken: "cut-off" });
  await page.goto("/servers");
  await expect(page.locator("#state .badge")).toHaveText("Unavailable");
  await expect(page.locator("#meters .badge")).toHaveText(Array(3).fill("Not known"));
  await expect(size(page, "Large")).toHaveAttribute("data-quota-verdict", "unknown");
  await expect(size(page, "Large")).not.toHaveAttribute("aria-disabled");
});

test("no answer to the page holds the token", async ({ page, demo }) => {
  const answers = answersTo(page);
  await page.goto("/servers");
  await expect(rows(page)).toHaveCount(8);
  await createServer(page, "Small");
  await expect(page.getByText("render-9 is ready.")).toBeVisible();
  const all = await answers();
  expect(all).toContain("quota_set");
  expect(all).not.toContain(demo.sandbox.cloud.token());
});
