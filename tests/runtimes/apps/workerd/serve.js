import { readdir, readFile } from "node:fs/promises";
import { Miniflare } from "miniflare";

/** What wrangler bundled, in workerd, with what it is told as its bindings. */
const { PORT, HOST, PATH: _, HOME: __, ...bindings } = process.env;
const files = (await readdir("dist")).filter((file) => /\.(js|wasm)$/.test(file));
const modules = await Promise.all(
  files
    .sort((one) => (one === "worker.js" ? -1 : 1))
    .map(async (path) => ({
      type: path.endsWith(".js") ? "ESModule" : "CompiledWasm",
      path,
      contents: await readFile(`dist/${path}`),
    })),
);
new Miniflare({
  modules,
  bindings,
  compatibilityDate: "2026-01-01",
  host: HOST,
  port: Number(PORT),
  cf: false,
});
