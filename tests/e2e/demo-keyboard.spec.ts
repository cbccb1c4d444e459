import type { Locator, Page } from "@playwright/test";
import { expect, expectClosed, expectOpen, test } from "./support/demo";

const MOST_STOPS = 40;

test("the whole way by keyboard alone", async ({ page }) => {
  await page.goto("/");
  const create = page.getByRole("button", { name: "Create organization" });
  await expectClosed(create, /Please contact support/);

  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();

  await tabTo(page, create);
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-quota-live]")).toHaveText(/Please contact support/);

  await tabTo(page, page.getByRole("button", { name: "Delete Riverside Choir" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("dialog").getByRole("button", { name: "Delete" }));
  await page.keyboard.press("Space");
  await expect(page.getByText("Riverside Choir is deleted.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Your organizations" })).toBeFocused();
  await expectOpen(create);

  await tabTo(page, page.getByLabel("Name", { exact: true }), "Shift+Tab");
  await page.keyboard.type("Riverside Rowing Club");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Riverside Rowing Club is ready.")).toBeVisible();
  await expectClosed(create, /Please contact support/);
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
});

for (const [path, listed] of [
  ["/", "#organizations"],
  ["/console", "#organizations"],
  ["/exports", "#exports"],
  ["/servers", "#servers"],
  ["/wiring/html", null],
  ["/wiring/react", null],
] as const) {
  test(`focus is visible wherever it stops, ${path}`, async ({ page }) => {
    await page.goto(path);
    if (listed === null) await expect(page.locator("[data-quota-verdict]")).toHaveCount(2);
    else await expect(page.locator(listed)).toHaveAttribute("data-state", "ready");
    const names: string[] = [];
    for (;;) {
      await page.keyboard.press("Tab");
      const focused = page.locator(":focus");
      if ((await focused.count()) === 0) break;
      names.push(await focused.evaluate((element) => element.id || element.textContent || ""));
      expect(names.length).toBeLessThan(MOST_STOPS);
      const outline = await focused.evaluate((element) => getComputedStyle(element).outlineStyle);
      expect(outline, names.at(-1)).not.toBe("none");
    }
    expect(names).toContain(path === "/" || listed === null ? "check-again" : "refresh");
  });
}

test("an export is disabled and enabled by keyboard, without losing its place", async ({ page }) => {
  await page.goto("/exports");
  const row = page.locator("#exports li").first();
  await tabTo(page, row.getByRole("button", { name: /^Disable / }));
  await page.keyboard.press("Enter");
  const enable = row.getByRole("button", { name: /^Enable / });
  await expect(enable).toBeFocused();
  await expectOpen(enable);
  await page.keyboard.press("Space");
  await expect(row.getByRole("button", { name: /^Disable / })).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Create and enable" }));
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-quota-live]")).toHaveText(/Please contact support/);
});

async function tabTo(page: Page, target: Locator, key = "Tab"): Promise<void> {
  const isFocused = () => target.evaluate((element) => element === document.activeElement);
  for (let stops = 0; !(await isFocused()); stops += 1) {
    expect(stops, "stops on the way").toBeLessThan(MOST_STOPS);
    await page.keyboard.press(key);
  }
}
