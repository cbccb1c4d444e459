// @ts-check
import { browser } from "./lib/browser.mjs";
import { alone } from "./lib/lock.mjs";
import { checkNode, npmPackages } from "./lib/npm.mjs";
import { main } from "./lib/run.mjs";
import { nativeRust, wasmRust } from "./lib/rust.mjs";
import { heading, ok, took } from "./lib/say.mjs";
import { wasmBindgenCli } from "./lib/tools.mjs";

/** Everything that building needs, found or installed; a second time it only looks. */
export const setup = () =>
  alone(async () => {
    const started = performance.now();
    heading("Set-up");
    checkNode();
    await npmPackages();
    await nativeRust();
    const rust = await wasmRust();
    const tools = await wasmBindgenCli();
    ok(`set-up is complete (${took(started)})`);
    return { rust, ...tools };
  });

await main(import.meta.filename, async () => {
  await setup();
  if (process.argv.includes("--browser")) await alone(browser);
});
