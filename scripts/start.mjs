// @ts-check
import { existsSync } from "node:fs";
import { build } from "./build.mjs";
import { at } from "./lib/paths.mjs";
import { main, run } from "./lib/run.mjs";
import { heading, note, Stop } from "./lib/say.mjs";

const server = "www/demo/server.ts";

await main(import.meta.filename, async () => {
  await build();
  heading("Demo");
  if (!existsSync(at(server))) throw new Stop(`Starting the demo failed: ${server} is missing.`);
  note("Ctrl-C ends it");
  const ran = await run(process.execPath, ["--import", "tsx", server], { endless: true });
  throw new Stop(`The demo's server ${ran.ending}.`);
});
