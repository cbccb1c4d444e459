/** Without WebAssembly, and as a bundler leaves it that minifies with SWC: Next, Rspack and Parcel do. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { minify } from "@swc/core";
import type * as js from "quota-gate/js";
import type * as proxy from "quota-gate/proxy";
import { beforeAll, expect, test, vi } from "vitest";
import { leftOfMany, MANY } from "./many.js";
import { finally_, guide } from "./support.js";
import "./without-wasm.js";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "build/test/minified");

const minified = <T>(name: string): Promise<T> => import(pathToFileURL(path.join(folder, name)).href);

beforeAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const names = (await readdir(path.join(root, "dist"))).filter((name) => name.endsWith(".js"));
  for (const name of names) {
    const source = await readFile(path.join(root, "dist", name), "utf8");
    const { code } = await minify(source, { compress: true, mangle: true, module: true });
    await writeFile(path.join(folder, name), code);
  }
}, 60_000);

test("each of many gates keeps its own numbers", async () => {
  const left = await leftOfMany(await minified<typeof js>("js.js"));
  expect(left).toEqual(left.map((_, limit) => limit));
}, 30_000);

test("each of many proxies shows what is left to its account", async () => {
  const limitOf: Record<string, number> = {};
  vi.stubGlobal("fetch", async ({ url }: Request) =>
    Response.json(guide({ maxVotes: limitOf[new URL(url).hostname] ?? 0 }, { sentVotes: 0 })),
  );
  finally_(() => vi.unstubAllGlobals());
  const { createQuotaProxy } = await minified<typeof proxy>("proxy.js");
  const left = await Promise.all(
    Array.from({ length: MANY }, async (_, index) => {
      limitOf[`a${index}.example`] = index + 1;
      const proxy = createQuotaProxy({
        platform: "vocdoni",
        baseUrl: `https://a${index}.example`,
        token: "key",
        authorize: () => true,
      });
      const answer = await proxy(new Request("https://app.example/api/quota"));
      const { limits } = (await answer.json()) as ReturnType<typeof guide>;
      return limits.maxVotes;
    }),
  );
  expect(left).toEqual(left.map((_, index) => index + 1));
}, 30_000);
