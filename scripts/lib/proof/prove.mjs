// @ts-check
import { note, ok, took } from "../say.mjs";
import { install } from "./application.mjs";
import { platform as openPlatform } from "./platform.mjs";
import { pack } from "./tarball.mjs";
import { openBrowser } from "./visit.mjs";

/**
 * @typedef {import("./proofs.mjs").Proof} Proof
 * @typedef {import("../proof-record.mjs").Row} Row
 * @typedef {import("./application.mjs").Stage} Stage
 */

/** While one application is being installed another is built. */
const AT_ONCE = 2;

/** @param {string} what @param {unknown} error */
const failed = (what, error) => note(`✗ ${what}: ${error instanceof Error ? error.message : error}`);

/**
 * One application's rows, those that were proven.
 * @param {Proof} proof @param {Stage} stage
 */
async function rowsOf(proof, stage) {
  const started = performance.now();
  /** @type {Row[]} */
  const rows = [];
  const app = await install(proof, stage).catch((error) => failed(proof.name, error));
  if (!app) return rows;
  for (const { where, of, entry, how, prove } of proof.ways) {
    try {
      const row = { where, version: app.version(of), entry, how, proven: await prove(app) };
      rows.push(row);
      ok(`${proof.name}: ${where} ${row.version}, ${entry}: ${row.proven} (${took(started)})`);
    } catch (error) {
      failed(`${proof.name}: ${where}, ${entry}`, error);
    }
  }
  app.close(rows.length < proof.ways.length);
  return rows;
}

/**
 * Proves what is asked for, and says so, one line each.
 * @param {Proof[]} proofs @param {string} chromium
 */
export async function prove(proofs, chromium) {
  const platform = await openPlatform();
  const browser = await openBrowser(chromium, platform);
  const stage = { tarball: pack(), platform, browser };
  /** @type {Map<Proof, Row[]>} */
  const rows = new Map();
  const waiting = [...proofs];
  async function work() {
    for (let proof = waiting.shift(); proof; proof = waiting.shift())
      rows.set(proof, await rowsOf(proof, stage));
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    await browser.close();
    await platform.close();
  }
  return proofs.flatMap((proof) => rows.get(proof) ?? []);
}
