/** Pages whose policy, or whose browser, keeps WebAssembly from running: served with real headers, decided in Chromium. */
import { createServer } from "node:http";
import path from "node:path";
import type { Locator, Page } from "@playwright/test";
import express from "express";
import { listen } from "../../www/loopback";
import { test as base, expect } from "./support/console";

const dist = path.resolve(import.meta.dirname, "../../dist");

const BUTTON = (id: string) => `<button id="${id}" data-quota-action="createManagedOrg">Create</button>`;
const PAGE = `<!doctype html><html lang="en">
${BUTTON("bound")}
<quota-gate action="createManagedOrg">${BUTTON("open-unless-known")}</quota-gate>
<quota-provider when-unknown="deny">
  <quota-gate action="createManagedOrg">${BUTTON("closed-unless-known")}</quota-gate>
</quota-provider>
<script type="module" src="/main.js"></script></html>`;

/** The title says what was decided, or why there is no gate. */
const scriptOf = (entry: string, source: string) => `
import { createGate, init, vocdoni } from "/dist/${entry}.js";
import { setDefaultGate } from "/dist/elements.js";

const full = { enabled: true, limits: { maxManagedOrgs: 1 }, usage: { managedOrgs: 1 } };
const creating = init(${source}).then(() => createGate(vocdoni({ source: async () => full })));
setDefaultGate(creating);
document.querySelector("quota-provider").gate = creating;
creating.then(
  async (gate) => {
    await gate.ready;
    gate.bind();
    document.title = gate.check("createManagedOrg").reason;
  },
  (error) => {
    document.title = error.code;
  },
);`;

const BLOCKED = "script-src 'self'";
const ALLOWED = "script-src 'self' 'wasm-unsafe-eval'";
const TYPES = "require-trusted-types-for 'script'; trusted-types 'none'";
const WASM = "/dist/quota_gate.wasm";
const SCRIPT = "/dist/js-core.js";
const DECIDED = "limit-reached";

interface Visit {
  readonly entry?: string;
  /** What init is given, as an expression. */
  readonly source?: string;
  /** `$` is the page's own origin. */
  readonly policy: string;
}

interface Seen {
  readonly said: string;
  readonly asked: readonly string[];
  /** What the browser reported to be against the policy. */
  readonly violations: readonly string[];
}

const test = base.extend<{ visit: (visit: Visit) => Promise<Seen> }>({
  visit: async ({ page, afterwards }, use) => {
    const [asked, violations]: [string[], string[]] = [[], []];
    let sent: Visit = { policy: "" };
    const app = express()
      .use(({ path, headers }, response, next) => {
        asked.push(path);
        const policy = sent.policy.replaceAll("$", `http://${headers.host}`);
        response.setHeader("Content-Security-Policy", `default-src 'none'; connect-src 'self'; ${policy}`);
        next();
      })
      .get("/", (_, response) => void response.send(PAGE))
      .get("/main.js", (_, response) => {
        const { entry = "index", source = "" } = sent;
        response.type("text/javascript").send(scriptOf(entry, source));
      })
      .get("/favicon.ico", (_, response) => void response.status(204).end())
      .use("/dist", express.static(dist));
    const site = await listen(createServer(app), 0);
    afterwards(site.close);
    await page.exposeFunction("violated", (violation: string) => violations.push(violation));
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
        const { violated } = window as unknown as { violated(violation: string): void };
        violated(`${effectiveDirective} ${blockedURI.replace(location.origin, "")}`);
      });
    });
    await use(async (visit) => {
      sent = visit;
      await page.goto(site.url);
      await expect.poll(() => page.title()).not.toBe("");
      return { said: await page.title(), asked, violations };
    });
  },
});

const isClosed = (button: Locator) => expect(button).toHaveAttribute("aria-disabled", "true");
const isOpen = (button: Locator) => expect(button).not.toHaveAttribute("aria-disabled");

const allAreClosed = async (page: Page): Promise<void> => {
  for (const id of ["bound", "open-unless-known", "closed-unless-known"])
    await isClosed(page.locator(`#${id}`));
};

for (const [types, named] of [
  ["", ""],
  [`; ${TYPES}`, ", with Trusted Types"],
] as const) {
  for (const entry of ["index", "inline"]) {
    test(`${entry}.js under script-src 'self'${named}: the core is JavaScript, and decides`, async ({
      page,
      visit,
    }) => {
      const { said, asked, violations } = await visit({ entry, policy: BLOCKED + types });
      expect(said).toBe(DECIDED);
      expect(asked).toContain(SCRIPT);
      await allAreClosed(page);
      // No browser tells in advance. Trying is reported, once, and to nobody's console.
      expect(violations).toEqual(["script-src wasm-eval"]);
    });

    test(`${entry}.js under script-src 'self' 'wasm-unsafe-eval'${named}: the core is WebAssembly`, async ({
      page,
      visit,
    }) => {
      const { said, asked, violations } = await visit({ entry, policy: ALLOWED + types });
      expect(said).toBe(DECIDED);
      expect(asked).not.toContain(SCRIPT);
      await allAreClosed(page);
      expect(violations).toEqual([]);
    });
  }

  test(`js.js under script-src 'self'${named}: nothing is tried that the policy forbids`, async ({
    page,
    visit,
  }) => {
    const { said, asked, violations } = await visit({ entry: "js", policy: BLOCKED + types });
    expect(said).toBe(DECIDED);
    expect(asked).not.toContain(WASM);
    await allAreClosed(page);
    expect(violations).toEqual([]);
  });
}

test("a page that says where the wasm is falls back all the same", async ({ visit }) => {
  const { said, asked } = await visit({ source: `"${WASM}?here"`, policy: BLOCKED });
  expect(said).toBe(DECIDED);
  expect(asked).toContain(SCRIPT);
});

test("in a browser without WebAssembly the core is JavaScript", async ({ page, visit }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, "WebAssembly"));
  const { said, asked, violations } = await visit({ policy: ALLOWED });
  expect(said).toBe(DECIDED);
  expect(asked).toContain(SCRIPT);
  await allAreClosed(page);
  expect(violations).toEqual([]);
});

test("where the policy keeps the other core out too, the policies of the page decide", async ({
  page,
  visit,
  consoleWatch,
}) => {
  consoleWatch.expectSentence(/js\.js' violates the following Content Security Policy directive/);
  const policy = "script-src $/main.js $/dist/index.js $/dist/elements.js";
  const { said, violations } = await visit({ policy });
  expect(said).toBe("wasm-blocked");
  await isOpen(page.locator("#bound"));
  await isOpen(page.locator("#open-unless-known"));
  await isClosed(page.locator("#closed-unless-known"));
  expect(violations).toEqual(["script-src wasm-eval", "script-src-elem /dist/js.js"]);
});
