// @ts-check
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { at, root } from "./paths.mjs";
import { note, ok, Stop, took } from "./say.mjs";

/** @param {string} path @returns {string[]} */
function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

/** @param {string[]} paths @param {string[]} [words] */
function digest(paths, words = []) {
  const hash = createHash("sha256").update(JSON.stringify(words));
  for (const file of paths.flatMap((path) => (existsSync(path) ? filesOf(path) : [path]))) {
    hash.update(`\0${file.slice(root.length)}\0`);
    hash.update(existsSync(file) ? readFileSync(file) : "missing");
  }
  return hash.digest("hex");
}

/**
 * A step of the build, skipped when neither what goes in nor what came out has changed since.
 * @param {string} name
 * @param {{ from: string[], with?: string[], to: string[] }} files inputs, settings, outputs
 * @param {() => Promise<unknown>} work
 */
export async function step(name, files, work) {
  const started = performance.now();
  const stamp = at("build/stamps", name.replaceAll(/\W+/g, "-"));
  // Taken before the work: what is edited meanwhile is built next time.
  const inputs = digest(files.from, files.with);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === `${inputs} ${digest(files.to)}`) {
    note(`${name}: unchanged`);
    return;
  }
  rmSync(stamp, { force: true });
  await work();
  for (const file of files.to) {
    if (!existsSync(file)) throw new Stop(`${name} made no ${file.slice(root.length + 1)}.`);
  }
  mkdirSync(at("build/stamps"), { recursive: true });
  writeFileSync(stamp, `${inputs} ${digest(files.to)}`);
  ok(`${name} (${took(started)})`);
}
