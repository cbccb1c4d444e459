import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { at, blocks } from "./documents.js";

const all = blocks().filter(({ kind }) => kind === "snippet" || kind === "json");

/** Of whatever kind, those that were asked for: a test at the end compares. */
const asked = new Set<string>();
export const shown = (): string[] => [...new Set(all.map(({ name }) => name))].sort();
export const tested = (): string[] => [...asked].sort();

const textOf = (kind: string, name: string): string => {
  asked.add(name);
  const [block, ...others] = all.filter((each) => each.kind === kind && each.name === name);
  if (!block) throw new Error(`no document has a ${kind} ${name}`);
  if (others.some(({ text }) => text !== block.text))
    throw new Error(`there are two different ones: ${name}`);
  return block.text;
};

/** What an example of data says. */
export const dataOf = (name: string): unknown => JSON.parse(textOf("json", name));

/**
 * An example as it stands in its document, as a module: after imports that a reader would have anyway, and with what it declares at top
 * level exported by name.
 */
export const snippet = async <T>(name: string, before = "", exported: readonly string[] = []): Promise<T> => {
  const folder = at("build/test/snippets");
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${name}.mjs`);
  const after = exported.length > 0 ? `export { ${exported.join(", ")} };\n` : "";
  await writeFile(file, `${before}\n${textOf("snippet", name)}\n${after}`);
  return (await import(/* @vite-ignore */ `${pathToFileURL(file).href}?${Math.random()}`)) as T;
};
