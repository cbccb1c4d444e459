import type { Locator, Page, Response } from "@playwright/test";
import { type Demo, startDemo } from "../../../www/demo/demo";
import type { AccountName, DidomiOrganizationName } from "../../../www/sandbox/index";
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

export type Weather = "normal" | "slow" | "failing" | "busy" | "cut-off";

/** Sets the demo controls before a page is opened. */
export async function arrange(
  demo: Demo,
  state: { account?: AccountName; client?: DidomiOrganizationName; weather?: Weather },
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

export function chooseClient(page: Page, client: DidomiOrganizationName): Promise<string[]> {
  return page.getByLabel("Client").selectOption(client);
}

export function chooseWeather(page: Page, weather: Weather): Promise<string[]> {
  return page.getByLabel("Platform", { exact: true }).selectOption(weather);
}

/** All that the page will have been answered by the time it is called, none of it asked for with a key. */
export function answersTo(page: Page): () => Promise<string> {
  const responses: Response[] = [];
  page.on("response", (response) => responses.push(response));
  return async () => {
    const bodies: string[] = [];
    for (const response of [...responses]) {
      expect(Object.keys(response.request().headers())).not.toContain("authorization");
      bodies.push(await response.text());
    }
    return bodies.join("\n");
  };
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
