/** The language of a page is asked for once, when a gate first speaks it, and no other is. */
import { createServer } from "node:http";
import path from "node:path";
import type { Page } from "@playwright/test";
import express from "express";
import { listen } from "../../www/loopback";
import { test as base, expect } from "./support/console";

const pageIn = (lang: string): string => `<!doctype html><html lang="${lang}"><title>page</title>
<button data-quota-action="createManagedOrg">Create</button>
<button data-quota-action="relayVotes" data-quota-count="1000">Send</button>
<script type="module">
  import { createGate, vocdoni } from "/dist/index.js";
  const limits = { maxManagedOrgs: 1, maxVotes: 1000 };
  const usage = { managedOrgs: 1, sentVotes: 134 };
  const source = async () => ({ enabled: true, limits, usage });
  const open = async () => {
    const gate = await createGate(vocdoni({ source }), { revealMax: true });
    await gate.ready;
    return gate;
  };
  (await open()).dispose();
  (await open()).bind();
</script></html>`;

/** A page in a language, and the language files that it asked for. */
const test = base.extend<{ opened: (lang: string) => Promise<readonly string[]> }>({
  opened: async ({ page, afterwards }, use) => {
    const app = express()
      .get("/favicon.ico", (_, response) => void response.status(204).end())
      .use("/dist", express.static(path.resolve(import.meta.dirname, "../../dist")))
      .get("/:lang", (request, response) => void response.send(pageIn(request.params.lang)));
    const { url, close } = await listen(createServer(app), 0);
    afterwards(close);
    const asked: string[] = [];
    page.on("request", (request) => {
      const [, file] = /\/languages\/(.*)/.exec(request.url()) ?? [];
      if (file) asked.push(file);
    });
    await use(async (lang) => {
      await page.goto(`${url}/${lang}`);
      await expect(create(page)).toHaveAttribute("data-quota-verdict", "deny");
      return asked;
    });
  },
});

const create = (page: Page) => page.getByRole("button", { name: "Create" });
const send = (page: Page) => page.getByRole("button", { name: "Send" });

test("a Catalan page is told why in Catalan", async ({ page, opened }) => {
  const asked = await opened("ca");
  await expect(create(page)).toHaveAccessibleDescription(
    "No es pot crear en aquest moment. Poseu-vos en contacte amb l’equip de suport.",
  );
  await expect(send(page)).toHaveAccessibleDescription("Com a màxim, 866 alhora.");
  expect(asked).toEqual(["ca.js"]);
});

for (const lang of ["en", "en-GB", "de"]) {
  test(`a page in "${lang}" is told why in English, which is there already`, async ({ page, opened }) => {
    const asked = await opened(lang);
    await expect(create(page)).toHaveAccessibleDescription(
      "This can't be created right now. Please contact support.",
    );
    expect(asked).toEqual([]);
  });
}

test("a language that doesn't come is English", async ({ page, opened, consoleWatch }) => {
  consoleWatch.expectFailure("/dist/languages/fr.js", 404);
  await page.route("**/languages/fr.js", (route) => route.fulfill({ status: 404 }));
  await opened("fr");
  await expect(create(page)).toHaveAccessibleDescription(
    "This can't be created right now. Please contact support.",
  );
});
