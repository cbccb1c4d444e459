// @ts-check
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { at } from "./paths.mjs";
import { must } from "./run.mjs";
import { Stop } from "./say.mjs";
import { step } from "./stamp.mjs";
import { bound, featureFlags, wasmOpt } from "./wasm.mjs";

/** 60 bytes of brotli less here than -Oz, which makes the whole wasm smaller. */
const packFlags = ["-Os", "--converge", "--low-memory-unused", "--reorder-functions", ...featureFlags];

/** From here on the glue only loads, in more ways than a page has. */
const LOADING = "let wasmModule, wasmInstance, wasm;";

/** What is never read: this wasm says everything in numbers. Zeros compress to nothing: 0.1 KB of brotli. */
const unread = [
  "https://platform.vocdoni.io",
  ...["createManagedOrg", "publishProcess", "relayVotes", "sendEmailOtp", "sendSmsOtp"],
  ...["count", "voters", "questions", "emailOtp", "smsOtp"],
  "closure invoked recursively or after being dropped",
];

const loader = `let wasm;
export const instantiate = async (source) => {
  const made = await WebAssembly.instantiate(source, __wbg_get_imports());
  wasm = (made.instance ?? made).exports;
  wasm.__wbindgen_start();
};
`;

/** By what the two know that they belong together: short names are the same in another version, and mean something else there. */
const START = "__wbindgen_start";

/**
 * @typedef {object} Names as wasm-opt prints them
 * @property {[module: string, name: string, short: string][]} imports
 * @property {[name: string, short: string][]} exports
 */

/**
 * Replaces what has to be there.
 * @param {string} text
 * @param {string | RegExp} what
 * @param {string} by
 */
function replaced(text, what, by) {
  const next = text.replace(what, () => by);
  if (next === text) throw new Stop(`Packing failed: the glue of wasm-bindgen has no ${what}.`);
  return next;
}

/**
 * An export that hands on what it is given. What crosses the boundary are numbers and references: nothing to convert.
 * @param {string} name
 * @param {string} body
 */
function forwarded(name, body) {
  if (!body.includes(`wasm.${name}(`) || /Wasm0|Externref|ptr/.test(body)) {
    throw new Stop(`Packing failed: the glue of ${name} does more than to hand on.`);
  }
  return `export const ${name} = (...given) => wasm.${name}(...given);`;
}

/**
 * The glue with the names that the wasm has now. Generated names end in 16 digits that no compression makes smaller, and stand in both.
 * @param {string} glue
 * @param {Names} names
 */
function renamed(glue, { imports, exports }) {
  const parts = glue.split(LOADING);
  if (parts.length !== 2) throw new Stop(`Packing failed: the glue of wasm-bindgen has no ${LOADING}`);
  let text = `${parts[0]}${loader}`;
  const asked = new Set(imports.map(([, name]) => name));
  text = text.replaceAll(/^ *(__wb\w+): function[\s\S]*?^ {8}},\n/gm, (entry, name) =>
    asked.has(name) ? entry : "",
  );
  for (const line of ["let cachedTextDecoder = ", "cachedTextDecoder.decode();"]) {
    text = replaced(text, new RegExp(`^${line.replace(/[().]/g, "\\$&")}.*$`, "m"), "");
  }
  text = text.replaceAll(/^export function (\w+)\(.*\) \{\n([\s\S]*?)\n\}$/gm, (_, name, body) =>
    forwarded(name, body),
  );
  for (const [, name, short] of imports)
    text = replaced(text, new RegExp(`^ *${name}: `, "gm"), `${short}: `);
  for (const [name, short] of exports)
    text = text.replaceAll(new RegExp(`\\bwasm\\.${name}\\b`, "g"), `wasm.${short}`);
  // An export that the glue has no use for is left as it is; one that it wants under its old name would be missed by the tests only.
  const kept = new Set(exports.map(([, short]) => short));
  const stray = [...text.matchAll(/\bwasm\.(\w+)/g)].find(([, name]) => !kept.has(name ?? ""));
  if (stray) throw new Stop(`Packing failed: the glue asks for ${stray[0]}, which the wasm doesn't export.`);
  return replaced(text, `"./quota_gate_bg.js": `, `a: `);
}

/**
 * The wasm without texts that nobody reads. One that isn't there any more has nothing to be taken.
 * @param {string} file
 */
function blank(file) {
  const bytes = readFileSync(file);
  for (const text of unread) {
    const at = bytes.indexOf(text);
    if (at > 0) bytes.fill(0, at, at + text.length);
  }
  writeFileSync(file, bytes);
}

/**
 * The wasm with another name for an export.
 * @param {string} file
 * @param {string} name
 * @param {string} next
 */
async function renameExport(file, name, next) {
  const { default: binaryen } = await import("binaryen");
  const module = binaryen.readBinary(readFileSync(file));
  const { value } = binaryen.getExportInfo(module.getExport(name));
  module.removeExport(name);
  module.addFunctionExport(value, next);
  writeFileSync(file, module.emitBinary());
  module.dispose();
}

/** The first decision's wasm, and its glue: as small as they get. */
export async function packFirst() {
  const [glue, wasm] = [bound("first", "quota_gate.js"), bound("first", "quota_gate_bg.wasm")];
  const to = [at("dist/quota_gate.wasm"), at("build/first/core.js"), at("build/first/tag.js")];
  const version = at("node_modules/binaryen/package.json");
  const own = import.meta.filename;
  await step("Packing", { from: [glue, wasm, version, own], with: packFlags, to }, async () => {
    const small = at("build/first/small.wasm");
    await must("wasm-opt", wasmOpt(), [wasm, ...packFlags, "-o", small]);
    // In a run of its own: with --converge it would rename twice.
    const renaming = ["--low-memory-unused", "--minify-imports-and-exports-and-modules", ...featureFlags];
    const stripping = ["--dealign", "--strip-target-features"];
    const fresh = `${to[0]}.new`;
    const { output } = await must("wasm-opt", wasmOpt(), [small, ...renaming, ...stripping, "-o", fresh]);
    /** @type {Names} */
    const names = JSON.parse(output);
    const text = readFileSync(glue, "utf8");
    const tag = `v${createHash("sha256").update(readFileSync(small)).update(text).digest("hex").slice(0, 6)}`;
    const start = names.exports.find(([name]) => name === START);
    if (!start) throw new Stop(`Packing failed: the wasm has no ${START}.`);
    blank(fresh);
    await renameExport(fresh, start[1], tag);
    start[1] = tag;
    writeFileSync(at("build/first/core.js"), renamed(text, names));
    writeFileSync(at("build/first/tag.js"), `export const tag = "${tag}";\n`);
    renameSync(fresh, at("dist/quota_gate.wasm"));
  });
  const types = readFileSync(bound("first", "quota_gate.d.ts"), "utf8");
  const more = "export function instantiate(source: BufferSource | WebAssembly.Module): Promise<void>;\n";
  writeFileSync(at("build/first/tag.d.ts"), "export const tag: string;\n");
  writeFileSync(at("build/first/core.d.ts"), `${types.split("export type InitInput")[0]}${more}`);
}
