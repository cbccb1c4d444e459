import { existsSync, readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { arrange, breakIt, expect, test } from "./support/demo";

/** Where the README's pictures are. */
const SHOWN = "docs/pictures";
/** `npm run pictures` takes them anew. */
const TAKEN = process.env["PICTURES"] === "keep" ? SHOWN : "build/pictures";

interface Picture {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly theme?: "light" | "dark";
  /** What the page is looked at for. */
  readonly prepare: (page: Page) => Promise<void>;
}

const closed = (page: Page, name: string) =>
  expect(page.getByRole("button", { name, exact: true })).toHaveAttribute("data-quota-verdict", "deny");

const PICTURES: Readonly<Record<string, Picture>> = {
  form: {
    path: "/",
    width: 900,
    height: 680,
    async prepare(page) {
      await closed(page, "Create organization");
      await expect(page.locator("#organizations")).toHaveAttribute("data-state", "ready");
    },
  },
  console: {
    path: "/console",
    width: 1180,
    height: 1200,
    theme: "dark",
    async prepare(page) {
      await expect(page.locator("#organizations")).toHaveAttribute("data-state", "ready");
      await expect(page.locator("#course")).toBeVisible();
    },
  },
  wiring: {
    path: "/wiring/vue",
    width: 1180,
    height: 900,
    async prepare(page) {
      await page.getByLabel("Voters").fill("900");
      await closed(page, "Publish vote");
    },
  },
  break: {
    path: "/",
    width: 900,
    height: 900,
    async prepare(page) {
      await breakIt(page, "lowered");
      await closed(page, "Publish vote");
    },
  },
};

for (const [name, { path, width, height, theme = "light", prepare }] of Object.entries(PICTURES)) {
  test.describe(name, () => {
    test.use({ viewport: { width, height }, colorScheme: theme, timezoneId: "UTC", locale: "en-GB" });

    test("has its picture in the README, of this size", async ({ page, demo }) => {
      await arrange(demo, { account: "free-tier" });
      await page.goto(path);
      await prepare(page);
      await page.screenshot({ path: `${TAKEN}/${name}.png`, animations: "disabled", caret: "hide" });
      const shown = `${SHOWN}/${name}.png`;
      expect(readFileSync("README.md", "utf8")).toContain(`](${shown})`);
      expect(existsSync(shown), `${shown}: npm run pictures`).toBe(true);
      expect(sizeOf(readFileSync(shown))).toEqual([width, height]);
    });
  });
}

/** A PNG begins with its header: width and height stand at 16 and 20 (RFC 2083, 11.2.1). */
function sizeOf(png: Buffer): [number, number] {
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}
