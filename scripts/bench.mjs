// @ts-check
import { build } from "./build.mjs";
import { main, must } from "./lib/run.mjs";
import { heading } from "./lib/say.mjs";

await main(import.meta.filename, async () => {
  await build();
  heading("Benchmark");
  await must("The benchmark", process.execPath, ["--expose-gc", "--import", "tsx", "tests/bench/index.ts"]);
});
