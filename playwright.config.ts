import { readFileSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const capabilities = JSON.parse(readFileSync(new URL("webdriver.json", import.meta.url), "utf8"));

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "build/test/playwright",
  fullyParallel: false,
  workers: 2,
  retries: 0,
  // On a machine that is busy with other things too.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: {
    trace: "off",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] || "/usr/bin/chromium",
      args: capabilities["goog:chromeOptions"].args,
    },
  },
});
