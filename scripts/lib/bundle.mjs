// @ts-check
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { at } from "./paths.mjs";
import { Stop } from "./say.mjs";
import { step } from "./stamp.mjs";

/** Where the package is entered: www/lib/<name>.ts becomes dist/<name>.js. */
const entries = ["index", "inline"];
// Bundlers look for exactly this expression; in two modules of one page they would emit the file twice.
const asset = /new URL\(["'`]\.\/quota_gate\.wasm["'`],\s*import\.meta\.url\)/;

/**
 * What is imported on demand stays an import of a file beside the entry: www/lib/languages/es.ts, shared by both.
 * @type {import("esbuild").Plugin}
 */
const onDemand = {
  name: "on-demand",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\// }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    );
  },
};

/** What the entries ask for on demand: the languages, all but English, and the other tabs. */
const demanded = () => [
  "tabs",
  ...readdirSync(at("www/lib/languages"))
    .filter((file) => file !== "en.ts")
    .map((file) => `languages/${file.replace(/\.ts$/, "")}`),
];

export async function bundle() {
  const from = [at("www/lib"), at("build/wasm/quota_gate.js"), at("dist/quota_gate.wasm")];
  for (const name of entries) {
    if (!existsSync(at(`www/lib/${name}.ts`)))
      throw new Stop(`Bundling failed: www/lib/${name}.ts is missing.`);
  }
  const modules = [...entries, ...demanded()];
  const to = modules.flatMap((name) => [at(`dist/${name}.js`), at(`dist/${name}.js.map`)]);
  const version = at("node_modules/esbuild/package.json");
  await step("Bundling TypeScript", { from: [...from, version, at("tsconfig.json")], to }, async () => {
    const { build } = await import("esbuild");
    try {
      await build({
        absWorkingDir: at("."),
        entryPoints: modules.map((name) => `www/lib/${name}.ts`),
        outdir: "dist",
        bundle: true,
        format: "esm",
        target: "es2022",
        platform: "neutral",
        minify: true,
        sourcemap: true,
        loader: { ".wasm": "binary" },
        // The glue calls the global fetch; see there.
        inject: ["www/lib/fetch.ts"],
        plugins: [onDemand],
        logLevel: "warning",
      });
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
  const types = at("www/lib/types.d.ts");
  if (!existsSync(types)) throw new Stop("Copying the types failed: www/lib/types.d.ts is missing.");
  copyFileSync(types, at("dist/index.d.ts"));
}
