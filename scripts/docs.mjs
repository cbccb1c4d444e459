// @ts-check
import { npmPackages } from "./lib/npm.mjs";
import { committed, writeReference } from "./lib/reference.mjs";
import { main } from "./lib/run.mjs";
import { ok } from "./lib/say.mjs";

await main(import.meta.filename, async () => {
  await npmPackages();
  await writeReference(committed);
  ok("docs/api is what the types say");
});
