// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { at } from "./paths.mjs";
import { table, write } from "./readme.mjs";

/**
 * @typedef {import("./own.mjs").Own} Own
 * @typedef {import("./peers.mjs").Weighed} Peer
 * @typedef {{ measured: Record<string, string>, own: Own[], peers: Peer[] }} SizeRecord
 *   measured: when, and with what
 */

const file = at("docs/size.json");

/** @returns {SizeRecord} */
export const sizeRecord = () => JSON.parse(readFileSync(file, "utf8"));

/** Writes docs/size.json, and what the README has of it. @param {SizeRecord} record */
export function writeSizes(record) {
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
  for (const [name, text] of Object.entries(sizeTables(record))) write(name, text);
}

/** What the README says, by the name of the place. @param {SizeRecord} record */
export function sizeTables({ own, peers }) {
  const first = own.filter(({ part }) => part === "first");
  const all = [
    ...first.map((row) => ({ ...row, label: `**${row.name}**`, does: "limits, usage, and the controls" })),
    ...peers.map((row) => ({ ...row, label: `${row.name} ${Object.values(row.of).join(", ")}` })),
  ];
  all.sort((a, b) => a.brotli - b.brotli);
  const most = Math.max(...first.map(({ brotli }) => brotli));
  const smaller = peers.filter(({ brotli }) => brotli < most).length;
  const sizes = table(
    ["", "does", "raw", "gzip", "brotli"],
    all.map(({ label, does, raw, gzip, brotli }) => [label, does, raw, gzip, brotli]),
    [0, 1],
  );
  return {
    size: `${sizes}\n${smaller} of these ${peers.length} are smaller than quota-gate.\n`,
    "size of parts": table(
      ["", "is loaded", "raw", "gzip", "brotli"],
      folded(own).map(({ name, part, raw, gzip, brotli }) => [`\`${name}\``, whens[part], raw, gzip, brotli]),
      [0, 1],
    ),
  };
}

/** @type {Record<Own["part"], string>} */
const whens = {
  first: "before the first decision",
  of: "as part of that",
  later: "on demand",
  instead: "in its place",
  beside: "beside it",
};

/** Of files in a folder of their own a page loads one at most: the largest stands for all. @param {Own[]} rows */
function folded(rows) {
  const folder = (/** @type {Own} */ { name, part }) =>
    part === "later" && name.includes("/") ? name.split("/")[0] : undefined;
  const largest = (/** @type {Own} */ row) =>
    rows.every((other) => folder(other) !== folder(row) || other.brotli <= row.brotli);
  return rows.flatMap((row) => {
    const of = folder(row);
    if (of === undefined) return [row];
    return largest(row) ? [{ ...row, name: `${of}/*` }] : [];
  });
}
