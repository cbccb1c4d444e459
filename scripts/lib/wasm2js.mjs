// @ts-check
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "./glue.mjs";
import { at } from "./paths.mjs";
import { must } from "./run.mjs";
import { Stop } from "./say.mjs";
import { step } from "./stamp.mjs";
import { features } from "./wasm.mjs";

/** What becomes of the compiled Rust where there is no WebAssembly. */
const outputs = ["quota_gate.js", "quota_gate.d.ts", "core.js"];

const enable = (/** @type {string[]} */ names) => names.map((name) => `--enable-${name}`);
const bulk = ["bulk-memory", "bulk-memory-opt"];
/** What wasm2js knows: bulk memory becomes copyWithin and fill. */
const plain = ["--mvp-features", ...enable(["mutable-globals", ...bulk])];
/** What it takes older words for. */
const newer = enable(["sign-ext", "nontrapping-float-to-int"]);

// The section that names the features is written anew: by it wasm-bindgen keeps JavaScript's values in an array, and not in a table of
// wasm's. All else is put in older words after it, so that neither Rust nor its std has to be compiled a second time.
const stripFlags = [...enable([...features, ...bulk]), "--strip-target-features"];
const nameFlags = [...plain, ...newer, "--emit-target-features"];
const glueFlags = ["--target", "bundler", "--encode-into", "always"];
glueFlags.push("--remove-name-section", "--remove-producers-section");
const textFlags = [...plain, ...newer, "--signext-lowering", "--emit-text"];
const optFlags = ["-Oz", "--converge", "--low-memory-unused", ...plain];
// Measured, brotli of the minified file: 74.9 KB with -Oz, 75.7 with -O3; terser after it saves nothing over esbuild.
const jsFlags = ["-Oz", ...plain];

/**
 * The same core without WebAssembly: quota_gate.js in a folder of build/, with what stands beside it.
 * @param {string} wasm as rustc made it
 * @param {string} wasmBindgen
 * @param {"js" | "proxy-js"} folder for www/lib/js-core.ts, or proxy-core.ts
 */
export async function translate(wasm, wasmBindgen, folder) {
  const binaryen = at("node_modules/binaryen/package.json");
  if (!existsSync(binaryen)) throw new Stop("wasm2js is missing: npm's binaryen isn't installed.");
  const from = [wasm, wasmBindgen, binaryen, import.meta.filename, at("scripts/lib/glue.mjs")];
  const to = outputs.map((name) => at("build", folder, name));
  await step(`wasm2js, ${folder}`, { from, to }, async () => {
    const fresh = at("build", `${folder}.new`);
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    const tool = (/** @type {string} */ name, /** @type {string[]} */ ...args) =>
      must("wasm2js", at("node_modules/.bin", name), args);
    await tool("wasm-opt", wasm, ...stripFlags, "-o", `${fresh}/stripped.wasm`);
    await tool("wasm-opt", `${fresh}/stripped.wasm`, ...nameFlags, "-o", `${fresh}/named.wasm`);
    const names = ["--out-dir", fresh, "--out-name", "quota_gate"];
    await must("wasm2js", wasmBindgen, [`${fresh}/named.wasm`, ...glueFlags, ...names]);
    await tool("wasm-opt", `${fresh}/quota_gate_bg.wasm`, ...textFlags, "-o", `${fresh}/core.wat`);
    writeFileSync(`${fresh}/plain.wat`, saturating(readFileSync(`${fresh}/core.wat`, "utf8")));
    await tool("wasm-opt", `${fresh}/plain.wat`, ...optFlags, "-o", `${fresh}/small.wasm`);
    await tool("wasm2js", `${fresh}/small.wasm`, ...jsFlags, "-o", `${fresh}/translated.js`);
    connect(fresh);
    rmSync(at("build", folder), { recursive: true, force: true });
    renameSync(fresh, at("build", folder));
  });
}

/** The first value that is too large, and the last that is too small, for each kind of integer. */
const ends = {
  i32_s: ["0x1p31", "-0x1.00000002p31", "0x7fffffff", "0x80000000"],
  i32_u: ["0x1p32", "-1", "0xffffffff", "0"],
  i64_s: ["0x1p63", "-0x1.0000000000001p63", "0x7fffffffffffffff", "0x8000000000000000"],
  i64_u: ["0x1p64", "-1", "0xffffffffffffffff", "0"],
};

/**
 * Rust's `as` stops at an integer's ends, and makes 0 of NaN. binaryen's own lowering makes the least number of all that doesn't fit.
 * @param {string} text of a module
 */
function saturating(text) {
  /** @type {Set<string>} */
  const functions = new Set();
  const body = text.replace(/\((i32|i64)\.trunc_sat_(f32|f64)_([su])(?=\s)/g, (_, integer, float, sign) => {
    const name = `$saturated_${integer}_${float}_${sign}`;
    const [above, below, most, least] = ends[/** @type {keyof typeof ends} */ (`${integer}_${sign}`)];
    functions.add(`(func ${name} (param $value ${float}) (result ${integer})
      (if (${float}.ge (local.get $value) (${float}.const ${above})) (then (return (${integer}.const ${most}))))
      (if (${float}.le (local.get $value) (${float}.const ${below})) (then (return (${integer}.const ${least}))))
      (if (${float}.ne (local.get $value) (local.get $value)) (then (return (${integer}.const 0))))
      (${integer}.trunc_${float}_${sign} (local.get $value)))`);
    return `(call ${name}`;
  });
  return body.replace(/\)\s*$/, `${[...functions].join("\n")})\n`);
}
