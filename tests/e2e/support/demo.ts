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

/** What the page's panel can break, by the demo's name for it. */
export const BREAKAGES = {
  slow: "Is slow",
  failing: "Fails (500)",
  busy: "Is too busy (429)",
  "cut-off": "Is cut off",
  garbled: "Sends broken JSON",
  gaps: "Leaves numbers out",
  expired: "Rejects the company’s key (401)",
  refusing: "Refuses what its quota allows",
  taken: "Loses its last slots to someone else",
  lowered: "Gets lower limits",
  raised: "Gets higher limits",
  off: "Is switched off",
} as const;
export type Breakage = keyof typeof BREAKAGES;

/** Sets the demo controls before a page is opened. */
export async function arrange(
  demo: Demo,
  state: { account?: AccountName; client?: DidomiOrganizationName; broken?: Breakage | null },
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

/** By the panel, which stays open. */
export async function breakIt(page: Page, breakage: Breakage): Promise<void> {
  const opener = page.getByRole("button", { name: "Break it" });
  // A click does nothing before the page's script is there.
  await expect(async () => {
    if ((await opener.getAttribute("aria-expanded")) === "false") await opener.click();
    await expect(opener).toHaveAttribute("aria-expanded", "true", { timeout: 1_000 });
  }).toPass();
  await page.getByRole("button", { name: BREAKAGES[breakage], exact: true }).click();
}

export function mendIt(page: Page): Promise<void> {
  return page.getByRole("button", { name: "Mend it" }).click();
}

/** All that the page will have been answered by the time it is called, none of it asked for with a key. */
export function answersTo(page: Page, where = /./): () => Promise<string> {
  const responses: Response[] = [];
  page.on("response", (response) => {
    if (where.test(response.url())) responses.push(response);
  });
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
