// @ts-check
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { at } from "./paths.mjs";
import { must } from "./run.mjs";

/** The API reference as it is committed, and where it is written to be compared with that. */
export const committed = at("docs/api");
const scratch = at("build/test/api");

/** Writes the reference that the types give. Whatever has no comment, or links to nothing, is an error. @param {string} folder */
export async function writeReference(folder) {
  rmSync(folder, { recursive: true, force: true });
  const args = ["run", "--silent", "write", "--workspace", "docs/reference", "--", "--out", folder];
  await must("Writing the API reference", "npm", args, { limit: 300 });
}

/** @param {string} folder @returns {string[]} */
const pagesOf = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
        statSync(join(folder, file)).isFile(),
      )
    : [];

/** @param {string} folder @param {string} file */
const textOf = (folder, file) =>
  existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : undefined;

/** The pages that aren't what the types say: changed, missing, or of something that is gone. */
export async function outdatedPages() {
  await writeReference(scratch);
  const pages = new Set([...pagesOf(committed), ...pagesOf(scratch)]);
  return [...pages].filter((page) => textOf(committed, page) !== textOf(scratch, page)).sort();
}
