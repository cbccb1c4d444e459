/** The packed tarball, installed as a user would, in Node, in Vite and in a page without a bundler. */
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import express, { type RequestHandler } from "express";
import { createServer as createVite, build as viteBuild } from "vite";
import { type Listening, listen } from "../../www/loopback";
import { expect, test } from "./support/console";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const app = path.join(root, "build/test/install");

const GUIDE = `{ enabled: true, limits: { maxManagedOrgs: 1 }, usage: { managedOrgs: 1 } }`;
const MAIN = `
import { createGate, vocdoni } from "quota-gate";
const gate = await createGate(vocdoni({ source: async () => (${GUIDE}) }), { locale: "ca" });
await gate.ready;
document.title = gate.check("createManagedOrg").message;
`;
const JEST = `
import { vocdoni } from "quota-gate";
import { createTestGate } from "quota-gate/testing";

test("is closed at the limit", async () => {
  const full = { limits: { managedOrgs: 1 }, usage: { managedOrgs: 1 } };
  const gate = await createTestGate(vocdoni({ baseUrl: "/api/quota" }), full);
  expect(gate.can("createManagedOrg")).toBe(false);
  if (globalThis.document) {
    document.body.innerHTML = '<button data-quota-action="createManagedOrg">Create</button>';
    gate.bind();
    expect(document.querySelector("button").getAttribute("aria-disabled")).toBe("true");
  }
  gate.dispose();
});
`;
/** In a language that comes in a file of its own. */
const DENIED = "No es pot crear en aquest moment. Poseu-vos en contacte amb l’equip de suport.";

test.beforeAll(async () => {
  await rm(app, { recursive: true, force: true });
  const installed = path.join(app, "node_modules/quota-gate");
  await mkdir(installed, { recursive: true });
  const packed = await run("npm", ["pack", "--json", "--pack-destination", app], { cwd: root });
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  await run("tar", ["-xzf", path.join(app, filename), "--strip-components=1", "-C", installed]);
  await writeFile(path.join(app, "package.json"), `{ "private": true, "type": "module" }`);
  await writeFile(path.join(app, "index.html"), `<script type="module" src="/main.js"></script>`);
  await writeFile(path.join(app, "main.js"), MAIN);
});

/** Serves what `handlerFor` makes, on a free port; without an icon, which browsers ask for. */
const serve = async (
  handlerFor: (server: Server) => RequestHandler | Promise<RequestHandler>,
): Promise<Listening> => {
  const server = createServer();
  const handler = await handlerFor(server);
  server.on(
    "request",
    express()
      .get("/favicon.ico", (_, response) => void response.status(204).end())
      .use(handler),
  );
  return listen(server, 0);
};

/** With WebAssembly and without. */
const POLICIES = ["script-src 'self' 'wasm-unsafe-eval'", "script-src 'self'"];
const under = (policy: string, handler: RequestHandler): RequestHandler =>
  express()
    .use((_, response, next) => {
      response.setHeader("Content-Security-Policy", `default-src 'none'; connect-src 'self'; ${policy}`);
      next();
    })
    .use(handler);

/** Opens the page and waits for what it says. */
const saidOn = async (page: Page, url: string): Promise<string> => {
  await page.goto(url);
  await expect.poll(() => page.title()).not.toBe("");
  return page.title();
};

test("what is published is what a user needs", async () => {
  const files = await readdir(path.join(app, "node_modules/quota-gate"), { recursive: true });
  expect(files.sort()).toEqual([
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "dist",
    "dist/elements.d.ts",
    "dist/elements.js",
    "dist/index.d.ts",
    "dist/index.js",
    "dist/inline.js",
    "dist/js-core.js",
    "dist/js.js",
    "dist/languages",
    "dist/languages/ca.js",
    "dist/languages/es.js",
    "dist/languages/fr.js",
    "dist/proxy-core.js",
    "dist/proxy-workerd.js",
    "dist/proxy.d.ts",
    "dist/proxy.js",
    "dist/quota_gate.wasm",
    "dist/react.d.ts",
    "dist/react.js",
    "dist/svelte.d.ts",
    "dist/svelte.js",
    "dist/tabs.js",
    "dist/testing.d.ts",
    "dist/testing.js",
    "dist/vue.d.ts",
    "dist/vue.js",
    "dist/whole.wasm",
    "dist/workerd.js",
    "package.json",
  ]);
});

test("Node takes the embedded bytes", async () => {
  const script = MAIN.replace("document.title =", "console.log(").replace(".message;", ".message);");
  const { stdout, stderr } = await run("node", ["--input-type=module", "-e", script], { cwd: app });
  expect([stdout, stderr]).toEqual([`${DENIED}\n`, ""]);
});

test("CommonJS requires the entries that Node runs", async () => {
  const script = `
    const { createGate, vocdoni } = require("quota-gate");
    const { createTestGate } = require("quota-gate/testing");
    const inline = require("quota-gate/inline");
    const source = async () => (${GUIDE});
    const shown = async (gate) => (await gate.ready, console.log(gate.check("createManagedOrg").message), gate.dispose());
    createGate(vocdoni({ source }), { locale: "ca" }).then(shown)
      .then(() => inline.createGate(inline.vocdoni({ source }), { locale: "ca" })).then(shown)
      .then(() => createTestGate(vocdoni({ source }), { usage: { managedOrgs: 1 }, limits: { managedOrgs: 1 }, options: { locale: "ca" } }))
      .then(shown);
  `;
  const { stdout, stderr } = await run("node", ["--input-type=commonjs", "-e", script], { cwd: app });
  expect([stdout, stderr]).toEqual([`${DENIED}\n`.repeat(3), ""]);
});

test("Jest, in Node and in jsdom as the README configures it, runs a test gate", async () => {
  const readme = await readFile(path.join(root, "README.md"), "utf8");
  const [, options = ""] = /`testEnvironmentOptions: (\{.*?\})`/.exec(readme) ?? [];
  const folder = path.join(app, "jest");
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "gate.test.js"), JEST);
  for (const environment of ["node", "jsdom"]) {
    const config = `{ rootDir: "jest", testEnvironment: "jest-environment-${environment}", testEnvironmentOptions: ${options} }`;
    await writeFile(path.join(app, "jest.config.js"), `export default ${config};`);
    const jest = path.join(root, "node_modules/jest/bin/jest.js");
    const { stderr } = await run("node", ["--experimental-vm-modules", jest], { cwd: app });
    expect(stderr, environment).toContain("1 passed");
  }
});

test("a Vite build ships one wasm file and runs", async ({ page, afterwards }) => {
  await viteBuild({ root: app, configFile: false, logLevel: "error" });
  const assets = await readdir(path.join(app, "dist/assets"));
  expect(assets.filter((name) => name.endsWith(".wasm"))).toHaveLength(1);
  for (const policy of POLICIES) {
    const site = await serve(() => under(policy, express.static(path.join(app, "dist"))));
    afterwards(site.close);
    expect(await saidOn(page, site.url), policy).toBe(DENIED);
  }
});

test("the Vite dev server runs it", async ({ page, afterwards }) => {
  const site = await serve(async (server) => {
    const vite = await createVite({
      root: app,
      configFile: false,
      logLevel: "error",
      appType: "spa",
      server: { middlewareMode: true, hmr: { server } },
    });
    afterwards(() => vite.close());
    return vite.middlewares;
  });
  afterwards(site.close);
  expect(await saidOn(page, site.url)).toBe(DENIED);
});

for (const policy of POLICIES) {
  for (const entry of ["index", "inline", "js"]) {
    test(`a page without a bundler, ${entry}.js, under ${policy}`, async ({ page, afterwards }) => {
      const script = MAIN.replace(`"quota-gate"`, `"/node_modules/quota-gate/dist/${entry}.js"`);
      const site = await serve(() =>
        under(
          policy,
          express()
            .get("/main.js", (_, response) => void response.type("text/javascript").send(script))
            .use(express.static(app)),
        ),
      );
      afterwards(site.close);
      expect(await saidOn(page, site.url)).toBe(DENIED);
    });
  }
}
