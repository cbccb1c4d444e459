import { createServer } from "node:http";
import path from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { brotliCompressSync } from "node:zlib";
import express from "express";
import { type Packed, pack } from "../../../scripts/lib/packing.mjs";
import { type Listening, listen } from "../../../www/loopback.js";
import { OPEN } from "../account.js";
import { CONTESTANTS, type Contestant } from "./contestants.js";

/** How long every answer of a platform takes, in milliseconds; files don't. */
export const LATENCY = 50;

/** What each platform answers: the organization may be created. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  "/api/quota": OPEN,
  "/api/features/page": { status: 200, features: { "create-managed-org": { defaultValue: true } } },
  "/api/frontend": {
    toggles: [
      {
        name: "create-managed-org",
        enabled: true,
        impressionData: false,
        variant: { name: "disabled", enabled: false },
      },
    ],
  },
};

/** The button waits, and the page notes when it says something. */
const page = (
  hints: string,
) => `<!doctype html><html lang="en"><title>Create</title><link rel="icon" href="data:,">
${hints}<button type="button" data-quota-action="createManagedOrg" disabled>Create</button>
<script>
  const button = document.querySelector("button");
  globalThis.decided = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (!["allow", "deny"].includes(button.dataset.quotaVerdict)) return;
      performance.mark("decision");
      observer.disconnect();
      resolve(button.dataset.quotaVerdict);
    }).observe(button, { attributes: true });
  });
</script>
<script type="module" src="app.js"></script></html>
`;

const hint = ({ file }: Packed): string =>
  file.endsWith(".wasm")
    ? `<link rel="preload" as="fetch" crossorigin href="${file}">\n`
    : `<link rel="modulepreload" href="${file}">\n`;

/** Each contestant's page in a folder of its own, as a server for production sends it. */
export async function serve(): Promise<Listening> {
  const app = express().disable("etag");
  // What lets the page see a clock of 5 µs instead of 100.
  app.use("/calls/", (_, response, next) => {
    response.set("Cross-Origin-Opener-Policy", "same-origin");
    response.set("Cross-Origin-Embedder-Policy", "require-corp");
    next();
  });
  for (const contestant of CONTESTANTS) await add(app, contestant);
  await add(app, { folder: "calls", app: path.join(import.meta.dirname, "apps/calls.ts") });
  app.get(Object.keys(ANSWERS), async ({ path }, response) => {
    await after(LATENCY);
    response.set("Cache-Control", "no-store").json(ANSWERS[path]);
  });
  return listen(createServer(app), 0);
}

async function add(
  app: express.Express,
  { app: script, folder, preloads }: Omit<Contestant, "name">,
): Promise<void> {
  const { initial, later } = await pack({
    app: script,
    banner: `performance.mark("script");`,
    // What mitata asks other runtimes for.
    external: ["node:*", "bun:*", "@mitata/counters"],
  });
  const hints = preloads ? initial.filter(({ file }) => file !== "app.js").map(hint) : [];
  app.get(`/${folder}/`, (_, response) => {
    response
      .set("Cache-Control", "no-store")
      .type("html")
      .send(page(hints.join("")));
  });
  for (const { file, contents } of [...initial, ...later]) {
    const compressed = brotliCompressSync(contents);
    app.get(`/${folder}/${file}`, (_, response) => {
      response.set({ "Cache-Control": "public, max-age=31536000, immutable", "Content-Encoding": "br" });
      response.type(file).send(compressed);
    });
  }
}
