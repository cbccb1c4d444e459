// @ts-check
import { build } from "./build.mjs";
import { browser } from "./lib/browser.mjs";
import { chosen } from "./lib/chosen.mjs";
import { installPeers } from "./lib/peers.mjs";
import { main, must } from "./lib/run.mjs";
import { heading } from "./lib/say.mjs";

/**
 * @typedef {object} Bench
 * @property {string} name as --only takes it
 * @property {string} title
 * @property {string[]} args of Node
 * @property {boolean} [peers] compares with those of tests/peers
 */

/** @type {Bench[]} */
const benches = [
  { name: "calls", title: "Calls in Node", args: ["--expose-gc", "--import", "tsx", "tests/bench/index.ts"] },
  { name: "page", title: "Ten thousand controls", args: ["--import", "tsx", "tests/bench/page/index.ts"] },
  {
    name: "start",
    title: "Start-up, and calls in Chromium",
    args: ["--import", "tsx", "tests/bench/start/index.ts"],
    peers: true,
  },
  { name: "proxy", title: "The proxy under load", args: ["--import", "tsx", "tests/bench/proxy/index.ts"] },
];

await main(import.meta.filename, async () => {
  const list = chosen(benches);
  await build();
  const env = await browser();
  if (list.some(({ peers }) => peers)) await installPeers();
  for (const { title, args } of list) {
    heading(title);
    await must(title, process.execPath, args, { env, limit: 900 });
  }
});
