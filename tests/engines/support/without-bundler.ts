import path from "node:path";
import { transform } from "esbuild";
import express from "express";
import { type App, type AppOptions, serveFiles } from "../../e2e/support/app";
import { folder, read } from "./entries";

const dist = path.resolve(import.meta.dirname, "../../../dist");

/** A page that imports the package by its address, each module a file: only the types are taken out. */
export function serveModules(options: AppOptions): Promise<App> {
  const files = express
    .Router()
    .use("/quota-gate", express.static(dist))
    .get("/:name.js", async (request, response) => {
      const { name } = request.params;
      const source = read(`${folder}/${name === "app" ? "without-bundler" : name}.ts`);
      const { code } = await transform(source, { loader: "ts", format: "esm" });
      response.type("js").send(code);
    });
  return serveFiles(files, options);
}
