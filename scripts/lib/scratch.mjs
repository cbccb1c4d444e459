// @ts-check
import { mkdirSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { hashesIn } from "./hashes.mjs";
import { at, root } from "./paths.mjs";
import { must } from "./run.mjs";
import { Stop } from "./say.mjs";

/**
 * @typedef {object} Made
 * @property {string} source the clone that it was built in
 * @property {string} tarball
 * @property {string} crate
 * @property {Map<string, string>} files of the tarball, with their hashes
 */

/**
 * Builds a commit as if nothing had ever been built: from a clone, with packages of its own. Only the tools that Rust needs are shared.
 * @param {string} commit
 * @param {string} folder
 * @param {Record<string, string>} env
 * @returns {Promise<Made>}
 */
export async function buildFromScratch(commit, folder, env) {
  const source = join(folder, "source");
  const out = join(folder, "out");
  mkdirSync(out, { recursive: true });
  const tools = `${at("build/tools/bin")}${delimiter}${process.env["PATH"]}`;
  const options = { cwd: source, env: { ...env, PATH: tools }, limit: 1800 };
  await must("Cloning", "git", ["clone", "--quiet", "--no-hardlinks", root, source]);
  await must("Checking out", "git", ["checkout", "--quiet", "--detach", commit], options);
  await must("Installing the npm packages", "npm", ["ci", "--no-audit", "--no-fund"], options);
  await must("Building", process.execPath, ["scripts/build.mjs"], options);
  await must("Packing", "npm", ["pack", "--silent", "--pack-destination", out], options);
  const tarball = only(out, ".tgz");
  await must("Packing the crate", "cargo", ["package", "--locked", "--target-dir", join(folder, "target")], {
    ...options,
    env: { ...options.env, CARGO_BUILD_TARGET: undefined },
  });
  const crate = only(join(folder, "target/package"), ".crate");
  const unpacked = join(folder, "unpacked");
  mkdirSync(unpacked);
  await must("Unpacking", "tar", ["-xzf", tarball, "-C", unpacked], options);
  return { source, tarball, crate, files: hashesIn(join(unpacked, "package")) };
}

/** @param {string} folder @param {string} end */
function only(folder, end) {
  const [name, another] = readdirSync(folder).filter((file) => file.endsWith(end));
  if (!name || another) throw new Stop(`Packing made ${another ? "more than one" : "no"} ${end} file.`);
  return join(folder, name);
}
