// @ts-check
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { at, which } from "./paths.mjs";
import { read, run } from "./run.mjs";
import { note, ok, Stop } from "./say.mjs";

/** wasm-bindgen's tool reads only what its own version of the crate wrote. */
function wantedVersion() {
  if (!existsSync(at("Cargo.toml"))) throw new Stop("Cargo.toml is missing: it belongs to the repository.");
  const lock = existsSync(at("Cargo.lock")) ? readFileSync(at("Cargo.lock"), "utf8") : "";
  const version =
    /^name = "wasm-bindgen"\nversion = "([^"]+)"/m.exec(lock)?.[1] ??
    /^wasm-bindgen = .*"=([\d.]+)"/m.exec(readFileSync(at("Cargo.toml"), "utf8"))?.[1];
  if (!version) throw new Stop('Cargo.toml names no wasm-bindgen = "=…" version.');
  return version;
}

/** @param {string} folder @param {string} version */
const holds = (folder, version) =>
  ["wasm-bindgen", "wasm-bindgen-test-runner"].every((name) =>
    read(join(folder, name), "--version")?.endsWith(` ${version}`),
  );

/**
 * wasm-bindgen-cli in the version of the crate.
 * @returns {Promise<{ wasmBindgen: string, testRunner: string }>}
 */
export async function wasmBindgenCli() {
  const version = wantedVersion();
  const inPath = which("wasm-bindgen");
  const ours = at("build/tools/bin");
  let folder = [ours, ...(inPath ? [dirname(inPath)] : [])].find((place) => holds(place, version));
  if (!folder) {
    await install("wasm-bindgen-cli", version, "two minutes");
    folder = ours;
  }
  ok(`wasm-bindgen-cli ${version}`);
  return { wasmBindgen: join(folder, "wasm-bindgen"), testRunner: join(folder, "wasm-bindgen-test-runner") };
}

/** Drives any Firefox that is still kept, by its own table: firefox-source-docs.mozilla.org/testing/geckodriver/Support.html */
const geckodriverVersion = "0.37.1";

/**
 * Firefox's driver, which Debian has no package of.
 * @returns {Promise<string>}
 */
export async function geckodriver() {
  const ours = at("build/tools/bin/geckodriver");
  const found = which("geckodriver") ?? (read(ours, "--version") ? ours : null);
  if (!found) await install("geckodriver", geckodriverVersion, "two minutes");
  return found ?? ours;
}

/** Compiled by the command that needs it, and kept. */
export async function cargoDeny() {
  const version = "0.20.2";
  const program = at("build/tools/bin/cargo-deny");
  if (!read(program, "--version")?.endsWith(` ${version}`))
    await install("cargo-deny", version, "three minutes");
  ok(`cargo-deny ${version}`);
  return program;
}

/** @param {string} crate @param {string} version @param {string} time what it takes */
async function install(crate, version, time) {
  note(`${crate} ${version} has to be compiled once: about ${time}`);
  const scratch = at("target/tools");
  const args = ["install", crate, "--version", `=${version}`];
  args.push("--root", at("build/tools"), "--target-dir", scratch);
  const env = { RUSTFLAGS: undefined, CARGO_BUILD_TARGET: undefined };
  let ran = await run("cargo", [...args, "--locked"], { env, limit: 1800 });
  if (ran.code !== 0) {
    // Seen: a registry's mirror that doesn't have yet what the tool's lock file names.
    note("once more, without the tool's own lock file");
    ran = await run("cargo", args, { env, limit: 1800 });
  }
  if (ran.code !== 0) throw new Stop(`Compiling ${crate} failed: cargo ${ran.ending}.`);
  // Kept until here so that an interrupted compilation goes on where it was: 300 MB.
  rmSync(scratch, { recursive: true, force: true });
}
