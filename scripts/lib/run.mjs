// @ts-check
import { spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";
import { relative } from "node:path";
import { root } from "./paths.mjs";
import { note, Stop, took } from "./say.mjs";

/**
 * @typedef {object} RunOptions
 * @property {Record<string, string | undefined>} [env] added to this process's; undefined removes
 * @property {number} [limit] seconds, after which the program and its children are ended
 * @property {boolean} [endless] runs until it is ended: by Ctrl-C, which then is no failure
 * @property {string} [cwd] where it runs, if not in the repository
 * @property {boolean} [quiet] shows nothing
 * @property {AbortSignal} [until] ends the program and its children
 *
 * @typedef {object} Ran
 * @property {number | null} code null: never started, or ended by a signal
 * @property {string} output both streams, without colours
 * @property {string} ending "ended with code 1", "was stopped after 180 s", …
 */

const silence = 20_000;
const parent = process.ppid;

/** @type {Set<number>} */
const running = new Set();
let endIsFailure = true;
let leaving = false;

/** @param {NodeJS.Signals} signal */
function endAll(signal) {
  for (const pid of running) {
    try {
      process.kill(-pid, signal);
    } catch {}
  }
}

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => {
    const leave = () => process.exit(endIsFailure ? 128 + constants.signals[signal] : 0);
    if (running.size === 0) leave();
    leaving = true;
    endAll(signal);
    setInterval(() => running.size === 0 && leave(), 50);
    setTimeout(() => {
      endAll("SIGKILL");
      leave();
    }, 5000);
  });
}

/** @param {string} text */
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours start with the escape character
export const plain = (text) => text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "");

/** @param {string} text */
const short = (text) => text.replaceAll(`${root}/`, "");

/**
 * @param {string} command
 * @param {string[]} args
 */
const shown = (command, args) =>
  [relative(root, command).startsWith("..") ? command : short(command), ...args.map(short)]
    .map((word) => (/[\s"']/.test(word) ? `'${word}'` : word))
    .join(" ");

/**
 * Runs a program, shows what it prints, and tells how long it took.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Ran>}
 */
export function run(command, args, options = {}) {
  const { env = {}, limit, endless = false, cwd = root, quiet = false, until } = options;
  const started = performance.now();
  const tell = quiet ? () => {} : note;
  tell(`$ ${shown(command, args)}`);
  const colours = process.stdout.isTTY ? { FORCE_COLOR: "1", CARGO_TERM_COLOR: "always" } : {};
  return new Promise((resolve) => {
    // In a group of its own, so that a time limit or Ctrl-C also ends what it started (a browser, say).
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...colours, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const { pid } = child;
    if (pid !== undefined) running.add(pid);
    endIsFailure = !endless;
    let output = "";
    let heard = performance.now();
    let stopped = "";
    /** @param {NodeJS.WriteStream} stream @returns {(text: string) => void} */
    const pass = (stream) => (text) => {
      output += text;
      heard = performance.now();
      if (!quiet) stream.write(text);
    };
    child.stdout.setEncoding("utf8").on("data", pass(process.stdout));
    child.stderr.setEncoding("utf8").on("data", pass(process.stderr));
    const beat = setInterval(() => {
      // npm, when it is ended, ends its shell and not what the shell runs.
      if (endless && process.ppid !== parent) process.kill(process.pid, "SIGTERM");
      if (endless || performance.now() - heard < silence) return;
      heard = performance.now();
      tell(`… still running after ${took(started)}`);
    }, 1000);
    const stop = () => {
      stopped ||= `was stopped after ${took(started)}`;
      try {
        if (pid !== undefined) process.kill(-pid, "SIGKILL");
      } catch {}
    };
    const end = limit ? setTimeout(stop, limit * 1000) : undefined;
    if (until?.aborted) stop();
    until?.addEventListener("abort", stop);
    /** @param {number | null} code @param {string} ending */
    const finish = (code, ending) => {
      clearInterval(beat);
      clearTimeout(end);
      until?.removeEventListener("abort", stop);
      if (pid !== undefined) running.delete(pid);
      if (leaving) return;
      if (code !== null) tell(`(${took(started)})`);
      resolve({ code, output: plain(output), ending });
    };
    child.on("error", (error) => finish(null, `could not be started: ${error.message}`));
    child.on("close", (code, signal) =>
      finish(code, stopped || (signal ? `was ended by ${signal}` : `ended with code ${code}`)),
    );
  });
}

/**
 * Runs a program that has to succeed.
 * @param {string} step what fails when it fails
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export async function must(step, command, args, options) {
  const ran = await run(command, args, options);
  if (ran.code !== 0) throw new Stop(`${step} failed: \`${shown(command, args)}\` ${ran.ending}.`);
  return ran;
}

/**
 * What a program prints, or null when it can't be run or fails.
 * @param {string} command
 * @param {string[]} args
 */
export function read(command, ...args) {
  const ran = spawnSync(command, args, { cwd: root, encoding: "utf8", timeout: 30_000 });
  return ran.status === 0 ? ran.stdout.trim() : null;
}

/**
 * Runs a script's work when the script is the one that was started.
 * @param {string} file its import.meta.filename
 * @param {() => Promise<unknown>} work
 */
export async function main(file, work) {
  if (process.argv[1] !== file) return;
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Stop ? `\n ✗ ${error.message}` : error);
    process.exitCode = 1;
  }
}
