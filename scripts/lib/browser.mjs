// @ts-check
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { aptInstall } from "./apt.mjs";
import { at } from "./paths.mjs";
import { ok, Stop } from "./say.mjs";

const usual = { CHROMIUM: "/usr/bin/chromium", CHROMEDRIVER: "/usr/bin/chromedriver" };

/**
 * Chromium and its driver, installed where they are missing.
 * @returns {Promise<Record<string, string>>} the environment of tests that use them
 */
export async function browser() {
  const CHROMIUM = process.env["CHROMIUM"] || usual.CHROMIUM;
  const CHROMEDRIVER = process.env["CHROMEDRIVER"] || usual.CHROMEDRIVER;
  for (const [name, file] of Object.entries({ CHROMIUM, CHROMEDRIVER })) {
    if (process.env[name] && !existsSync(file)) throw new Stop(`${name} names ${file}, which doesn't exist.`);
  }
  if (!existsSync(CHROMIUM) || !existsSync(CHROMEDRIVER)) {
    try {
      await aptInstall(["chromium", "chromium-driver"], "Chromium, for the tests in a browser,");
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      throw new Stop(
        `${error.message} Elsewhere, name a Chromium or Chrome and its driver by CHROMIUM and CHROMEDRIVER.`,
      );
    }
  }
  ok(`Chromium: ${CHROMIUM}, ${CHROMEDRIVER}`);
  return { CHROMIUM, CHROMEDRIVER, WASM_BINDGEN_TEST_WEBDRIVER_JSON: capabilities(CHROMIUM) };
}

/**
 * webdriver.json, with the browser's place where that isn't the one chromedriver looks in.
 * @param {string} binary
 */
function capabilities(binary) {
  const file = at("webdriver.json");
  if (binary === usual.CHROMIUM) return file;
  const wanted = JSON.parse(readFileSync(file, "utf8"));
  wanted["goog:chromeOptions"].binary = binary;
  mkdirSync(at("build/test"), { recursive: true });
  writeFileSync(at("build/test/webdriver.json"), JSON.stringify(wanted));
  return at("build/test/webdriver.json");
}
