/** What `npm run size` counts is what a page asks for before its first decision: no more, no less. */
import { createServer } from "node:http";
import type { Page } from "@playwright/test";
import express from "express";
import { gates, smallest } from "../../scripts/lib/own.mjs";
import { type Packing, pack } from "../../scripts/lib/packing.mjs";
import { type Listening, listen } from "../../www/loopback";
import { expect, test } from "./support/console";

const ANSWER = { enabled: true, limits: { maxManagedOrgs: 1 }, usage: { managedOrgs: 1 } };

/** The page of each entry, in some language; what it notes is when the first answer was decided on. */
const serve = ({ initial, later }: Packing, language: string): Promise<Listening> => {
  const app = express()
    .get("/favicon.ico", (_, response) => void response.status(204).end())
    .get("/api/quota", (_, response) => void response.json(ANSWER))
    .get(
      "/",
      (_, response) =>
        void response.type("html").send(`<!doctype html><html lang="${language}"><title>Create</title>
          <button data-quota-action="createManagedOrg">Create</button>
          <script>
            const button = document.querySelector("button");
            new MutationObserver((_, observer) => {
              if (!["allow", "deny"].includes(button.dataset.quotaVerdict)) return;
              performance.mark("decision");
              observer.disconnect();
            }).observe(button, { attributes: true });
          </script>
          <script type="module" src="/app.js"></script></html>`),
    );
  for (const { file, contents } of [...initial, ...later]) {
    app.get(`/${file}`, (_, response) => void response.type(file).send(Buffer.from(contents)));
  }
  return listen(createServer(app), 0);
};

/** What was asked for, but for the answer itself: before the first decision, and in all. */
const askedOn = async (page: Page, url: string): Promise<{ before: string[]; all: string[] }> => {
  await page.goto(url);
  await expect(page.getByRole("button")).toHaveAttribute("data-quota-verdict", "deny");
  await page.waitForLoadState("networkidle");
  const asked = await page.evaluate(() => {
    const [decision] = performance.getEntriesByName("decision");
    return performance.getEntriesByType("resource").map(({ name, startTime }) => ({
      file: new URL(name).pathname.slice(1),
      before: startTime < (decision?.startTime ?? Number.NaN),
    }));
  });
  const files = asked.filter(({ file }) => !["api/quota", "favicon.ico"].includes(file));
  return {
    before: files.flatMap(({ file, before }) => (before ? [file] : [])).sort(),
    all: files.map(({ file }) => file),
  };
};

const names = (files: Packing["initial"]): string[] => files.map(({ file }) => file).sort();

for (const entry of gates()) {
  test(`a page with ${entry} asks for what is counted, and nothing else`, async ({ page, afterwards }) => {
    const packing = await pack({ app: smallest(entry) });
    const site = await serve(packing, "en");
    afterwards(site.close);
    const { before } = await askedOn(page, site.url);
    expect(before).toEqual(names(packing.initial));
  });
}

test("what is counted as later comes when it is asked for", async ({ page, afterwards }) => {
  const packing = await pack({ app: smallest("quota-gate") });
  const site = await serve(packing, "ca");
  afterwards(site.close);
  const catalan = packing.later.find(({ name }) => name === "languages/ca.js");
  const { all } = await askedOn(page, site.url);
  expect(all).toContain(catalan?.file);
});
