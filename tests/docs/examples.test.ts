/** Every example in the documents is held to something that is compiled or run. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { compile } from "svelte/compiler";
import { beforeAll, expect, test } from "vitest";
import { compileScript, compileTemplate, parse } from "vue/compiler-sfc";
import { around, before } from "./before.js";
import { at, type Block, blocks, placeOf } from "./documents.js";

const run = promisify(execFile);

/** Languages in which an example could be wrong. Commands and styles are for people. */
const HELD = ["js", "jsx", "ts", "tsx", "vue", "svelte", "html", "http", "json"];
const all = blocks().filter(({ language }) => HELD.includes(language));
const ofKind = (kind: string) => all.filter((block) => block.kind === kind);
const placed = (some: readonly Block[]) => some.map((block) => [placeOf(block), block] as const);

/** What comments before a block may say, and who holds it to that. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  app: HELD, // is a file of tests/e2e/apps, which the end-to-end tests open
  example: HELD, // is a file of the application that tests/e2e/readme.spec.ts runs
  runtime: ["js"], // is a file of tests/runtimes/apps, which the suite of the proxy runs
  test: ["ts"], // is part of a test in tests/package
  snippet: ["js"], // is run by tests/docs/snippets.test.ts
  json: ["json"], // is what such a snippet reads
  types: ["js", "ts", "tsx"], // is compiled, after what tests/docs/before.ts says
  compiled: ["vue", "svelte"], // is compiled by its framework
  html: ["html"], // is gated in tests/docs/markup.test.ts
  policy: ["http"], // is the policy of a page in tests/e2e/policies.spec.ts
};

test.each(placed(all))("%s is compiled or run", (_, { kind, language, document }) => {
  expect(kind, "a comment before it says how, such as <!-- types -->").not.toBeNull();
  expect(KINDS[kind ?? ""], "how it is held").toContain(language);
  if (kind === "example") expect(document).toBe("README.md");
});

test.each(placed(ofKind("app")))("%s is the file that is opened", async (_, { name, text }) => {
  expect(text).toBe(await readFile(at("tests/e2e/apps", name), "utf8"));
});

test.each(placed(ofKind("runtime")))("%s is the file that is run", async (_, { name, text }) => {
  expect(text).toBe(await readFile(at("tests/runtimes/apps", name), "utf8"));
});

test.each(placed(ofKind("test")))("%s is part of the test that is run", async (_, { name, text }) => {
  const whole = await readFile(at("tests/package", name), "utf8");
  const [first = "", ...rest] = text.split("\n\n");
  expect(whole).toContain(first);
  expect(whole).toContain(rest.join("\n\n").trim());
});

test("all that are typed compile", async () => {
  const folder = at("build/test/docs");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const typed = ofKind("types");
  await writeFile(path.join(folder, "around.d.ts"), around);
  for (const block of typed) {
    const { language, name, text } = block;
    const taken = name === "" ? "" : before[name];
    if (taken === undefined) throw new Error(`${placeOf(block)}: tests/docs/before.ts has no ${name}`);
    const file = `${placeOf(block).replace(/\W+/g, "-")}.${language === "js" ? "ts" : language}`;
    await writeFile(path.join(folder, file), `${taken}${text}\nexport {};\n`);
  }
  const options = {
    extends: at("tsconfig.json"),
    include: ["*"],
    exclude: [],
    compilerOptions: { jsx: "react-jsx" },
  };
  await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify(options));
  const tsc = at("node_modules/.bin/tsc");
  const { stdout } = await run(tsc, ["--noEmit", "-p", folder]).catch((error: { stdout: string }) => error);
  expect(stdout).toBe("");
  expect(typed.length).toBeGreaterThan(10);
}, 120_000);

test.each(placed(ofKind("compiled")))("%s compiles", (_, { language, text }) => {
  if (language === "svelte") {
    const { warnings } = compile(text, { filename: "Example.svelte" });
    expect(warnings.map(({ message }) => message)).toEqual([]);
    return;
  }
  const { descriptor, errors } = parse(text);
  expect(errors).toEqual([]);
  const { bindings } = compileScript(descriptor, { id: "example" });
  const source = descriptor.template?.content ?? "";
  const options = bindings ? { bindingMetadata: bindings } : {};
  expect(
    compileTemplate({ source, filename: "Example.vue", id: "example", compilerOptions: options }).errors,
  ).toEqual([]);
});

test("the README's four applications gate a button in ten lines of script", () => {
  const shown = ofKind("app").filter(({ document }) => document === "README.md");
  expect(shown.map(({ name }) => name)).toEqual([
    "react/newcomer.tsx",
    "vue/Newcomer.vue",
    "svelte/Newcomer.svelte",
    "elements/newcomer.html",
  ]);
  for (const { name, text } of shown) {
    const script = /<script.*?>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? text;
    const lines = script.split("\n").filter((line) => line.trim() !== "");
    expect(lines.length, name).toBeLessThanOrEqual(10);
  }
});

beforeAll(() => {
  // The examples import the package by its name: it has to be built.
  expect(existsSync(at("dist/index.d.ts"))).toBe(true);
});
