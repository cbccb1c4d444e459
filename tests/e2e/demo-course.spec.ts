import type { Page } from "@playwright/test";
import { arrange, breakIt, chooseAccount, expect, mendIt, test } from "./support/demo";

const card = (page: Page, resource: string) => page.locator(`#meters > [data-resource=${resource}]`);
const words = (page: Page) => page.locator("#course-words");
const chart = (page: Page) => page.getByRole("img", { name: "Usage over time" });

const DAY = "[A-Z][a-z]{2} \\d{1,2}(, \\d{4}|, \\d{1,2}.[AP]M)?";
const REACHED = new RegExp(`^At this pace: limit reached on ${DAY}, between ${DAY} and ${DAY}\\.$`);

/** How many of the chart's points have another colour than the ground. */
function inked(page: Page): Promise<number> {
  return page.locator("#plot").evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    return data.filter((value, i) => i % 4 === 3 && value > 0).length;
  });
}

test("each meter says when its limit will be reached", async ({ page, demo }) => {
  await arrange(demo, { account: "near-limits" });
  await page.goto("/console");
  for (const resource of ["managedOrgs", "managedProcesses", "votes", "emails", "sms"]) {
    await expect(card(page, resource).locator(".ahead")).toHaveText(REACHED);
  }
});

test("a limit that is reached has nothing to come, and one that isn't there a pace", async ({ page }) => {
  await page.goto("/console");
  await expect(card(page, "votes").locator(".ahead")).toHaveText(REACHED);
  await expect(card(page, "managedOrgs").locator(".ahead")).toHaveText("");
  await chooseAccount(page, "custom-plan");
  await expect(card(page, "votes").locator(".ahead")).toHaveText(/^At this pace: about [\d,]+ a day\.$/);
});

test("the chart is drawn, and said in words and in a table", async ({ page, demo }) => {
  await arrange(demo, { account: "near-limits" });
  await page.goto("/console");
  await expect(chart(page)).toBeVisible();
  expect(await inked(page)).toBeGreaterThan(1000);
  await expect(words(page)).toHaveText(
    /^Votes: 3,\d{3} used on .*, 4,587 of 5,000 now\. At this pace: limit reached on .*, between .* and .*\.$/,
  );
  await page.getByText("As a table").click();
  const rows = page.getByRole("table", { name: "Votes, used at the end of each day" }).getByRole("row");
  expect(await rows.count()).toBeGreaterThan(14);
  await expect(rows.last()).toContainText("4,587");
  await expect(page.getByText("The days before the demo began are made up.")).toBeVisible();
});

test("one limit is looked at at a time, by keyboard too", async ({ page }) => {
  await page.goto("/console");
  await expect(words(page)).toContainText(/^Votes: .* 134 of 1,000 now\./);
  await page.getByRole("radio", { name: "Votes" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: "E-mail codes" })).toBeChecked();
  await expect(words(page)).toContainText(/^E-mail codes: .* 87 of 500 now\./);
});

test("what happens is added to what happened", async ({ page, demo }) => {
  await page.goto("/console");
  await expect(words(page)).toContainText("134 of 1,000 now.");
  const before = await card(page, "votes").locator(".ahead").textContent();
  demo.sandbox.setUsage("free-tier", { sentVotes: 700 });
  demo.forget();
  await page.getByRole("button", { name: "Refresh", exact: true }).click();
  await expect(words(page)).toContainText("700 of 1,000 now.");
  await expect(card(page, "votes").locator(".ahead")).not.toHaveText(before ?? "");
  // The back end has seen it too, and its gate.
  const { samples } = await (await page.request.get("/api/console/history")).json();
  expect(samples.at(-1).answer.usage.sentVotes).toBe(700);
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await expect(words(page)).toContainText("700 of 1,000 now.");
  await expect(card(page, "votes").locator(".ahead")).toHaveText(/limit reached/);
});

test("one account's history isn't another's", async ({ page }) => {
  await page.goto("/console");
  await expect(words(page)).toContainText("134 of 1,000 now.");
  await chooseAccount(page, "near-limits");
  await expect(words(page)).toContainText("4,587 of 5,000 now.");
  await expect(words(page)).toContainText(/^Votes: 3,\d{3} used/);
  await chooseAccount(page, "switched-off");
  await expect(chart(page)).toBeHidden();
  await expect(page.getByText("Nothing has been used yet.")).toBeVisible();
});

test("a while switched off is no part of the history", async ({ page, demo }) => {
  await arrange(demo, { account: "near-limits" });
  await page.goto("/console");
  await expect(words(page)).toContainText("4,587 of 5,000 now.");
  const before = await words(page).textContent();
  const drawn = await inked(page);
  await breakIt(page, "off");
  await expect(chart(page)).toBeHidden();
  await mendIt(page);
  await expect(words(page)).toHaveText(before ?? "");
  // A line that falls to nothing would need another scale.
  expect(Math.abs((await inked(page)) / drawn - 1)).toBeLessThan(0.01);
  await page.reload();
  await expect(words(page)).toHaveText(before ?? "");
  expect(Math.abs((await inked(page)) / drawn - 1)).toBeLessThan(0.01);
});

test("without the history the console is as it was", async ({ page, consoleWatch }) => {
  consoleWatch.expectFailure("/api/console/history", 500);
  await page.route("**/api/console/history", (route) => route.fulfill({ status: 500, body: "{}" }));
  await page.goto("/console");
  await expect(card(page, "votes").locator(".used")).toHaveText("134 of 1,000 used");
  await expect(card(page, "votes").locator(".ahead")).toHaveText("");
});

test("the chart takes the colours of the theme as it changes", async ({ page }) => {
  await page.goto("/console");
  await expect(words(page)).toContainText("Votes");
  const drawn = () => page.locator("#plot").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const light = await drawn();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(drawn).not.toBe(light);
  const dark = await drawn();
  await page.emulateMedia({ colorScheme: "dark", forcedColors: "active" });
  await expect.poll(drawn).not.toBe(dark);
});
