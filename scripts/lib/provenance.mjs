// @ts-check
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { hash } from "./hashes.mjs";
import { read } from "./run.mjs";
import { compiler } from "./rust.mjs";
import { Stop } from "./say.mjs";

/** @typedef {import("./rust.mjs").WasmRust} WasmRust */

/** What the published bytes hang on, each with a lock file of its own or in one. */
const locks = ["Cargo.lock", "package-lock.json"];
const tools = ["binaryen", "esbuild"];

/**
 * Where files come from, as an in-toto statement with SLSA's provenance: https://slsa.dev/spec/v1.0/provenance. It isn't signed: what
 * signs is the registry's `--provenance`, where a CI has an identity.
 * @param {string[]} files what is published
 * @param {{ source: string, commit: string, version: string, rust: WasmRust, started: Date, byproducts: string[] }} made
 */
export const provenance = (files, { source, commit, version, rust, started, byproducts }) => ({
  _type: "https://in-toto.io/Statement/v1",
  subject: files.map((file) => ({
    name: basename(file),
    digest: { sha256: hash("sha256", file), sha512: hash("sha512", file) },
  })),
  predicateType: "https://slsa.dev/provenance/v1",
  predicate: {
    buildDefinition: {
      buildType: "urn:quota-gate:release:1",
      externalParameters: { package: "quota-gate", version },
      internalParameters: {
        command: "npm run release",
        builds: 2,
        rust: rust.kind,
        std: rust.source ? "built from source" : "as it comes",
      },
      resolvedDependencies: [
        { name: "quota-gate", digest: { gitCommit: commit } },
        ...locks.map((name) => ({ name, digest: { sha256: hash("sha256", join(source, name)) } })),
        rustc(rust),
        crate("wasm-bindgen", join(source, "Cargo.lock")),
        ...tools.map((name) => tool(name, join(source, "package-lock.json"))),
      ],
    },
    runDetails: {
      builder: {
        id: "urn:quota-gate:builder:unsigned",
        version: {
          node: process.versions.node,
          npm: read("npm", "--version"),
          cargo: read(rust.cargo, "--version"),
        },
      },
      metadata: { startedOn: started.toISOString(), finishedOn: new Date().toISOString() },
      byproducts: byproducts.map((file) => ({
        name: basename(file),
        digest: { sha256: hash("sha256", file) },
      })),
    },
  },
});

/** @param {WasmRust} rust */
function rustc(rust) {
  const { release, commit } = compiler(rust);
  return { name: "rustc", uri: `pkg:generic/rustc@${release}`, digest: { gitCommit: commit } };
}

/** Its tool has the version of the crate: scripts/lib/tools.mjs. @param {string} name @param {string} lock */
function crate(name, lock) {
  const entry = new RegExp(`^name = "${name}"\nversion = "(.*)"\nsource = .*\nchecksum = "(.*)"`, "m");
  const [, version, checksum] = entry.exec(readFileSync(lock, "utf8")) ?? [];
  if (!version || !checksum) throw new Stop(`Cargo.lock has no ${name}.`);
  return { name, uri: `pkg:cargo/${name}@${version}`, digest: { sha256: checksum } };
}

/** @param {string} name @param {string} lock */
function tool(name, lock) {
  const { version, integrity } =
    JSON.parse(readFileSync(lock, "utf8")).packages[`node_modules/${name}`] ?? {};
  if (!version || !integrity) throw new Stop(`package-lock.json has no ${name}.`);
  const sha512 = Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex");
  return { name, uri: `pkg:npm/${name}@${version}`, digest: { sha512 } };
}
