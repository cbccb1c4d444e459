// @ts-check
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { at } from "./paths.mjs";
import { must } from "./run.mjs";
import { target } from "./rust.mjs";
import { Stop } from "./say.mjs";
import { step } from "./stamp.mjs";

/** @typedef {import("./rust.mjs").WasmRust} WasmRust */

/**
 * Arguments and environment of a cargo that compiles for the browser, in a folder of its own: neither compiler
 * nor set of flags throws away what another has built.
 * @param {WasmRust} rust
 * @param {string} folder
 * @param {string[]} flags
 */
export function wasmCargo(rust, folder, flags) {
  return {
    target: at("target", `${folder}-${rust.kind}`),
    env: {
      ...rust.env,
      // RUSTFLAGS would win over the flags for this target, and reach build scripts.
      RUSTFLAGS: undefined,
      CARGO_ENCODED_RUSTFLAGS: undefined,
      CARGO_BUILD_TARGET: undefined,
      CARGO_TARGET_DIR: at("target", `${folder}-${rust.kind}`),
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: flags.join(" "),
      // -Z on a stable compiler
      RUSTC_BOOTSTRAP: rust.source ? "1" : undefined,
    },
  };
}

const glueFlags = ["--target", "web", "--encode-into", "always", "--omit-default-module-path"];
glueFlags.push("--remove-name-section", "--remove-producers-section");

// Not --all-features: Node 20 doesn't load what comes out.
export const features = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals"];
features.push("reference-types", "multivalue");
export const featureFlags = features.map((name) => `--enable-${name}`);
const optFlags = ["-Oz", "--converge", "--low-memory-unused", ...featureFlags];

/**
 * Everything, what the first decision takes (src/first), or everything and what only a back end needs.
 * @typedef {"whole" | "first" | "proxy"} Half
 */

/**
 * What wasm-bindgen makes of a half.
 * @param {Half} half
 * @param {string} name
 */
export const bound = (half, name) => at("build", half === "whole" ? "wasm" : half, name);

/**
 * @param {WasmRust} rust
 * @param {Half} half
 */
export async function compile(rust, half) {
  // Measured, brotli: immediate-abort 1.7 KB, the rest 3 KB where something is formatted.
  const flags = rust.source
    ? ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"]
    : [];
  const std = rust.source
    ? [
        "-Zbuild-std=std,panic_abort",
        "-Zbuild-std-features=optimize_for_size",
        "-Zpanic-immediate-abort",
        "--config",
        'profile.release.panic="immediate-abort"',
      ]
    : [];
  const { target: folder, env } = wasmCargo(rust, rust.source ? "small" : "plain", flags);
  // Only the cdylib: with an rlib beside it, cargo leaves link-time optimisation out.
  const only = half === "whole" ? [] : ["--features", half];
  const kind = ["--release", "--lib", "--crate-type", "cdylib", "--target", target];
  const args = ["rustc", "--locked", ...kind, ...only, ...std];
  const output = at("build/compiled", `${half}.wasm`);
  const from = [at("src"), at("Cargo.toml"), at("Cargo.lock")];
  const name = `Compiling Rust, ${half}`;
  await step(name, { from, with: [rust.name, ...args, ...flags], to: [output] }, async () => {
    await must(name, rust.cargo, args, { env });
    // Both halves come out at the same place.
    mkdirSync(at("build/compiled"), { recursive: true });
    copyFileSync(`${folder}/${target}/release/quota_gate.wasm`, output);
  });
  return output;
}

/**
 * @param {string} wasm
 * @param {string} tool
 * @param {Half} half
 */
export async function bind(wasm, tool, half) {
  const to = ["quota_gate.js", "quota_gate.d.ts", "quota_gate_bg.wasm"].map((name) => bound(half, name));
  await step(`wasm-bindgen, ${half}`, { from: [wasm, tool], with: glueFlags, to }, async () => {
    const [folder, fresh] = [bound(half, ""), at("build", `${half}.new`)];
    rmSync(fresh, { recursive: true, force: true });
    await must("wasm-bindgen", tool, [wasm, ...glueFlags, "--out-dir", fresh, "--out-name", "quota_gate"]);
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  });
}

export function wasmOpt() {
  const tool = at("node_modules/.bin/wasm-opt");
  if (!existsSync(tool)) throw new Stop("wasm-opt is missing: npm's binaryen isn't installed.");
  return tool;
}

/** Where a half comes out that is taken as it is. */
export const optimised = { whole: at("dist/whole.wasm"), proxy: at("build/proxy/proxy.wasm") };

/** @param {keyof typeof optimised} half */
export async function optimise(half) {
  const from = bound(half, "quota_gate_bg.wasm");
  const to = optimised[half];
  const version = at("node_modules/binaryen/package.json");
  const flags = [...optFlags, "--dealign", "--strip-target-features"];
  await step(`wasm-opt, ${half}`, { from: [from, version], with: flags, to: [to] }, async () => {
    await must("wasm-opt", wasmOpt(), [from, ...flags, "-o", `${to}.new`]);
    renameSync(`${to}.new`, to);
  });
}
