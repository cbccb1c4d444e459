// @ts-check
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

/** @param {string[]} parts */
export const at = (...parts) => join(root, ...parts);

/**
 * Where a program of this name is found in PATH, or null.
 * @param {string} program
 */
export function which(program) {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const file = join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  return null;
}

/** @param {string[]} files */
export const allExist = (...files) => files.every((file) => existsSync(file));
