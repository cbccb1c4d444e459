import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

export const folder = "tests/engines/apps";
const root = path.resolve(import.meta.dirname, "../../..");
export const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

export interface Entry {
  /** As it is imported. */
  readonly name: string;
  /** Its page's script in tests/engines/apps, or null where nobody has written one. */
  readonly script: string | null;
}

const { exports } = JSON.parse(read("package.json")) as { exports: Readonly<Record<string, unknown>> };

/** What tools read, and what a server holds and no page may: tests/runtimes runs that. */
const OTHERS = ["./package.json", "./proxy"];

/** All that package.json names and a page can import. */
export const entries: readonly Entry[] = Object.keys(exports)
  .filter((key) => !OTHERS.includes(key))
  .map((key) => {
    const file = key === "." ? "index" : key.slice("./".length);
    const scripts = [`${file}.ts`, `${file}.tsx`];
    return {
      name: path.posix.join("quota-gate", key),
      script: scripts.find((script) => existsSync(path.join(root, folder, script))) ?? null,
    };
  });
