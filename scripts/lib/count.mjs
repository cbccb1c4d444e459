// @ts-check
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";
import { plain } from "./run.mjs";

/**
 * @typedef {object} Count
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} failures which failed, and how, where that is known: a log's end is what is read of it
 *
 * @typedef {import("./run.mjs").Ran} Ran
 */

/** @returns {Count} */
export const none = () => ({ passed: 0, failed: 0, skipped: 0, failures: [] });

/** @param {Count} a @param {Count} b @returns {Count} */
export const add = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  failures: [...a.failures, ...b.failures],
});

/** @param {Count} count */
export const told = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;

/** Every "test result:" line that cargo, or wasm-bindgen's runner, printed. @param {Ran} ran */
export function cargoCount({ output }) {
  const lines = output.matchAll(/^test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored/gm);
  const failures = Array.from(output.matchAll(/^test (.+) \.\.\. FAILED$/gm), ([, name = ""]) => name);
  return [...lines].reduce(
    (sum, [, passed, failed, skipped]) =>
      add(sum, { ...none(), passed: Number(passed), failed: Number(failed), skipped: Number(skipped) }),
    { ...none(), failures },
  );
}

/** @param {string} where @param {string | undefined} message its first lines say enough: what failed, and what came instead */
const failure = (where, message) => {
  const lines = plain(message ?? "")
    .split("\n")
    .map((line) => line.trim());
  return `${where}: ${lines.filter(Boolean).slice(0, 12).join(" | ").slice(0, 600)}`;
};

/** @param {string} file */
const json = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null);

/**
 * @typedef {{ status: string, fullName: string, failureMessages: string[] }} VitestTest
 * @typedef {{ name: string, status: string, message: string, assertionResults: VitestTest[] }} VitestFile
 */

/** @param {string} file */
export function vitestCount(file) {
  const report = json(file);
  if (!report) return none();
  /** @type {VitestFile[]} */
  const files = report.testResults;
  // A file that can't even be loaded fails without a failing test.
  const broken = files.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...files.flatMap(({ name, assertionResults }) =>
        assertionResults
          .filter((test) => test.status === "failed")
          .map((test) => failure(`${path.relative(root, name)} › ${test.fullName}`, test.failureMessages[0])),
      ),
      ...broken.map(({ name, message }) => failure(path.relative(root, name), message)),
    ],
  };
}

/**
 * @typedef {{ status: string, results: { error?: { message?: string } }[] }} PlaywrightTest
 * @typedef {{ title: string, file: string, line: number, tests: PlaywrightTest[] }} PlaywrightSpec
 * @typedef {{ specs: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/** @param {PlaywrightSuite} suite @returns {PlaywrightSpec[]} */
const specsOf = ({ specs, suites = [] }) => [...specs, ...suites.flatMap(specsOf)];

/** @param {string} file */
export function playwrightCount(file) {
  const report = json(file);
  if (!report) return none();
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failures = specsOf({ specs: [], suites: report.suites }).flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ results }) =>
        failure(`${file}:${line} › ${title}`, results.find(({ error }) => error)?.error?.message),
      ),
  );
  return { passed: expected, failed: unexpected + flaky, skipped, failures };
}

/**
 * What counts of a suite that ended: one that broke off or ran nothing has failed, whatever it counted.
 * @param {Ran} ran
 * @param {Count} count
 */
export function verdict(ran, count) {
  const broken = ran.code !== 0 || count.passed + count.skipped === 0;
  return broken && count.failed === 0 ? { ...count, failed: 1 } : count;
}
