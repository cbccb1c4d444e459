import { createServer } from "node:http";
import path from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import vue from "@vitejs/plugin-vue";
import express, { type RequestHandler } from "express";
import { build } from "vite";
import { listen } from "../../../www/loopback";

const root = path.resolve(import.meta.dirname, "../../..");
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; require-trusted-types-for 'script'";

export interface AppOptions {
  /** Which React the application brings. */
  readonly react?: 18 | 19;
  /** A page that a server rendered: what stands in #app, and what the script finds in `<script type="application/json">`. */
  readonly rendered?: { readonly html: string; readonly state: unknown };
  readonly trustedTypes?: boolean;
  /** Where applications are, from the repository's root. */
  readonly folder?: string;
  /** The page's own back end. */
  readonly backEnd?: RequestHandler;
  /** A script that runs before the application's. */
  readonly before?: string;
}

export interface App {
  readonly url: string;
  close(): Promise<void>;
}

/** An application, built as users build theirs, and served to this machine under a strict policy. */
export async function serveApp(entry: string, options: AppOptions = {}): Promise<App> {
  const { react = 19, folder = "tests/e2e/apps" } = options;
  const outDir = path.join(root, "build/test/apps", `${entry.replace(/\W/g, "-")}-${react}-${process.pid}`);
  const old = path.join(root, "tests/react-18/node_modules");
  await build({
    root: path.join(root, folder),
    configFile: false,
    logLevel: "error",
    plugins: [vue(), svelte({ configFile: false, compilerOptions: { dev: false } })],
    oxc: { jsx: { runtime: "automatic" } },
    resolve:
      react === 18 ? { alias: [{ find: /^(react|react-dom)(?=\/|$)/, replacement: `${old}/$1` }] } : {},
    build: {
      outDir,
      emptyOutDir: true,
      modulePreload: false,
      rollupOptions: {
        input: path.join(root, folder, entry),
        output: { entryFileNames: "app.js" },
      },
    },
  });
  return serveFiles(express.static(outDir), options);
}

/** A page whose script is /app.js, whatever serves that. */
export function serveFiles(files: RequestHandler, options: AppOptions = {}): Promise<App> {
  const { rendered, trustedTypes = true, backEnd, before } = options;
  const app = express();
  const state = JSON.stringify(rendered?.state ?? null).replaceAll("<", "\\u003c");
  const first = before === undefined ? "" : '<script src="/before.js"></script>';
  app.use((_req, res, next) => {
    res.set("Content-Security-Policy", trustedTypes ? POLICY : POLICY.replace(/; require.*/, ""));
    next();
  });
  app.get("/", (_req, res) => {
    res
      .type("html")
      .send(
        `<!doctype html><html lang="en"><title>app</title><link rel="icon" href="data:,">${first}<main id="app">${rendered?.html ?? ""}</main>` +
          `<script type="application/json" id="state">${state}</script><script type="module" src="/app.js"></script></html>`,
      );
  });
  if (before !== undefined) app.get("/before.js", (_req, res) => void res.type("js").send(before));
  if (backEnd) app.use(backEnd);
  app.use(files);
  return listen(createServer(app), 0);
}
