import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Gate } from "quota-gate";
import { expect, test, vi } from "vitest";
import { finally_ } from "./support.js";

const at = (...below: string[]) => path.resolve(import.meta.dirname, "../..", ...below);

type AnyGate = Gate<Record<string, Record<string, unknown>>, string>;

/** Runs a fenced block that follows `<!-- snippet: name -->` as it stands, over these answers by path. */
const snippet = async (name: string, answers: Readonly<Record<string, unknown>>): Promise<AnyGate> => {
  const readme = await readFile(at("README.md"), "utf8");
  const [, text] = new RegExp(`<!-- snippet: ${name} -->\\n\`\`\`js\\n([\\s\\S]*?)\`\`\``).exec(readme) ?? [];
  if (text === undefined) throw new Error(`README.md has no snippet ${name}`);
  await mkdir(at("build/test/snippets"), { recursive: true });
  const file = at("build/test/snippets", `${name}.mjs`);
  await writeFile(file, `${text}\nexport { gate };\n`);
  vi.stubGlobal("fetch", async (input: Request | string) => {
    const { origin, pathname } = new URL(typeof input === "string" ? input : input.url);
    const body = origin === "https://app.example" ? answers[pathname] : undefined;
    return Response.json(body ?? {}, { status: body === undefined ? 404 : 200 });
  });
  finally_(() => vi.unstubAllGlobals());
  const { gate } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { gate: AnyGate };
  finally_(() => gate.dispose());
  return gate;
};

const listed = (...data: unknown[]) => ({ data, total: data.length, limit: 50, skip: 0 });

test("Didomi's says what its comments say", async () => {
  const gate = await snippet("didomi", {
    "/api/didomi/quotas": listed({
      id: "q",
      organization_id: "acme",
      exports_configs: 3,
      exports_destinations: 2,
    }),
    "/api/didomi/premium-features": listed({ id: "p", organization_id: "acme", batch_exports: true }),
    "/api/didomi/marketplace/integrations": listed(
      { id: "config-1", type_id: "batch-exports-s3" },
      { id: "config-2", type_id: "batch-exports-gcp", enabled: true },
      { id: "config-3", type_id: "batch-exports-s3", enabled: false },
    ),
    "/api/destinations": { "config-1": 2 },
  });
  expect(gate.state).toMatchObject({ phase: "ready", enabled: true });
  expect(gate.headroom("exportConfigs")).toMatchObject({ used: 2, limit: 3 });
  expect(gate.can("enableExportConfig")).toBe(true);
  expect(gate.check("attachExportDestination", { configId: "config-1" }).verdict).toBe("deny");
  expect(gate.headroom("exportDestinations", "config-1").remaining).toBe(0);
});

test("the description says what its comments say, and reads its refusal", async () => {
  const gate = await snippet("custom", {
    "/api/compute/quota": {
      quota_set: {
        id: "studio",
        instances: { in_use: 8, limit: 10, reserved: 1 },
        cores: { in_use: 12, limit: -1, reserved: 0 },
      },
    },
  });
  expect(gate.check("createServer", { count: 2 })).toMatchObject({ verdict: "deny", max: 1 });
  const message = "Quota exceeded for instances: Requested 1, but already used 10 of 10 instances";
  const refused = Response.json({ forbidden: { code: 403, message } }, { status: 403 });
  expect(await gate.explain(refused)).toMatchObject({ blockers: [{ resource: "servers" }] });
});

test("its applications are those that the end-to-end tests open, with a gated button in ten lines of script", async () => {
  const readme = await readFile(at("README.md"), "utf8");
  const shown = [...readme.matchAll(/<!-- app: (\S+) -->\n```\w+\n([\s\S]*?)```/g)];
  expect(shown.map(([, file]) => file)).toEqual([
    "react/newcomer.tsx",
    "vue/Newcomer.vue",
    "svelte/Newcomer.svelte",
    "elements/newcomer.html",
  ]);
  for (const [, file = "", text = ""] of shown) {
    expect(text, file).toBe(await readFile(at("tests/e2e/apps", file), "utf8"));
    const script = /<script.*?>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? text;
    const lines = script.split("\n").filter((line) => line.trim() !== "");
    expect(lines.length, file).toBeLessThanOrEqual(10);
  }
});

test("its example of a test is one that is run", async () => {
  const readme = await readFile(at("README.md"), "utf8");
  const [, file = "", text = ""] = /<!-- test: (\S+) -->\n```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const [first = "", ...rest] = text.split("\n\n");
  const run = await readFile(at("tests/package", file), "utf8");
  expect(run).toContain(first);
  expect(run).toContain(rest.join("\n\n").trim());
});
