/** TypeScript, started as users start it. */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { root } from "./entries";

export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  /** The whole of it, in lines. */
  readonly message: string;
}

/** One a line, what explains it indented below. */
const START = /^(?:(.+)\((\d+),\d+\): )?error (TS\d+): (.*)$/;

const problemsIn = (output: string): Problem[] => {
  const problems: Problem[] = [];
  for (const text of output.split("\n")) {
    const [start, file = "", line = "0", code = "", message = ""] = START.exec(text) ?? [];
    const last = problems.at(-1);
    if (start) problems.push({ file: path.basename(file), line: Number(line), code, message });
    else if (last && text.trim()) problems.splice(-1, 1, { ...last, message: `${last.message}\n${text}` });
  }
  return problems;
};

/** What the TypeScript in `where`'s node_modules says of a tsconfig.json that is written for it into `folder`. */
export const compile = async (
  where: string,
  folder: string,
  config: Readonly<Record<string, unknown>>,
  ...flags: readonly string[]
): Promise<Problem[]> => {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = path.join(root, where, "node_modules/typescript/bin/tsc");
  const args = [tsc, "--project", folder, "--noEmit", "--pretty", "false", ...flags];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 1 << 24, timeout: 120_000 }, (error, stdout) => {
      const problems = problemsIn(stdout);
      // It ends with a code of its own where it found something; anything else is no answer.
      if (error && !problems.length) reject(error);
      else resolve(problems);
    });
  });
};
