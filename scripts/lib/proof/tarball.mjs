// @ts-check
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { at } from "../paths.mjs";
import { read } from "../run.mjs";
import { Stop } from "../say.mjs";

/** What users install, packed from dist/ as it is. */
export function pack() {
  mkdirSync(at("build/proof"), { recursive: true });
  const packed = read("npm", "pack", "--json", "--pack-destination", at("build/proof"));
  if (!packed) throw new Stop("npm pack failed: run it to see why.");
  const [{ filename }] = JSON.parse(packed);
  renameSync(at("build/proof", filename), at("build/proof/quota-gate.tgz"));
  return at("build/proof/quota-gate.tgz");
}

/**
 * Installs it without a line in the application's lock file, which would have to hold its hash.
 * @param {string} tarball @param {string} folder the application's
 */
export function unpack(tarball, folder) {
  const installed = join(folder, "node_modules/quota-gate");
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  if (read("tar", "-xzf", tarball, "--strip-components=1", "-C", installed) === null) {
    throw new Stop("Unpacking the tarball failed.");
  }
}
