// @ts-check
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { at } from "../paths.mjs";
import { Stop } from "../say.mjs";
import { installInto } from "./installed.mjs";
import { DENIED } from "./platform.mjs";
import { programsOf } from "./programs.mjs";
import { serve } from "./site.mjs";

/**
 * What all proofs share.
 * @typedef {object} Stage
 * @property {string} tarball
 * @property {import("./platform.mjs").Platform} platform
 * @property {import("./visit.mjs").Browser} browser
 *
 * @typedef {Awaited<ReturnType<typeof install>>} Application
 */

/** Seconds for all that one application does, its installation with nothing cached included. */
const LIMIT = 300;

/** How many wasm files a bundler makes of the default entry. */
const WASM = 1;

/**
 * A throw-away copy of tests/proof/apps/<name>, with what its lock file says and the tarball installed.
 * @param {{ name: string, page?: boolean }} proof page: with the sources that all bundlers without a framework are given
 * @param {Stage} stage
 */
export async function install({ name, page = false }, { tarball, platform, browser }) {
  const folder = at("build/proof", name);
  rmSync(folder, { recursive: true, force: true });
  if (page) cpSync(at("tests/proof/page"), folder, { recursive: true });
  cpSync(at("tests/proof/apps", name), folder, { recursive: true });

  const closing = new AbortController();
  const until = AbortSignal.any([closing.signal, AbortSignal.timeout(LIMIT * 1000)]);
  await installInto(folder, tarball, until);

  /** @param {string} below @param {number} expected */
  function holds(below, expected) {
    const files = readdirSync(join(folder, below), { recursive: true });
    const { length } = files.filter((file) => String(file).endsWith(".wasm"));
    if (length !== expected) throw new Stop(`${below} holds ${length} wasm files, and not ${expected}`);
  }

  return {
    folder,
    ...programsOf(folder, { QUOTA_URL: platform.url, QUOTA_KEY: platform.key }, until),
    /** @param {string} below */
    serve: (below) => serve(join(folder, below), until),

    /**
     * Opens a page of it, which is to ask for as many wasm files as its bundle holds.
     * @param {string} url @param {string | null} bundle its folder, if one was written
     * @param {number} expected
     */
    async seen(url, bundle, expected = WASM) {
      if (bundle !== null) holds(bundle, expected);
      const { wasm } = await browser.visit(url);
      if (wasm !== expected) throw new Stop(`the page asked for ${wasm} wasm files, and not ${expected}`);
      return `verdict in Chromium, ${expected ? "one wasm file" : "wasm embedded"}`;
    },

    /** The same of a worker, which is one file beside its wasm. @param {string} url @param {string} bundle */
    async answered(url, bundle) {
      holds(bundle, WASM);
      return `${said(await (await fetch(url)).text())} in workerd, one wasm file`;
    },

    said,

    /** The version that was installed. @param {string} of */
    version(of) {
      if (of === "node") return process.versions.node;
      if (of === "chromium") return browser.version;
      const file = join(folder, "node_modules", of, "package.json");
      if (!existsSync(file)) throw new Stop(`${of} isn't among what was installed`);
      return /** @type {string} */ (JSON.parse(readFileSync(file, "utf8")).version);
    },

    /** Ends what it started, and throws the copy away unless it is worth a look. @param {boolean} keep */
    close(keep) {
      closing.abort();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Of a program that prints the gate's answer. @param {string} output */
function said(output) {
  if (output.includes(JSON.stringify({ verdict: "deny", message: DENIED }))) return "verdict";
  throw new Stop(`it said: ${output}`);
}
