// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { at } from "./paths.mjs";
import { weigh } from "./weight.mjs";

/** @typedef {import("./weight.mjs").Weight & { name: string }} Named */

/** Prints the bytes of files. @param {string[]} files */
export const printSizes = (files) =>
  printWeights(
    files.filter((file) => existsSync(at(file))).map((name) => ({ name, ...weigh(readFileSync(at(name))) })),
  );

/** @param {Named[]} rows */
export function printWeights(rows) {
  const width = Math.max(24, ...rows.map(({ name }) => name.length + 2));
  const print = (/** @type {string} */ name, /** @type {(string | number)[]} */ sizes) =>
    console.log(`   ${name.padEnd(width)}${sizes.map((size) => String(size).padStart(9)).join("")}`);
  print("bytes", ["raw", "gzip", "brotli"]);
  for (const { name, raw, gzip, brotli } of rows) print(name, [raw, gzip, brotli]);
}
