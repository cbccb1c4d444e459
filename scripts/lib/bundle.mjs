// @ts-check
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { at } from "./paths.mjs";
import { Stop } from "./say.mjs";
import { step } from "./stamp.mjs";

/** Where the package is entered: www/lib/<name>.ts becomes dist/<name>.js. */
const entries = ["index", "inline", "js", "workerd", "proxy-workerd"];
/** What stands beside a gate of either, or in front of all: dist/<name>.js, with its types in www/lib/types/<name>.d.ts. */
export const interfaces = ["elements", "react", "vue", "svelte", "testing", "proxy"];
/** The frameworks are the application's own, and so is the copy of the package that made its provider. */
const theirs = ["react", "react-dom", "vue", "svelte", "svelte/*", "quota-gate", "cloudflare:*"];
// Bundlers look for exactly this expression; in two modules of one page they would emit the file twice.
const asset = /new URL\(["'`]\.\/quota_gate\.wasm["'`],\s*import\.meta\.url\)/;

/** The core without WebAssembly: imported on demand where that is blocked, and at once by the entry that has no other; and the back end's. */
const scriptCores = ["js-core", "proxy-core"];

/**
 * What is imported on demand stays an import of a file beside the entry: www/lib/languages/es.ts, shared by all.
 * @type {import("esbuild").Plugin}
 */
const onDemand = {
  name: "on-demand",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\// }, ({ kind, path }) =>
      kind === "dynamic-import" || scriptCores.some((core) => path === `./${core}.js`)
        ? { path, external: true }
        : undefined,
    );
  },
};

/**
 * The wasm that www/lib/workerd.ts imports stays an import of a file beside the entry: there it is a compiled module.
 * @type {import("esbuild").Plugin}
 */
const asModule = {
  name: "as-module",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/\w+\.wasm$/ }, ({ path }) => ({ path, external: true }));
  },
};

/** What the entries ask for on demand: the languages, all but English, the other tabs, and the core where it can't be wasm. */
const demanded = () => [
  "tabs",
  ...scriptCores,
  ...readdirSync(at("www/lib/languages"))
    .filter((file) => file !== "en.ts")
    .map((file) => `languages/${file.replace(/\.ts$/, "")}`),
];

export async function bundle() {
  const from = [
    at("www/lib"),
    at("build/wasm/quota_gate.js"),
    at("dist/whole.wasm"),
    at("build/first/core.js"),
    at("build/first/tag.js"),
    at("build/js"),
    at("build/proxy"),
    at("build/proxy-js"),
  ];
  for (const name of [...entries, ...interfaces]) {
    if (!existsSync(at(`www/lib/${name}.ts`)))
      throw new Stop(`Bundling failed: www/lib/${name}.ts is missing.`);
  }
  const modules = [...entries, ...interfaces, ...demanded()];
  const to = modules.flatMap((name) => [at(`dist/${name}.js`), at(`dist/${name}.js.map`)]);
  const version = at("node_modules/esbuild/package.json");
  await step("Bundling TypeScript", { from: [...from, version, at("tsconfig.json")], to }, async () => {
    try {
      // The whole glue calls the global fetch and makes a TextDecoder, and wants others; see there.
      await esbuild(["index"], []);
      await esbuild(
        modules.filter((name) => name !== "index"),
        ["www/lib/fetch.ts", "www/lib/text.ts"],
      );
    } catch {
      throw new Stop("Bundling failed: esbuild's messages above say where.");
    }
    for (const name of modules) {
      const found = asset.test(readFileSync(at(`dist/${name}.js`), "utf8"));
      if (found === (name === "index")) continue;
      const expected = name === "index" ? "lacks the" : "has a";
      throw new Stop(
        `Bundling failed: dist/${name}.js ${expected} new URL("./quota_gate.wasm", import.meta.url).`,
      );
    }
  });
  copyTypes("types", "index");
  for (const name of interfaces) copyTypes(`types/${name}`, name);
}

/** @param {string[]} modules @param {string[]} inject */
async function esbuild(modules, inject) {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: at("."),
    entryPoints: modules.map((name) => `www/lib/${name}.ts`),
    outbase: "www/lib",
    outdir: "dist",
    bundle: true,
    format: "esm",
    target: "es2022",
    // It would make blank pages in some bundlers' wrappers, and require() of an entry fail in Node.
    supported: { "top-level-await": false },
    platform: "neutral",
    minify: true,
    // Not published, so no file names its own: two thirds of the bytes. A build of the same revision makes them again.
    sourcemap: "external",
    loader: { ".wasm": "binary" },
    inject,
    plugins: [onDemand, asModule],
    external: theirs,
    logLevel: "warning",
  });
}

/** @param {string} from @param {string} to */
function copyTypes(from, to) {
  const types = `www/lib/${from}.d.ts`;
  if (!existsSync(at(types))) throw new Stop(`Copying the types failed: ${types} is missing.`);
  copyFileSync(at(types), at(`dist/${to}.d.ts`));
}
