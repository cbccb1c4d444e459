import type { Page } from "@playwright/test";
import { violations } from "./support/axe";
import { arrange, breakIt, expect, test } from "./support/demo";

const FOLDER = "build/screenshots";
const THEMES = ["light", "dark"] as const;
const WIDTHS = [320, 390, 1280] as const;

type State = Parameters<typeof arrange>[1];

const ACCOUNTS: readonly State[] = [
  { account: "free-tier" },
  { account: "near-limits" },
  { account: "switched-off" },
];
const CLIENTS: readonly State[] = [
  { client: "at-limit" },
  { client: "media-group" },
  { client: "many" },
  { client: "no-record" },
  { client: "not-premium" },
];

interface Shown {
  readonly path: string;
  readonly states: readonly State[];
  /** The list that it is settled with. */
  readonly listed?: string;
}

const WIRED: readonly State[] = [{ account: "free-tier" }, { account: "near-limits" }];

/** Each page, and the states in which it looks different. */
const PAGES = {
  portal: { path: "/", states: ACCOUNTS, listed: "#organizations" },
  console: { path: "/console", states: ACCOUNTS, listed: "#organizations" },
  exports: { path: "/exports", states: CLIENTS, listed: "#exports" },
  servers: { path: "/servers", states: [{}], listed: "#servers" },
  "wiring-html": { path: "/wiring/html", states: WIRED },
  "wiring-elements": { path: "/wiring/elements", states: WIRED },
  "wiring-react": { path: "/wiring/react", states: WIRED },
  "wiring-vue": { path: "/wiring/vue", states: WIRED },
  "wiring-svelte": { path: "/wiring/svelte", states: WIRED },
} as const satisfies Readonly<Record<string, Shown>>;

async function settled(page: Page, { listed }: Shown): Promise<void> {
  if (listed === undefined) await expect(page.locator("[data-quota-verdict]")).toHaveCount(2);
  else await expect(page.locator(listed)).toHaveAttribute("data-state", /ready|empty/);
  const open = page.locator("[data-quota-action]:not([data-quota-verdict=allow], [data-quota-verdict=deny])");
  await expect(open).toHaveCount(0);
  await expect(page.locator("[data-quota-verdict=pending]")).toHaveCount(0);
  await expect(page.getByText(/Asking|Checking|Loading/)).toHaveCount(0);
  // Halfway from one colour to another there is too little contrast.
  await page.waitForFunction(() => document.getAnimations().length === 0);
}

for (const [name, shown] of Object.entries<Shown>(PAGES)) {
  for (const theme of THEMES) {
    test.describe(`${name}, ${theme}`, () => {
      test.use({ colorScheme: theme });

      test("axe finds nothing, whatever the account", async ({ page, demo }) => {
        for (const state of shown.states) {
          await arrange(demo, state);
          await page.goto(shown.path);
          await settled(page, shown);
          expect(await violations(page), JSON.stringify(state)).toEqual([]);
        }
      });

      test("fits narrow and wide", async ({ page }) => {
        await page.goto(shown.path);
        await settled(page, shown);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await page.screenshot({ path: `${FOLDER}/${name}-${theme}-${width}.png`, fullPage: true });
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          expect(wide).toBeLessThanOrEqual(width);
        }
      });
    });
  }
}

for (const theme of THEMES) {
  test.describe(`the panel that breaks things, ${theme}`, () => {
    test.use({ colorScheme: theme });

    test("axe finds nothing, and it fits", async ({ page }) => {
      for (const name of ["portal", "wiring-html"] as const) {
        await page.goto(PAGES[name].path);
        await settled(page, PAGES[name]);
        await breakIt(page, "lowered");
        await expect(page.getByText("The account gets lower limits.")).toBeVisible();
        expect(await violations(page)).toEqual([]);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await page.screenshot({ path: `${FOLDER}/break-${name}-${theme}-${width}.png`, fullPage: true });
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        }
        await page.getByRole("button", { name: "Mend it" }).click();
      }
    });

    test("axe finds nothing in the console's table", async ({ page, demo }) => {
      await arrange(demo, { account: "near-limits" });
      await page.goto("/console");
      await settled(page, PAGES.console);
      await page.getByText("As a table").click();
      await page.getByRole("radio", { name: "Voting processes" }).check();
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: `${FOLDER}/console-table-${theme}.png`, fullPage: true });
    });
  });
}

test("axe finds nothing in the question before a deletion", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Delete Riverside Choir" }).click();
  expect(await violations(page)).toEqual([]);
});

for (const width of WIDTHS) {
  test(`nothing moves when reasons appear and go, width ${width}`, async ({ page, demo }) => {
    await page.setViewportSize({ width, height: 900 });
    await arrange(demo, { account: "near-limits" });
    await page.goto("/");
    await settled(page, PAGES.portal);
    const before = await places(page);
    await page.getByLabel("Voters", { exact: true }).fill("9999");
    await page.getByLabel("Codes").fill("50");
    await page.getByLabel("Ballots").fill("414");
    await expect(page.locator("[data-quota-reason]:visible")).toHaveCount(3);
    expect(await places(page)).toEqual(before);
  });
}

test("forced colours keep meters and marks", async ({ page, demo }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await arrange(demo, { account: "near-limits" });
  await page.goto("/console");
  await settled(page, PAGES.console);
  await expect(page.getByRole("meter").first()).toHaveCSS("appearance", "auto");
  await page.screenshot({ path: `${FOLDER}/console-forced-colors.png`, fullPage: true });
});

for (const [name, shown] of Object.entries({ portal: PAGES.portal, wiring: PAGES["wiring-react"] })) {
  test(`forced colours tell what is broken and what has the focus, ${name}`, async ({ page }) => {
    await page.emulateMedia({ forcedColors: "active" });
    await page.goto(shown.path);
    await settled(page, shown);
    await breakIt(page, "taken");
    await page.getByRole("button", { name: "Create organization" }).focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    await page.screenshot({ path: `${FOLDER}/${name}-forced-colors.png`, fullPage: true });
    const pressed = page.locator("[data-break=taken]");
    const other = page.locator("[data-break=off]");
    const look = (button: typeof pressed) =>
      button.evaluate((element) => getComputedStyle(element, "::before").content);
    expect(await look(pressed)).not.toBe(await look(other));
  });
}

function places(page: Page): Promise<number[]> {
  return page
    .locator("main :is(button, input, select, h2)")
    .evaluateAll((all) => all.map((element) => Math.round(element.getBoundingClientRect().top + scrollY)));
}
