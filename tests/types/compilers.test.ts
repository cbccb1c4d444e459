/** The types, read as users' compilers and settings read them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { compile, type Problem } from "./support/compiler";
import { root } from "./support/entries";

/** By where each is installed: the oldest that the README names, and what others have until they move to ours. */
const compilers = ["tests/typescript-5", "docs/reference", ""].map((where) => {
  const file = path.join(root, where, "node_modules/typescript/package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  return { version, where };
});

const usual = {
  target: "ES2022",
  lib: ["ES2022", "DOM", "DOM.Iterable"],
  module: "ESNext",
  moduleResolution: "bundler",
  jsx: "react-jsx",
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  types: [] as string[],
};
/** The package alone: no framework, whose own types want settings of their own. */
const alone = ["usage.ts", "answers.ts", "loading.ts", "options.ts", "testing.ts", "elements.ts"];
const all = [...alone, "react.tsx", "svelte.ts", "vue.ts"];

const read = (name: string, where: string, files: readonly string[], settings: object): Promise<Problem[]> =>
  compile(where, path.join(root, "build/types", name), {
    compilerOptions: { ...usual, ...settings },
    files: files.map((file) => `../../../tests/types/${file}`),
  });

// Three minutes: others may be using the machine.
describe.each(compilers)("TypeScript $version", { timeout: 180_000 }, ({ where, version }) => {
  test("with a bundler's resolution, under strict and exactOptionalPropertyTypes, every use is right or wrong as said", async () => {
    expect(await read(`${version}-bundler`, where, all, {})).toEqual([]);
  });

  test("with Node's resolution, the declarations themselves are right in a program of the libraries ES2022 and DOM", async () => {
    const settings = { module: "NodeNext", moduleResolution: "NodeNext", skipLibCheck: false };
    expect(await read(`${version}-nodenext`, where, alone, settings)).toEqual([]);
  });

  test("on a server, without the library DOM", async () => {
    const settings = { module: "Node16", moduleResolution: "Node16", lib: ["ES2022"], types: ["node"] };
    expect(await read(`${version}-server`, where, ["server.ts"], settings)).toEqual([]);
  });
});
