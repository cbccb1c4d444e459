import { readdir, readFile } from "node:fs/promises";
import { Miniflare } from "miniflare";

const { PORT, QUOTA_URL, QUOTA_KEY } = process.env;
const wasm = (await readdir("dist")).filter((file) => file.endsWith(".wasm"));
const load = async (type, path) => ({ type, path, contents: await readFile(`dist/${path}`) });
new Miniflare({
  modules: [
    await load("ESModule", "index.js"),
    ...(await Promise.all(wasm.map((file) => load("CompiledWasm", file)))),
  ],
  bindings: { QUOTA_URL, QUOTA_KEY },
  compatibilityDate: "2026-01-01",
  host: "127.0.0.1",
  port: Number(PORT),
  cf: false,
});
