// @ts-check
import { records } from "./proof-record.mjs";
import { placed, table, write } from "./readme.mjs";

/** @typedef {import("./proof-record.mjs").ProofRecord} ProofRecord */

const columns = ["where", "version", "import", "what it takes", "seen", "on"];

/**
 * Rows that differ by their version alone are one.
 * @param {ProofRecord[]} all
 */
export function tableOf(all) {
  /** @type {Map<string, { where: string, versions: Set<string>, rest: string[] }>} */
  const lines = new Map();
  for (const record of all) {
    for (const { where, version, entry, how, proven } of record.rows) {
      const rest = [entry, how, proven, record.at];
      const key = [where, ...rest].join(" | ");
      const line = lines.get(key) ?? { where, versions: new Set(), rest };
      line.versions.add(version);
      lines.set(key, line);
    }
  }
  const rows = [...lines.values()].map(({ where, versions, rest }) => [
    where,
    [...versions].join(", "),
    ...rest,
  ]);
  return table(columns, rows, [...columns.keys()]);
}

/** @param {string} readme @param {ProofRecord[]} all */
export const withTable = (readme, all) => placed(readme, "proof", tableOf(all));

/** The README's table, from all records. */
export const writeTable = () => write("proof", tableOf(records()));
