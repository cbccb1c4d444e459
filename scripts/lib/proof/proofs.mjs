// @ts-check
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Stop } from "../say.mjs";
import { DENIED } from "./platform.mjs";

/**
 * @typedef {import("./application.mjs").Application} Application
 *
 * @typedef {object} Way a row of the table
 * @property {string} where
 * @property {string} of the package whose version counts
 * @property {string} entry
 * @property {string} how what a user sets up
 * @property {(app: Application) => Promise<string>} prove says what was proven, or throws
 *
 * @typedef {object} Proof
 * @property {string} name of its application: tests/proof/apps/<name>
 * @property {boolean} [page] takes tests/proof/page for its sources
 * @property {Way[]} ways
 */

const none = "nothing";
const entry = "`quota-gate`";

/** The page of tests/proof/page over a bundle, for bundlers that write none. @param {Application} app @param {string} script */
function writePage({ folder }, script) {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  writeFileSync(join(folder, "dist/index.html"), page.replace('type="module" src="/src/index.js"', script));
}

/** @param {number} major @returns {Proof} */
const vite = (major) => ({
  name: `vite-${major}`,
  page: true,
  ways: [
    {
      where: "Vite, dev server",
      of: "vite",
      entry,
      how: none,
      prove: async (app) =>
        app.seen(
          await app.start("vite", (port) => ["--host", "127.0.0.1", "--port", port, "--strictPort"]),
          null,
          0,
        ),
    },
    {
      where: "Vite, build",
      of: "vite",
      entry,
      how: none,
      async prove(app) {
        await app.use("vite", "build");
        return app.seen(await app.serve("dist"), "dist");
      },
    },
  ],
});

/**
 * A bundler that writes dist/main.js, and no page.
 * @param {string} name @param {string} where @param {string} of @param {string} how @param {string[]} command @param {string} script
 * @returns {Proof}
 */
const bundler = (name, where, of, how, [program = "", ...args], script) => ({
  name,
  page: true,
  ways: [
    {
      where,
      of,
      entry,
      how,
      async prove(app) {
        await app.use(program, ...args);
        writePage(app, script);
        return app.seen(await app.serve("dist"), "dist");
      },
    },
  ],
});

const esbuildFlags = [
  "--bundle",
  "--format=esm",
  "--splitting",
  "--minify",
  "--outdir=dist",
  "--entry-names=main",
];

/** @type {Proof} */
const esbuild = {
  name: "esbuild",
  page: true,
  ways: [
    {
      where: "esbuild",
      of: "esbuild",
      entry: "`quota-gate/inline`",
      how: none,
      async prove(app) {
        await app.use("esbuild", "src/inline.js", ...esbuildFlags);
        writePage(app, 'type="module" src="main.js"');
        return app.seen(await app.serve("dist"), "dist", 0);
      },
    },
    {
      where: "esbuild",
      of: "esbuild",
      entry,
      how: "`--splitting`, and `quota_gate.wasm` copied beside the bundle",
      async prove(app) {
        await app.use("esbuild", "src/index.js", ...esbuildFlags);
        const wasm = join(app.folder, "node_modules/quota-gate/dist/quota_gate.wasm");
        copyFileSync(wasm, join(app.folder, "dist/quota_gate.wasm"));
        writePage(app, 'type="module" src="main.js"');
        return app.seen(await app.serve("dist"), "dist");
      },
    },
  ],
};

const packageExports = { "@parcel/resolver-default": { packageExports: true } };

/** Parcel reads package.json's exports only where it is told to, in the application's. @param {Application} app */
function readExports({ folder }) {
  const file = join(folder, "package.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...packageExports }));
}

/** @type {Proof} */
const parcel = {
  name: "parcel",
  page: true,
  ways: [
    {
      where: "Parcel",
      of: "parcel",
      entry,
      how: none,
      async prove(app) {
        await app.use("parcel", "build", "index.html", "--no-cache");
        return app.seen(await app.serve("dist"), "dist");
      },
    },
    {
      where: "Parcel",
      of: "parcel",
      entry: `${entry}, \`/elements\``,
      how: "`packageExports`",
      async prove(app) {
        readExports(app);
        const pages = ["build", "elements.html", "--no-cache", "--dist-dir", "elements"];
        await app.use("parcel", ...pages);
        return app.seen(`${await app.serve("elements")}elements.html`, "elements");
      },
    },
  ],
};

/** What a server rendered is in the page's source, without any script. @param {string} url */
async function renders(url) {
  const html = await (await fetch(url)).text();
  if (html.includes('data-server="deny"') && html.includes(DENIED)) return "verdict in the server's markup";
  throw new Stop(`the server rendered: ${html}`);
}

/**
 * A framework with a server: what it renders, and what the page becomes.
 * @param {string} name @param {string} where @param {string} of @param {string} adapter
 * @param {string[]} build @param {(app: Application) => Promise<string>} start
 * @param {string} bundle what is sent to pages
 * @returns {Proof}
 */
function framework(name, where, of, adapter, build, start, bundle) {
  /** @type {Promise<string> | undefined} */
  let starting;
  const started = (/** @type {Application} */ app) => {
    starting ??= app.use(build[0] ?? "", ...build.slice(1)).then(() => start(app));
    return starting;
  };
  return {
    name,
    ways: [
      {
        where: `${where}, server`,
        of,
        entry,
        how: none,
        prove: async (app) => renders(await started(app)),
      },
      {
        where: `${where}, page`,
        of,
        entry: `${entry}, \`${adapter}\``,
        how: none,
        prove: async (app) => app.seen(await started(app), bundle),
      },
    ],
  };
}

/** @param {string} where @param {string} file @returns {Way} */
const node = (where, file) => ({
  where,
  of: "node",
  entry,
  how: none,
  prove: async (app) => app.said(await app.use("node", file)),
});

/** @type {Proof[]} */
export const proofs = [
  {
    name: "no-bundler",
    ways: [
      {
        where: "a page without a bundler, in Chromium",
        of: "chromium",
        entry: "`dist/index.js`",
        how: "its folder served",
        // The folder holds what workers take, too: what counts is what the page asks for.
        prove: async (app) => app.seen(await app.serve("."), null),
      },
    ],
  },
  ...[5, 6, 7, 8].map(vite),
  bundler("webpack", "webpack", "webpack", none, ["webpack"], 'defer src="main.js"'),
  bundler("rspack", "Rspack", "@rspack/core", none, ["rspack", "build"], 'defer src="main.js"'),
  bundler(
    "rollup",
    "Rollup",
    "rollup",
    "`@web/rollup-plugin-import-meta-assets`",
    ["rollup", "--config"],
    'type="module" src="main.js"',
  ),
  esbuild,
  parcel,
  framework(
    "next",
    "Next.js",
    "next",
    "/react",
    ["next", "build"],
    (app) => app.start("next", (port) => ["start", "-H", "127.0.0.1", "-p", port]),
    ".next/static",
  ),
  framework(
    "sveltekit",
    "SvelteKit",
    "@sveltejs/kit",
    "/svelte",
    ["vite", "build"],
    (app) => app.start("vite", (port) => ["preview", "--host", "127.0.0.1", "--port", port, "--strictPort"]),
    ".svelte-kit/output/client",
  ),
  framework(
    "nuxt",
    "Nuxt",
    "nuxt",
    "/vue",
    ["nuxt", "build"],
    (app) => app.start("node", () => [".output/server/index.mjs"]),
    ".output/public",
  ),
  { name: "node", ways: [node("Node, `import`", "verdict.mjs"), node("Node, `require`", "verdict.cjs")] },
  {
    name: "workerd",
    ways: [
      {
        where: "Cloudflare Workers, by wrangler",
        of: "wrangler",
        entry,
        how: none,
        async prove(app) {
          await app.use("wrangler", "deploy", "--dry-run", "--outdir", "dist");
          const url = await app.start("node", () => ["serve.js"]);
          return app.answered(url, "dist");
        },
      },
    ],
  },
  {
    name: "vitest",
    ways: [
      {
        where: "Vitest with jsdom",
        of: "vitest",
        entry: `${entry}, \`/testing\``,
        how: none,
        prove: async (app) => app.said(await app.use("vitest", "run")),
      },
    ],
  },
  {
    name: "jest",
    ways: [
      {
        where: "Jest with jsdom",
        of: "jest",
        entry: `${entry}, \`/testing\``,
        how: "[its options](#in-your-tests)",
        prove: async (app) =>
          app.said(await app.use("node", "--experimental-vm-modules", "node_modules/jest/bin/jest.js")),
      },
    ],
  },
];
