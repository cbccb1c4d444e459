/** What package.json says is imported, with types of its own or another's. */
import { readFileSync } from "node:fs";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../../..");

type Conditions = { readonly [condition: string]: string | Conditions };
const { exports } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  exports: Readonly<Record<string, string | Conditions>>;
};

export interface Entry {
  /** As it is imported. */
  readonly name: string;
  readonly types: string;
  /** What is run, whatever the conditions. */
  readonly files: readonly string[];
}

const filesOf = (target: string | Conditions): string[] =>
  typeof target === "string" ? [target] : Object.values(target).flatMap(filesOf);
const isTypes = (file: string): boolean => /\.d\.[cm]?ts$/.test(file);

export const entries: readonly Entry[] = Object.entries(exports).flatMap(([subpath, target]) => {
  const files = [...new Set(filesOf(target))];
  const [types] = files.filter(isTypes);
  const name = subpath.replace(/^\./, "quota-gate");
  return types ? [{ name, types, files: files.filter((file) => !isTypes(file)) }] : [];
});

/** The declaration files, each once. */
export const declarations: readonly string[] = [...new Set(entries.map(({ types }) => types))];
