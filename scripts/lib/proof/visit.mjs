// @ts-check
import { readFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { at } from "../paths.mjs";
import { Stop } from "../say.mjs";
import { DENIED } from "./platform.mjs";

/** @typedef {Awaited<ReturnType<typeof openBrowser>>} Browser */

/** @param {string} executablePath @param {import("./platform.mjs").Platform} platform */
export async function openBrowser(executablePath, platform) {
  const { args } = JSON.parse(readFileSync(at("webdriver.json"), "utf8"))["goog:chromeOptions"];
  const chrome = await chromium.launch({ executablePath, args });

  /**
   * Opens a page and waits until its button is closed, with the reason; anything on the console is a failure. The page's own back end
   * is stood in for: it adds the key.
   * @param {string} url
   * @returns {Promise<{ wasm: number }>} how many wasm files the page asked for
   */
  async function visit(url) {
    const context = await chrome.newContext();
    /** @type {string[]} */
    const errors = [];
    /** @type {Set<string>} */
    const wasm = new Set();
    context.on("console", (message) => {
      if (message.type() === "error") errors.push(`${message.text()} ${message.location().url}`);
    });
    context.on("weberror", (error) => errors.push(error.error().stack ?? error.error().message));
    context.on("request", (request) => {
      if (new URL(request.url()).pathname.endsWith(".wasm")) wasm.add(request.url());
    });
    await context.route("**/api/quota", async (route) => {
      const headers = { authorization: `Bearer ${platform.key}` };
      const answer = await fetch(`${platform.url}/integrator`, { headers });
      await route.fulfill({ status: answer.status, json: await answer.json() });
    });
    try {
      const page = await context.newPage();
      await page.goto(url);
      const button = page.locator('button[aria-disabled="true"][data-quota-verdict="deny"]');
      await button.waitFor({ timeout: 30_000 }).catch(async () => {
        throw new Stop(["the page shows no verdict:", await page.content(), ...errors].join("\n"));
      });
      const reason = await button.evaluate((element) => element.ariaDescribedByElements?.[0]?.textContent);
      if (reason !== DENIED) throw new Stop(`the button's reason is ${JSON.stringify(reason)}`);
    } finally {
      await context.close();
    }
    if (errors.length) throw new Stop(["on the console:", ...errors].join("\n"));
    return { wasm: wasm.size };
  }

  return { visit, version: chrome.version(), close: () => chrome.close() };
}
