// @ts-check
import { mkdirSync, rmSync } from "node:fs";
import { add, cargoCount, none, playwrightCount, verdict, vitestCount } from "./count.mjs";
import { checkDocs, fileOf, forget, isWhole } from "./faults.mjs";
import { at } from "./paths.mjs";
import { outdatedPages } from "./reference.mjs";
import { run } from "./run.mjs";
import { prepareRuntimes } from "./runtimes.mjs";
import { target } from "./rust.mjs";
import { rustInPage } from "./rust-in-page.mjs";
import { note, Stop } from "./say.mjs";

/**
 * @typedef {import("./count.mjs").Count} Count
 * @typedef {import("./rust.mjs").WasmRust} WasmRust
 * @typedef {{ rust: WasmRust, testRunner: string, browser: Record<string, string> | string }} Tools
 *   browser: its environment, or why there is none
 *
 * @typedef {object} Suite
 * @property {string} name as --only takes it
 * @property {string} title
 * @property {boolean} [browser] needs one
 * @property {(tools: Tools) => Promise<Count>} test
 */

const limit = 1200;
export const bin = (/** @type {string} */ name) => at("node_modules/.bin", name);

/**
 * A check that passes or fails as a whole.
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string | undefined>} [env]
 */
async function check(command, args, env = {}) {
  const { code } = await run(command, args, { limit, env });
  return code === 0 ? { ...none(), passed: 1 } : { ...none(), failed: 1 };
}

/** Where a run writes its report; an older one is gone. @param {string} name */
export function report(name) {
  const file = at("build/test", `${name}.json`);
  mkdirSync(at("build/test"), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/** @param {Tools} tools */
async function clippyWasm({ rust }) {
  if (rust.kind === "debian" || !rust.prebuilt) {
    note(`skipped: clippy wants rustup's std for ${target}, which isn't installed`);
    return { ...none(), skipped: 1 };
  }
  return check("cargo", ["clippy", "--target", target, "--locked", "--lib", "--", "-D", "warnings"]);
}

async function native() {
  const ran = await run("cargo", ["test", "--locked", "--no-fail-fast"], { limit });
  return verdict(ran, cargoCount(ran));
}

/** @param {Tools} tools */
const browser = ({ rust, testRunner, browser }) =>
  rustInPage(rust, testRunner, typeof browser === "string" ? {} : browser);

/** @param {string} name of its report @param {string[]} args */
async function vitestRun(name, ...args) {
  const file = report(name);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return verdict(await run(bin("vitest"), ["run", ...args, ...reporters], { limit }), vitestCount(file));
}

/** @param {string[]} files all, where none is named */
async function vitest(...files) {
  forget("node");
  return vitestRun("vitest", ...files);
}

/** The packed tarball's proxy in applications as users have them, each in its runtime. */
async function runtimes() {
  try {
    await prepareRuntimes();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    note(error.message);
    return { ...none(), failed: 1 };
  }
  return vitestRun("runtimes", "--config", "vitest.runtimes.config.ts");
}

/** @param {Tools} tools @param {string[]} files all, where none is named */
async function e2e({ browser }, ...files) {
  const file = report("playwright");
  forget("browser");
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file, ...(typeof browser === "string" ? {} : browser) };
  const ran = await run(bin("playwright"), ["test", ...files, "--reporter=line,json"], { limit, env });
  return verdict(ran, playwrightCount(file));
}

/** The tests that write docs/faults.md, where they haven't been run among all others, and what they wrote. @param {Tools} tools */
async function faults(tools) {
  const inNode = isWhole("node") ? none() : await vitest(fileOf("node"));
  const inBrowser = isWhole("browser") ? none() : await e2e(tools, fileOf("browser"));
  return add(add(inNode, inBrowser), checkDocs());
}

/** Whether TypeScript finds the types of every entry, however it resolves, in the packed tarball. */
const attw = () =>
  check(bin("attw"), [
    "--pack",
    "--format=ascii",
    // By design: the package is ES modules only, and require() of one works in every Node that package.json's engines allow.
    "--ignore-rules=cjs-resolves-to-esm",
    // What an import of it gives is the bundler's to say: an address, bytes, a module. So it has no types.
    "--exclude-entrypoints=quota_gate.wasm",
  ]);

/** The committed API reference is what the types say, and nothing that they export lacks a comment. */
async function reference() {
  try {
    const pages = await outdatedPages();
    for (const page of pages) note(`docs/api/${page} is not what the types say: \`npm run docs\` writes it`);
    return { ...none(), passed: pages.length ? 0 : 1, failed: pages.length };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    note(error.message);
    return { ...none(), failed: 1 };
  }
}

/** @type {Suite[]} */
export const suites = [
  { name: "fmt", title: "Rust format", test: () => check("cargo", ["fmt", "--check"]) },
  {
    name: "clippy",
    title: "Rust lints",
    test: () => check("cargo", ["clippy", "--locked", "--all-targets", "--", "-D", "warnings"]),
  },
  { name: "clippy-wasm", title: "Rust lints, the browser's part", test: clippyWasm },
  {
    name: "rustdoc",
    title: "Rust documentation",
    test: () => check("cargo", ["doc", "--no-deps"], { RUSTDOCFLAGS: "-D warnings" }),
  },
  { name: "biome", title: "TypeScript lints and format", test: () => check(bin("biome"), ["check", "."]) },
  { name: "types", title: "TypeScript types", test: () => check(bin("tsc"), ["--noEmit"]) },
  { name: "native", title: "Rust tests", test: native },
  { name: "browser", title: "Rust tests in Chromium", browser: true, test: browser },
  { name: "vitest", title: "TypeScript tests", test: () => vitest() },
  { name: "e2e", title: "Pages in Chromium, end to end", browser: true, test: (tools) => e2e(tools) },
  { name: "runtimes", title: "The proxy in its runtimes", test: runtimes },
  { name: "faults", title: "docs/faults.md", browser: true, test: faults },
  { name: "docs", title: "The API reference", test: reference },
  { name: "publint", title: "The npm package", test: () => check(bin("publint"), ["--strict"]) },
  { name: "attw", title: "The npm package's types", test: attw },
];
