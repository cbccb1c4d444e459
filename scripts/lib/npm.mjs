// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { at, which } from "./paths.mjs";
import { run } from "./run.mjs";
import { note, ok, Stop } from "./say.mjs";

/** @typedef {{ packages: Record<string, { version?: string, integrity?: string, optional?: boolean }> }} LockFile */

export function checkNode() {
  const { engines } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  const wanted = engines.node.replace(/[^\d.]/g, "");
  const [major = 0, minor = 0] = wanted.split(".").map(Number);
  const [mine = 0, mineMinor = 0] = process.versions.node.split(".").map(Number);
  if (mine < major || (mine === major && mineMinor < minor)) {
    throw new Stop(
      `Node ${wanted} or newer is needed, and this is ${process.versions.node}. Get it from nodejs.org.`,
    );
  }
  ok(`Node ${process.versions.node}`);
}

/** npm writes its own lock file into node_modules last, so it also tells of an install that was cut off. */
function upToDate() {
  const installed = at("node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  /** @type {LockFile} */
  const have = JSON.parse(readFileSync(installed, "utf8"));
  /** @type {LockFile} */
  const want = JSON.parse(readFileSync(at("package-lock.json"), "utf8"));
  return (
    Object.entries(want.packages).every(([path, { integrity, optional }]) => {
      const found = have.packages[path];
      return path === "" || (found ? found.integrity === integrity : optional);
    }) && Object.keys(have.packages).every((path) => path in want.packages)
  );
}

/**
 * What package-lock.json says.
 * @param {string[]} flags @param {import("./run.mjs").RunOptions} options
 */
export async function installLocked(flags, options) {
  const ran = await run("npm", ["ci", ...flags], options);
  if (ran.code === 0 || options.until?.aborted) return ran;
  // Seen: a registry's mirror without some platforms' optional packages, which `npm ci` insists on.
  if (!options.quiet) note("once more, with whatever package-lock.json leaves open");
  return run("npm", ["install", "--no-save", ...flags], options);
}

export async function npmPackages() {
  if (!existsSync(at("package-lock.json"))) {
    throw new Stop("package-lock.json is missing: it belongs to the repository.");
  }
  if (!upToDate()) {
    if (!which("npm")) throw new Stop("npm is missing: it comes with Node, or as Debian's package npm.");
    const ran = await installLocked(["--include=dev", "--no-audit", "--no-fund"], { limit: 900 });
    if (ran.code !== 0) throw new Stop(`Installing the npm packages failed: npm install ${ran.ending}.`);
  }
  ok("npm packages are those of package-lock.json");
}
