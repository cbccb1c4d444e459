// @ts-check
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** @param {"sha256" | "sha512"} algorithm @param {string} file */
export const hash = (algorithm, file) => createHash(algorithm).update(readFileSync(file)).digest("hex");

/**
 * The hash of each file in a folder, by its path there.
 * @param {string} folder
 * @returns {Map<string, string>}
 */
export const hashesIn = (folder) =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((file) => [relative(folder, file), hash("sha256", file)]),
  );

/**
 * What isn't the same in both, or isn't in both.
 * @param {Map<string, string>} one
 * @param {Map<string, string>} other
 */
export const differences = (one, other) =>
  [...new Set([...one.keys(), ...other.keys()])].filter((file) => one.get(file) !== other.get(file)).sort();
