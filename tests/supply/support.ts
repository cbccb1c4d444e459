import { execFile, execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");
export const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
export const readJson = (file: string): Readonly<Record<string, unknown>> => JSON.parse(read(file));

/** What the repository holds, by git's own list. */
export const tracked: readonly string[] = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" })
  .trim()
  .split("\n");

export interface Ended {
  readonly code: unknown;
  readonly output: string;
}

export const run = (command: string, args: readonly string[], options: object = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const settings = { cwd: root, maxBuffer: 1 << 26, timeout: 120_000, ...options };
    execFile(command, args, settings, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, output: `${stdout}${stderr}` });
    });
  });
