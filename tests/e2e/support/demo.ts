import type { Locator, Page } from "@playwright/test";
import { type Demo, startDemo } from "../../../www/demo/demo";
import type { AccountName } from "../../../www/sandbox/index";
import { test as base, expect } from "./console";

/** A demo of its own for each test, whose pages are opened by path. */
export const test = base.extend<{ demo: Demo }>({
  // biome-ignore lint/correctness/noEmptyPattern: fixtures are found by the names in the pattern
  demo: async ({}, use) => {
    const demo = await startDemo({ sandbox: { jobMs: 0 } });
    await use(demo);
    await demo.close();
  },
  baseURL: async ({ demo }, use) => {
    await use(demo.url);
  },
});

export { expect };

export type Weather = "normal" | "slow" | "failing" | "cut-off";

/** Sets the demo controls before a page is opened. */
export async function arrange(
  demo: Demo,
  state: { account?: AccountName; weather?: Weather },
): Promise<void> {
  const response = await fetch(`${demo.url}/demo/state`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(state),
  });
  expect(response.ok).toBe(true);
}

export function chooseAccount(page: Page, account: AccountName): Promise<string[]> {
  return page.getByLabel("Account").selectOption(account);
}

export function chooseWeather(page: Page, weather: Weather): Promise<string[]> {
  return page.getByLabel("Platform", { exact: true }).selectOption(weather);
}

/** A button that is focusable and closed. */
export async function expectClosed(button: Locator, reason: string | RegExp): Promise<void> {
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAttribute("data-quota-verdict", "deny");
  await expect(button).toHaveAccessibleDescription(reason);
}

export async function expectOpen(button: Locator): Promise<void> {
  await expect(button).toHaveAttribute("data-quota-verdict", "allow");
  await expect(button).not.toHaveAttribute("aria-disabled");
  await expect(button).toHaveAccessibleDescription("");
}

/** Deletes by the page's list, with its question answered. */
export async function deleteOrganization(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: `Delete ${name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
}
