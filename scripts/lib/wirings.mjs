// @ts-check
import { existsSync } from "node:fs";
import { at } from "./paths.mjs";
import { Stop } from "./say.mjs";
import { step } from "./stamp.mjs";

/** Where the applications are, each by its entry: www/demo/wirings/<entry>. */
const folder = "www/demo/wirings";
const entries = {
  html: "html/main.ts",
  elements: "elements/main.ts",
  react: "react/main.tsx",
  vue: "vue/main.ts",
  svelte: "svelte/main.ts",
};
const libraries = ["vite", "react", "vue", "svelte"];

/** The demo's pages for each way of wiring, built as an application's author would: build/demo/<name>.js. */
export async function wirings() {
  const versions = libraries.map((name) => at(`node_modules/${name}/package.json`));
  const names = [...Object.keys(entries), "react-18"];
  const files = {
    from: [at(folder), at("dist"), at("scripts/lib/wirings.mjs"), ...versions],
    to: names.map((name) => at(`build/demo/${name}.js`)),
  };
  await step("Building the demo's ways of wiring", files, async () => {
    const { NODE_ENV } = process.env;
    const built = await Promise.allSettled([bundle(entries), bundle({ "react-18": entries.react }, 18)]);
    // Vite sets it for itself, and tests that run afterwards would take it for theirs.
    if (NODE_ENV === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = NODE_ENV;
    for (const each of built) {
      if (each.status === "rejected") throw new Stop(`Building the demo failed: ${each.reason}`);
    }
  });
}

/**
 * @param {Record<string, string>} entries
 * @param {18 | 19} [react] which one the application brings
 */
async function bundle(entries, react = 19) {
  const [{ build }, { default: vue }, { svelte }] = await Promise.all([
    import("vite"),
    import("@vitejs/plugin-vue"),
    import("@sveltejs/vite-plugin-svelte"),
  ]);
  const root = at(folder);
  const old = at("tests/react-18/node_modules");
  const there = Object.entries(entries).filter(([, file]) => existsSync(at(folder, file)));
  await build({
    root,
    base: "/wirings/",
    configFile: false,
    logLevel: "error",
    plugins: [vue(), svelte({ configFile: false, compilerOptions: { dev: false } })],
    oxc: { jsx: { runtime: "automatic" } },
    resolve:
      react === 18 ? { alias: [{ find: /^(react|react-dom)(?=\/|$)/, replacement: `${old}/$1` }] } : {},
    build: {
      outDir: at("build/demo"),
      emptyOutDir: false,
      modulePreload: false,
      target: "es2022",
      rollupOptions: {
        input: Object.fromEntries(there.map(([name, file]) => [name, at(folder, file)])),
        output: { entryFileNames: "[name].js", chunkFileNames: `shared-${react}-[name].js` },
      },
    },
  });
}
