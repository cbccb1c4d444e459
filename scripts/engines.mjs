// @ts-check
import { build } from "./build.mjs";
import { chosen } from "./lib/chosen.mjs";
import { add, none, told } from "./lib/count.mjs";
import { counted } from "./lib/counted.mjs";
import { engines } from "./lib/engines.mjs";
import { alone } from "./lib/lock.mjs";
import { pagesIn } from "./lib/pages-in-engines.mjs";
import { writeRecord } from "./lib/proof-record.mjs";
import { writeTable } from "./lib/proof-table.mjs";
import { main } from "./lib/run.mjs";
import { rustInPage } from "./lib/rust-in-page.mjs";
import { heading, note, took } from "./lib/say.mjs";

/**
 * @typedef {import("./lib/count.mjs").Count} Count
 * @typedef {import("./lib/engines.mjs").Engine} Engine
 * @typedef {import("./lib/proof-record.mjs").Row} Row
 */

async function prove() {
  const started = performance.now();
  const list = chosen(engines);
  const { rust, testRunner } = await build();
  heading("Browsers");
  /** @type {Map<Engine, Record<string, string>>} */
  const drivers = new Map();
  for (const engine of list) drivers.set(engine, await alone(engine.find));

  /** @type {Map<Engine, Count>} */
  const counts = new Map();
  for (const [engine, driver] of drivers) {
    heading(`Rust tests in ${engine.title}`);
    counts.set(engine, await rustInPage(rust, testRunner, driver, engine.through));
  }
  heading(`Every entry on a page, in ${list.map(({ title }) => title).join(", ")}`);
  const pages = await pagesIn(list, Object.assign({}, ...drivers.values()));

  heading(`All engines (${took(started)})`);
  for (const [{ title }, count] of counts) note(`Rust tests in ${title.padEnd(10)} ${told(count)}`);
  note(`pages                   ${told(pages.count)}`);
  const sum = [...counts.values()].reduce(add, pages.count);
  if (sum.failed) return sum;
  if (list.length < engines.length) note("docs/proof stays as it is: it is written by a run of all engines");
  else {
    const rows = list.flatMap((engine) => rowsOf(engine, counts.get(engine) ?? none(), pages.rows));
    writeRecord("engines", rows);
    writeTable();
  }
  return sum;
}

/**
 * What has been proven in one of them.
 * @param {Engine} engine
 * @param {Count} rust
 * @param {Row[]} pages
 * @returns {Row[]}
 */
function rowsOf({ title: where }, rust, pages) {
  const own = pages.filter((row) => row.where === where);
  const version = own[0]?.version ?? "";
  const core = {
    where,
    version,
    entry: "the core",
    how: "`wasm-bindgen-test`",
    proven: `${rust.passed} tests`,
  };
  return [core, ...own];
}

await main(import.meta.filename, () => counted(prove));
