// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { none } from "./count.mjs";
import { at } from "./paths.mjs";
import { note } from "./say.mjs";

/**
 * A row as its test leaves it (tests/faults/record.ts).
 * @typedef {object} Row
 * @property {number} section
 * @property {string} title the section's
 * @property {Where} where
 * @property {number} place
 * @property {number} of how many there are where it is
 * @property {string} fault
 * @property {string} did
 * @property {boolean} passed
 *
 * @typedef {"browser" | "node"} Where
 */

const docs = at("docs/faults.md");
const folder = (/** @type {Where} */ where) => at("build/test/faults", where);

/** @type {Record<Where, { file: string, name: string }>} */
const tests = {
  browser: { file: "tests/e2e/faults.spec.ts", name: "Chromium" },
  node: { file: "tests/package/faults.test.ts", name: "Node" },
};

/** Which tests have been run whole since the program began. */
const whole = new Set();

/** Before a run of all tests of one kind: what earlier ones left is forgotten. @param {Where} where */
export function forget(where) {
  rmSync(folder(where), { recursive: true, force: true });
  whole.add(where);
}

export const isWhole = (/** @type {Where} */ where) => whole.has(where);
export const fileOf = (/** @type {Where} */ where) => tests[where].file;

/** @param {Where} where @returns {Row[]} */
const left = (where) =>
  existsSync(folder(where))
    ? readdirSync(folder(where)).map((file) => JSON.parse(readFileSync(`${folder(where)}/${file}`, "utf8")))
    : [];

/** Tests that didn't come so far left nothing. @param {Row[]} some */
const lacks = (some) => !some.length || some.some((row) => row.of !== some.length);

const INTRODUCTION = `# Faults

What was done to a gate and its surroundings, and what the gate did. Every row is a test, named by its section and what was done, and
this page is written by the run of these tests (\`npm test -- --only faults\`). All of them check the same four things
(\`tests/faults/lives.ts\`): the last good answer is kept and goes on deciding, or at the first load the policy applies;
\`state.error\` has the right code, or is null where the gate got along; nothing is rejected or thrown unhandled, and nothing of ours is on
the console; and with the first refresh after the fault's end all is right again. Where a row says otherwise, what it says is checked.

Rows in Chromium run the built package with its WebAssembly over HTTP, on a page of one origin with the platform's stand-in on another;
most faults strike twice, at the first load and later.
`;

/** @param {Row[]} all */
function written(all) {
  /** @type {Map<string, string[]>} */
  const sections = new Map();
  all.forEach(({ title, fault, did, where }, index) => {
    const { file, name } = tests[where];
    const lines = sections.get(title) ?? [
      "| | what was done | what the gate did | where |",
      "| --: | --- | --- | --- |",
    ];
    lines.push(`| ${index + 1} | ${fault} | ${did} | [${name}](../${file}) |`);
    sections.set(title, lines);
  });
  const tables = [...sections].map(([title, lines]) => `\n## ${title}\n\n${lines.join("\n")}\n`);
  return `${INTRODUCTION}${tables.join("")}`;
}

/** Holds docs/faults.md against what the tests left, and writes it anew where they differ. Unless all have passed it stays as it is. */
export function checkDocs() {
  const halves = /** @type {Where[]} */ (["browser", "node"]).map(left);
  const all = halves
    .flat()
    .sort((a, b) => a.section - b.section || a.where.localeCompare(b.where) || a.place - b.place);
  const failed = all.filter(({ passed }) => !passed);
  for (const { title, fault } of failed) note(`failed: ${title}: ${fault}`);
  if (halves.some(lacks)) note("some rows' tests have not been run");
  if (failed.length || halves.some(lacks)) return { ...none(), failed: 1 };
  const text = written(all);
  if (existsSync(docs) && readFileSync(docs, "utf8") === text) {
    note(`docs/faults.md has all ${all.length} rows`);
    return { ...none(), passed: 1 };
  }
  mkdirSync(at("docs"), { recursive: true });
  writeFileSync(docs, text);
  note(`docs/faults.md was not what the tests say, and is written anew, with ${all.length} rows: commit it`);
  return { ...none(), failed: 1 };
}
