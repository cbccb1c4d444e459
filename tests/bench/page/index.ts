import { readFileSync } from "node:fs";
import { chromium, type Page } from "@playwright/test";
import { quantile } from "../rounds.js";
import { type Account, CONTROLS, OPEN, SCENES } from "./account.js";
import { PAGES, serve } from "./site.js";

const ROUNDS = 15;
const capabilities = JSON.parse(readFileSync(new URL("../../../webdriver.json", import.meta.url), "utf8"));

interface Taken {
  /** From the answer until the page's script is done with it, in milliseconds. */
  readonly script: number;
  /** And until a frame was drawn to which nothing was left to write. */
  readonly drawn: number;
  /** To the document. */
  readonly writes: number;
}

const take = (page: Page, account: Account): Promise<Taken> =>
  page.evaluate(async (account) => {
    let writes = 0;
    const observer = new MutationObserver((records) => {
      writes += records.length;
    });
    const everything = { subtree: true, childList: true, attributes: true, characterData: true };
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    observer.observe(document, everything);
    const start = performance.now();
    await contestant.take(account);
    const script = performance.now() - start;
    let drawn = 0;
    for (let before = -1; before < writes; ) {
      before = writes;
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      drawn = performance.now() - start;
    }
    observer.disconnect();
    return { script, drawn, writes };
  }, account);

const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] || "/usr/bin/chromium",
  args: capabilities["goog:chromeOptions"].args,
});
const site = await serve();
try {
  const pages = await Promise.all(
    Object.entries(PAGES).map(async ([name, file]) => {
      const page = await browser.newPage();
      await page.goto(`${site.url}/${file.replace(/\.tsx?$/, "")}.html`);
      await page.waitForFunction(() => "contestant" in globalThis);
      return { name, page };
    }),
  );
  console.log(
    `${CONTROLS.toLocaleString("en")} controls in Chromium; medians of ${ROUNDS} rounds, page by page in each\n`,
  );
  for (const [scene, account] of Object.entries(SCENES)) {
    const taken = new Map(pages.map(({ name }) => [name, [] as Taken[]]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const { name, page } of pages) {
        await page.bringToFront();
        await take(page, OPEN);
        taken.get(name)?.push(await take(page, account));
      }
    }
    const median = (name: string, what: keyof Taken) =>
      quantile(
        (taken.get(name) ?? []).map((each) => each[what]),
        0.5,
      );
    console.log(scene);
    for (const { name } of pages) {
      const [script, drawn, writes] = (["script", "drawn", "writes"] as const).map((what) =>
        median(name, what),
      );
      console.log(
        `  ${name.padEnd(12)} script ${script?.toFixed(1).padStart(7)} ms   drawn ${drawn?.toFixed(1).padStart(7)} ms   writes ${writes}`,
      );
    }
    const ratio = median("quota-gate", "script") / median("React", "script");
    console.log(`  script, as a multiple of React's: ${ratio.toFixed(2)}\n`);
  }
} finally {
  await browser.close();
  await site.close();
}
