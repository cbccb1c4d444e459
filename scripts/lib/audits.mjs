// @ts-check
import { at } from "./paths.mjs";
import { run } from "./run.mjs";

/**
 * @typedef {object} Audit
 * @property {string} name
 * @property {"passed" | "failed" | "unchecked"} result
 * @property {string} [why] it could not be checked
 */

const limit = 300;

/** Each with a lock file of its own. */
const manifests = ["Cargo.toml", "tests/fuzz/Cargo.toml"];

/** @param {number | null} code @returns {Audit["result"]} */
const byCode = (code) => (code === 0 ? "passed" : "failed");

/**
 * What deny.toml says of licences, versions and registries.
 * @param {string} deny
 * @returns {Promise<Audit[]>}
 */
export async function crates(deny) {
  /** @type {Audit[]} */
  const audits = [];
  for (const manifest of manifests) {
    // An exception is for one of the two.
    const checks = ["bans", "licenses", "sources", "--allow", "license-exception-not-encountered"];
    const { code } = await run(deny, [...denyArgs(manifest), "check", ...checks], { limit });
    const name = `${manifest.replace(".toml", ".lock")}: licences, bans and sources`;
    audits.push({ name, result: byCode(code) });
  }
  return audits;
}

/** @param {string} deny @returns {Promise<Audit[]>} */
export async function crateAdvisories(deny) {
  /** @type {Audit[]} */
  const audits = [];
  for (const manifest of manifests) {
    const name = `${manifest.replace(".toml", ".lock")}: advisories (RustSec)`;
    const { code, output } = await run(deny, [...denyArgs(manifest), "check", "advisories"], { limit });
    const missing = /failed to (?:fetch|load) advisory database/.test(output);
    audits.push(
      missing
        ? { name, result: "unchecked", why: "RustSec's database could not be fetched from github.com" }
        : { name, result: byCode(code) },
    );
  }
  return audits;
}

/** @param {string} manifest */
const denyArgs = (manifest) => ["--config", at("deny.toml"), "--manifest-path", at(manifest), "--locked"];

/** @returns {Promise<Audit[]>} */
export async function npmAdvisories() {
  const name = "package-lock.json: advisories (npm audit, high and critical)";
  const { code, output } = await run("npm", ["audit", "--audit-level=high", "--fetch-retries=0"], { limit });
  const why = unanswered(output);
  return [why ? { name, result: "unchecked", why } : { name, result: byCode(code) }];
}

/** @returns {Promise<Audit[]>} */
export async function npmSignatures() {
  const name = "node_modules: signatures and attestations (npm audit signatures)";
  const { code, output } = await run("npm", ["audit", "signatures", "--fetch-retries=0"], { limit });
  // An invalid signature is no error of npm's: it is counted.
  const why = unanswered(output);
  return [why ? { name, result: "unchecked", why } : { name, result: byCode(code) }];
}

/** npm ends with 1 both where it found something and where nobody answered: only then it speaks of an error. @param {string} output */
function unanswered(output) {
  if (!/^npm error/m.test(output)) return null;
  const said =
    /^npm warn audit (\d+ [^-\n]+)/m.exec(output) ?? /^npm error (?:network )?(request to .*)$/m.exec(output);
  return `npm's registry didn't answer: ${said?.[1]?.trim() ?? "see above"}`;
}
