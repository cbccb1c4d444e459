// @ts-check
import { brotliCompressSync, gzipSync } from "node:zlib";

/**
 * Bytes as they are, gzipped and brotlied, both at their best.
 * @typedef {{ raw: number, gzip: number, brotli: number }} Weight
 */

/** @param {Uint8Array} bytes @returns {Weight} */
export const weigh = (bytes) => ({
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes).length,
});

/** Of files that are sent one by one. @param {Weight[]} weights @returns {Weight} */
export const total = (weights) => ({
  raw: sum(weights.map(({ raw }) => raw)),
  gzip: sum(weights.map(({ gzip }) => gzip)),
  brotli: sum(weights.map(({ brotli }) => brotli)),
});

const sum = (/** @type {number[]} */ numbers) => numbers.reduce((all, one) => all + one, 0);
