// @ts-check
import { build } from "./build.mjs";
import { browser } from "./lib/browser.mjs";
import { main, must } from "./lib/run.mjs";
import { heading } from "./lib/say.mjs";

await main(import.meta.filename, async () => {
  await build();
  const env = await browser();
  heading("Benchmark");
  await must("The benchmark", process.execPath, ["--expose-gc", "--import", "tsx", "tests/bench/index.ts"]);
  heading("Benchmark of a page");
  await must("The page's benchmark", process.execPath, ["--import", "tsx", "tests/bench/page/index.ts"], {
    env,
  });
});
