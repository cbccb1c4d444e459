// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { at } from "./paths.mjs";

/** Prints the bytes of files as they are, gzipped and brotlied, both at their best. @param {string[]} files */
export function printSizes(files) {
  const rows = files
    .filter((file) => existsSync(at(file)))
    .map((file) => {
      const bytes = readFileSync(at(file));
      return [file, bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];
    });
  const print = (/** @type {(string | number)[]} */ [file, ...sizes]) =>
    console.log(`   ${String(file).padEnd(24)}${sizes.map((size) => String(size).padStart(9)).join("")}`);
  print(["bytes", "raw", "gzip", "brotli"]);
  for (const row of rows) print(row);
}
