import { createServer } from "node:http";
import path from "node:path";
import { build } from "esbuild";
import express from "express";
import { type Listening, listen } from "../../../www/loopback";
import type { Contestant } from "./account";

declare global {
  var contestant: Contestant;
}

export const PAGES = { "quota-gate": "gate.ts", React: "react.tsx" } as const;

/** A page for each contestant, built for production. */
export async function serve(): Promise<Listening> {
  const outdir = path.resolve(import.meta.dirname, "../../../build/bench");
  await build({
    entryPoints: Object.values(PAGES).map((file) => path.join(import.meta.dirname, file)),
    outdir,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    conditions: ["development"],
    define: { "process.env.NODE_ENV": '"production"' },
    external: ["./tabs.js", "./languages/*"],
    logLevel: "error",
  });
  const app = express();
  app.get("/:name.html", (req, res) => {
    res
      .type("html")
      .send(
        `<!doctype html><html lang="en"><title>bench</title><link rel="icon" href="data:,"><ul id="rows"></ul>` +
          `<script type="module" src="/${req.params.name}.js"></script></html>`,
      );
  });
  app.use(express.static(outdir));
  return listen(createServer(app), 0);
}
