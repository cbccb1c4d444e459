// @ts-check
import { build } from "./build.mjs";
import { at } from "./lib/paths.mjs";
import { main, must } from "./lib/run.mjs";
import { heading, ok } from "./lib/say.mjs";

const bin = (/** @type {string} */ name) => at("node_modules/.bin", name);

/** Types, as the repository and as users have them; `--accept` makes the goldens what they are now. */
await main(import.meta.filename, async () => {
  const accept = process.argv.includes("--accept");
  await build();
  heading("Types");
  await must("Checking the types", bin("tsc"), ["--noEmit"]);
  await must("Checking what users see", bin("vitest"), [
    "run",
    "tests/types",
    ...(accept ? ["--update"] : []),
  ]);
  ok(accept ? "tests/types/golden is what the types are now" : "the types are those of tests/types/golden");
});
