// @ts-check
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { read } from "./run.mjs";
import { target } from "./rust.mjs";
import { Stop } from "./say.mjs";

/**
 * What is inside of the published files, as CycloneDX has it: the crates that are compiled into the WebAssembly, and Rust's std. `npm sbom`
 * knows nothing of them, and the package has no dependencies of npm's; cargo-cyclonedx writes the paths of the machine.
 * @param {string} source the repository, as it was built
 * @param {{ version: string, license: string, rust: string, sha256: string }} made rust: the release of the compiler
 */
export function sbom(source, { version, license, rust, sha256 }) {
  const subject = `pkg:npm/quota-gate@${version}`;
  const std = library("std", rust, `pkg:generic/rust-std@${rust}`, "MIT OR Apache-2.0");
  const components = [...crates(source), std];
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: { ...library("quota-gate", version, subject, license), ...sha(sha256) } },
    components,
    dependencies: [{ ref: subject, dependsOn: components.map((component) => component["bom-ref"]) }],
  };
}

/** @param {string} source */
function crates(source) {
  const args = ["tree", "--locked", "--manifest-path", join(source, "Cargo.toml"), "--target", target];
  args.push("--edges", "normal,no-proc-macro", "--prefix", "none", "--no-dedupe", "--format", "{p}|{l}");
  const listed = read("cargo", ...args);
  if (!listed) throw new Stop("The crates of Cargo.lock can't be listed: cargo tree failed.");
  const lock = readFileSync(join(source, "Cargo.lock"), "utf8");
  return [...new Set(listed.split("\n"))].sort().flatMap((line) => {
    const [, name, version, licence] = /^(\S+) v([^\s|]+)[^|]*\|(.*)$/.exec(line) ?? [];
    return name && version && licence && name !== "quota-gate" ? [crate(name, version, licence, lock)] : [];
  });
}

/** @param {string} name @param {string} version @param {string} licence @param {string} lock */
function crate(name, version, licence, lock) {
  const entry = new RegExp(`^name = "${name}"\nversion = "${version}"\nsource = .*\nchecksum = "(.*)"`, "m");
  const [, checksum] = entry.exec(lock) ?? [];
  if (!checksum) throw new Stop(`Cargo.lock has no ${name} ${version}.`);
  // "MIT/Apache-2.0" is how crates wrote it before SPDX.
  const spdx = licence.replaceAll("/", " OR ");
  return { ...library(name, version, `pkg:cargo/${name}@${version}`, spdx), ...sha(checksum) };
}

/** @param {string} name @param {string} version @param {string} purl @param {string} licence */
const library = (name, version, purl, licence) => ({
  type: "library",
  "bom-ref": purl,
  name,
  version,
  purl,
  licenses: [{ expression: licence }],
});

/** @param {string} content */
const sha = (content) => ({ hashes: [{ alg: "SHA-256", content }] });
