// @ts-check
import { existsSync, readFileSync } from "node:fs";

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 * @typedef {import("./run.mjs").Ran} Ran
 */

/** @returns {Count} */
export const none = () => ({ passed: 0, failed: 0, skipped: 0 });

/** @param {Count} a @param {Count} b @returns {Count} */
export const add = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** @param {Count} count */
export const told = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;

/** Every "test result:" line that cargo, or wasm-bindgen's runner, printed. @param {Ran} ran */
export function cargoCount({ output }) {
  const lines = output.matchAll(/^test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored/gm);
  return [...lines].reduce((sum, [, passed, failed, skipped]) => {
    return add(sum, { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) });
  }, none());
}

/** @param {string} file */
const json = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null);

/** @param {string} file */
export function vitestCount(file) {
  const report = json(file);
  if (!report) return none();
  /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
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
  };
}

/** @param {string} file */
export function playwrightCount(file) {
  const report = json(file);
  if (!report) return none();
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
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
