/**
 * What must not compile doesn't, for the reason that is meant: `@ts-expect-error TS2345` is satisfied by any error, so the directives are
 * taken away, and what TypeScript says of each is compared, the code with what the directive names, the text with tests/types/golden.
 */
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compile, type Problem } from "./support/compiler";
import { root } from "./support/entries";

interface Misuse {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly reason: string;
  readonly text: string;
}

// As deep as this folder, since what is imported is found from there.
const copies = path.join(root, "build/types");
const DIRECTIVE = /^\s*\/\/ @ts-expect-error(?: (TS\d+))?: (.+)$/;

const files = readdirSync(import.meta.dirname)
  .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
  .sort()
  .map((file) => ({ file, lines: readFileSync(path.join(import.meta.dirname, file), "utf8").split("\n") }));

const misuses: Misuse[] = files.flatMap(({ file, lines }) =>
  lines.flatMap((line, index) => {
    const [directive, code = "none", reason = ""] = DIRECTIVE.exec(line) ?? [];
    // Lines count from 1, and what is meant is the next.
    return directive ? [{ file, line: index + 2, code, reason, text: (lines[index + 1] ?? "").trim() }] : [];
  }),
);

let problems: readonly Problem[] = [];
const problemsAt = ({ file, line }: Misuse): Problem[] =>
  problems.filter((problem) => problem.file === file && problem.line === line);

beforeAll(async () => {
  await rm(copies, { recursive: true, force: true });
  await mkdir(copies, { recursive: true });
  for (const { file, lines } of files) {
    await writeFile(path.join(copies, file), lines.join("\n").replaceAll("@ts-expect-error", "misuse"));
  }
  const config = {
    extends: "../../tsconfig.json",
    include: ["*.ts", "*.tsx", "../../www/lib/assets.d.ts"],
    exclude: [],
  };
  // By one checker: what a type is called can hang on what was seen before.
  problems = await compile("", copies, config, "--singleThreaded");
}, 120_000);

describe.each(files.filter(({ file }) => misuses.some((misuse) => misuse.file === file)))(
  "$file",
  ({ file }) => {
    test.each(misuses.filter((misuse) => misuse.file === file))("$reason: $text", (misuse) => {
      expect(problemsAt(misuse).map(({ code }) => code)).toEqual([misuse.code]);
    });
  },
);

test("nothing else is wrong", () => {
  expect(
    problems.filter(({ file, line }) => !misuses.some((m) => m.file === file && m.line === line)),
  ).toEqual([]);
});

test("what is said of each is what tests/types/golden has (`npm run types -- --accept` writes it anew)", async () => {
  const told = misuses.map((misuse) => {
    const said = problemsAt(misuse).map(({ code, message }) => `${code}: ${message}`);
    return [`${misuse.file}, ${misuse.reason}`, `    ${misuse.text}`, ...said].join("\n");
  });
  const golden = path.join(import.meta.dirname, "golden/misuse.txt");
  await expect(`${told.join("\n\n")}\n`).toMatchFileSnapshot(golden);
});
