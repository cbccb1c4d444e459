// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { at, root } from "./paths.mjs";
import { Stop } from "./say.mjs";

/**
 * A file as an application's bundle has it.
 * @typedef {object} Packed
 * @property {string} file what a page asks for
 * @property {string} name what it is of, in dist/ where it is of ours: without the bundler's hash
 * @property {Uint8Array} contents
 *
 * What a page loads with its first script, and what that asks for on demand.
 * @typedef {{ initial: Packed[], later: Packed[] }} Packing
 *
 * @typedef {object} Settings
 * @property {{ contents: string, from: string } | string} app a script in some folder, or a file
 * @property {string[]} [external]
 * @property {string} [banner] before each script
 */

/** What bundlers look for. The WebAssembly is fetched by whoever names it. */
const asset = /new URL\("\.\/([\w.-]+\.wasm)",\s*import\.meta\.url\)/g;

/**
 * Bundles as applications do: minified, for production, in as many files as are loaded at different times.
 * @param {Settings} settings
 * @returns {Promise<Packing>}
 */
export async function pack({ app, external = [], banner = "" }) {
  const { build } = await import("esbuild");
  const outdir = at("build/packing");
  const { outputFiles, metafile } = await build({
    ...(typeof app === "string"
      ? { entryPoints: { app } }
      : { stdin: { contents: app.contents, resolveDir: app.from, sourcefile: "app.js" } }),
    absWorkingDir: root,
    outdir,
    entryNames: "app",
    chunkNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    conditions: ["production"],
    define: { "process.env.NODE_ENV": '"production"' },
    banner: { js: banner },
    external,
    metafile: true,
    write: false,
    logLevel: "error",
  }).catch(() => {
    throw new Stop("Bundling failed: esbuild's messages above say where.");
  });
  const outputs = metafile.outputs;
  const key = (/** @type {string} */ file) => relative(root, join(outdir, file));
  const first = new Set([key("app.js")]);
  for (const output of first) {
    for (const { kind, path } of outputs[output]?.imports ?? []) {
      if (kind === "import-statement" && path in outputs) first.add(path);
    }
  }
  const scripts = outputFiles.map(({ path, contents, text }) => {
    const output = relative(root, path);
    const entry = outputs[output]?.entryPoint ?? largest(outputs[output]?.inputs ?? {});
    const name = output === key("app.js") ? "app.js" : relative("dist", entry);
    return { output, files: [{ file: basename(path), name, contents }, ...wasm(text)] };
  });
  /** @param {boolean} wanted */
  const files = (wanted) =>
    scripts
      .filter(({ output }) => first.has(output) === wanted)
      .flatMap(({ files }) => files)
      // What only hands on what another file has.
      .filter(({ contents }) => contents.length > 100);
  return { initial: files(true), later: files(false) };
}

/** What a file is mostly of. @param {Record<string, { bytesInOutput: number }>} inputs */
const largest = (inputs) =>
  Object.entries(inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)[0]?.[0] ?? "";

/** @param {string} script @returns {Packed[]} */
function wasm(script) {
  return [...script.matchAll(asset)].map(([, name = ""]) => {
    const file = at("dist", name);
    if (!existsSync(file)) throw new Stop(`dist/${name} is missing, and the bundle asks for it.`);
    return { file: name, name, contents: readFileSync(file) };
  });
}
