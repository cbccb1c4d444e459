// @ts-check
import { readFileSync } from "node:fs";
import { build } from "./build.mjs";
import { own } from "./lib/own.mjs";
import { at } from "./lib/paths.mjs";
import { installPeers, weighPeers } from "./lib/peers.mjs";
import { main } from "./lib/run.mjs";
import { heading, note, ok, Stop } from "./lib/say.mjs";
import { writeSizes } from "./lib/size-record.mjs";
import { printWeights } from "./lib/sizes.mjs";

const option = "--own";

/** The bytes of each entry beside its peers', printed and kept: docs/size.json, and the README's tables of it. */
await main(import.meta.filename, async () => {
  const given = process.argv.slice(2);
  const unknown = given.find((word) => word !== option);
  if (unknown)
    throw new Stop(`npm run size takes ${option}, for ours alone and nothing written; not ${unknown}.`);
  const { rust } = await build();
  if (given.length) {
    heading("Size");
    printWeights(await own());
    return;
  }
  if (!rust.source)
    throw new Stop("std came as it is, not built small: see the set-up above for what is missing.");
  heading("Size");
  await installPeers();
  const [ours, peers] = [await own(), await weighPeers()];
  note("ours");
  printWeights(ours);
  note("peers, for what a page needs at least: set-up and a check");
  printWeights(peers);
  const { version } = JSON.parse(readFileSync(at("node_modules/esbuild/package.json"), "utf8"));
  const measured = {
    command: "npm run size",
    on: new Date().toISOString().slice(0, 10),
    node: process.version,
    esbuild: version,
    rust: rust.name,
  };
  writeSizes({ measured, own: ours, peers });
  ok("docs/size.json and the README's tables of sizes are written");
});
