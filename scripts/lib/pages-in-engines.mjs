// @ts-check
import { existsSync, readFileSync, rmSync } from "node:fs";
import { verdict, vitestCount } from "./count.mjs";
import { at } from "./paths.mjs";
import { run } from "./run.mjs";
import { bin, report } from "./suites.mjs";

/** @typedef {import("./proof-record.mjs").Row} Row */

/** What tests/engines/support/record.ts leaves. */
const left = at("build/test/engines-rows.json");

/**
 * Every entry on a page of its own, in engines that are there.
 * @param {import("./engines.mjs").Engine[]} engines
 * @param {Record<string, string>} drivers
 */
export async function pagesIn(engines, drivers) {
  const file = report("engines");
  rmSync(left, { force: true });
  const args = ["run", "--config", "vitest.engines.config.ts"];
  args.push("--reporter=tree", "--reporter=json", `--outputFile.json=${file}`);
  const env = { ...drivers, ENGINES: engines.map(({ name }) => name).join() };
  const [command = bin("vitest"), ...rest] = [
    ...engines.flatMap(({ through }) => through),
    bin("vitest"),
    ...args,
  ];
  const ran = await run(command, rest, { limit: 1200, env });
  /** @type {Row[]} */
  const rows = existsSync(left) ? JSON.parse(readFileSync(left, "utf8")) : [];
  return { count: verdict(ran, vitestCount(file)), rows };
}
