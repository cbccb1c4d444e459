// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { at } from "./paths.mjs";
import { records } from "./proof-record.mjs";
import { Stop } from "./say.mjs";

/** @typedef {import("./proof-record.mjs").ProofRecord} ProofRecord */

const place = /(<!-- proof -->\n)[\s\S]*?(<!-- \/proof -->)/;

/**
 * Rows that differ by their version alone are one.
 * @param {ProofRecord[]} all
 */
export function tableOf(all) {
  /** @type {Map<string, { before: string, versions: string[], after: string }>} */
  const lines = new Map();
  for (const record of all) {
    for (const { where, version, entry, how, proven } of record.rows) {
      const after = [entry, how, proven, record.at].join(" | ");
      const line = lines.get(`${where} | ${after}`) ?? { before: where, versions: [], after };
      line.versions.push(version);
      lines.set(`${where} | ${after}`, line);
    }
  }
  const rows = [...lines.values()].map(
    ({ before, versions, after }) => `| ${before} | ${[...new Set(versions)].join(", ")} | ${after} |\n`,
  );
  return `| where | version | import | what it takes | seen | on |\n| --- | --- | --- | --- | --- | --- |\n${rows.join("")}`;
}

/** @param {string} readme @param {ProofRecord[]} all */
export function withTable(readme, all) {
  if (!place.test(readme)) throw new Stop("README.md has no <!-- proof --> … <!-- /proof -->.");
  return readme.replace(place, (_, before, after) => `${before}${tableOf(all)}${after}`);
}

/** The README's table, from all records. */
export function writeTable() {
  const file = at("README.md");
  writeFileSync(file, withTable(readFileSync(file, "utf8"), records()));
}
