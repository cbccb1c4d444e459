// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { at } from "./paths.mjs";

/**
 * What was proven, and when: docs/proof/<name>.json, written by the command that proves it.
 * @typedef {{ where: string, version: string, entry: string, how: string, proven: string }} Row
 * @typedef {{ at: string, rows: Row[] }} ProofRecord
 */

const folder = at("docs/proof");

/** @returns {ProofRecord[]} */
export const records = () =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(".json"))
        .sort()
        .map((file) => JSON.parse(readFileSync(`${folder}/${file}`, "utf8")))
    : [];

/** @param {string} name @param {Row[]} rows */
export function writeRecord(name, rows) {
  mkdirSync(folder, { recursive: true });
  const record = { at: new Date().toISOString().slice(0, 10), rows };
  writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(record, null, 2)}\n`);
}
