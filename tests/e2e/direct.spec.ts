/** A page that asks the platform itself, on another origin: what CORS lets through, and what a gate makes of each failure. */
import { createServer } from "node:http";
import path from "node:path";
import type { Page } from "@playwright/test";
import express from "express";
import type * as quotaGate from "quota-gate";
import { listen } from "../../www/loopback";
import { type Sandbox, startSandbox } from "../../www/sandbox/index";
import { test as base, expect } from "./support/console";

declare global {
  interface Window {
    api: typeof quotaGate;
    gate: quotaGate.Gate<quotaGate.VocdoniActions, quotaGate.VocdoniResource>;
  }
}

const PAGE = `<!doctype html><html lang="en"><title>Direct</title>
<form id="form"><button id="create" data-quota-action="createManagedOrg">Create</button></form>
<script type="module">import * as api from "/dist/index.js"; window.api = api;</script></html>`;

const test = base.extend<{ sandbox: Sandbox; site: string }>({
  sandbox: async ({ afterwards }, use) => {
    const sandbox = await startSandbox();
    afterwards(() => sandbox.close());
    await use(sandbox);
  },
  site: async ({ afterwards }, use) => {
    const app = express()
      .get("/", (_, response) => void response.send(PAGE))
      .get("/favicon.ico", (_, response) => void response.status(204).end())
      .use("/dist", express.static(path.resolve(import.meta.dirname, "../../dist")));
    const { url, close } = await listen(createServer(app), 0);
    afterwards(close);
    await use(`${url}/`);
  },
});

const revoked = (sandbox: Sandbox): string => {
  const { quotaKey } = sandbox.credentials("free-tier");
  sandbox.revoke(quotaKey);
  return quotaKey;
};

interface Setting {
  readonly baseUrl: string;
  readonly token?: string;
  readonly timeoutMs?: number;
}

/** Opens the page, makes a gate on it, and gives the state after the first answer. */
const opened = async (page: Page, site: string, setting: Setting) => {
  await page.goto(site);
  await page.waitForFunction(() => window.api !== undefined);
  return page.evaluate(async ({ baseUrl, token, timeoutMs }) => {
    const { createGate, vocdoni } = window.api;
    const gate = await createGate(
      vocdoni({ baseUrl, dangerouslyAllowSecretInBrowser: true, ...(token && { token }) }),
      { ...(timeoutMs && { timeoutMs }) },
    );
    window.gate = gate;
    const { error, ...state } = await gate.ready;
    return {
      ...state,
      error: error && { code: error.code, status: error.status, platformCode: error.platformCode },
    };
  }, setting);
};

const refreshed = (page: Page) =>
  page.evaluate(async () => {
    const { phase, error } = await window.gate.refresh();
    return { phase, code: error?.code, verdict: window.gate.check("createManagedOrg").verdict };
  });

const tokenOf = (sandbox: Sandbox) => {
  const token = sandbox.credentials("free-tier").sessions.manager;
  return { baseUrl: sandbox.url, token };
};

test("a short-lived token is all it takes; the platform's CORS lets it through", async ({
  page,
  site,
  sandbox,
}) => {
  const state = await opened(page, site, tokenOf(sandbox));
  expect(state).toMatchObject({ phase: "ready", enabled: true, error: null });
  expect(await page.evaluate(() => window.gate.check("createManagedOrg").verdict)).toBe("deny");
  const seen = sandbox.requests();
  expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "OPTIONS /integrator",
    "GET /integrator",
  ]);
  expect(seen[1]?.headers.map((name) => name.toLowerCase())).not.toContain("cookie");
});

for (const [name, credential, platformCode] of [
  ["a token that is not known", () => "made-up-token", 40001],
  ["a revoked key", (sandbox: Sandbox) => revoked(sandbox), 40156],
  ["no token", () => undefined, 40001],
  [
    "an unverified account",
    (sandbox: Sandbox) => sandbox.credentials("free-tier").sessions.unverified,
    40014,
  ],
] as const) {
  test(`${name} is a 401, read from JSON sent as text`, async ({ page, site, sandbox, consoleWatch }) => {
    consoleWatch.expectFailure("/integrator", 401);
    const token = credential(sandbox);
    const setting = { baseUrl: sandbox.url, ...(token && { token }) };
    expect(await opened(page, site, setting)).toMatchObject({
      phase: "unavailable",
      error: { code: "unauthorized", status: 401, platformCode },
    });
  });
}

test("a session of an account that is no integrator gets 403, which is an answer", async ({
  page,
  site,
  sandbox,
  consoleWatch,
}) => {
  consoleWatch.expectFailure("/integrator", 403);
  const token = sandbox.credentials("no-integrator").sessions.admin;
  const state = await opened(page, site, { baseUrl: sandbox.url, token });
  expect(state).toMatchObject({ phase: "ready", enabled: false, error: null });
});

test("a throttled platform is rate-limited, and the last good answer stays", async ({
  page,
  site,
  sandbox,
  consoleWatch,
}) => {
  await opened(page, site, tokenOf(sandbox));
  consoleWatch.expectFailure("/integrator", 429);
  sandbox.changeSettings({ concurrency: 0 });
  expect(await refreshed(page)).toEqual({ phase: "ready", code: "rate-limited", verdict: "deny" });
  sandbox.changeSettings({ concurrency: 100 });
  expect(await page.evaluate(async () => (await window.gate.refresh()).error)).toBeNull();
});

test("a redirect is not followed, and carries the token nowhere", async ({ page, site, sandbox }) => {
  await opened(page, site, tokenOf(sandbox));
  sandbox.addFault({ fault: { kind: "redirect", to: `${sandbox.url}/elsewhere` }, path: "/integrator" });
  expect(await refreshed(page)).toMatchObject({ code: "bad-response" });
  expect(sandbox.requests().some((request) => request.path === "/elsewhere")).toBe(false);
});

test("a cut body and a closed connection are network errors", async ({
  page,
  site,
  sandbox,
  consoleWatch,
}) => {
  await opened(page, site, tokenOf(sandbox));
  for (const kind of ["cut", "close"] as const) {
    consoleWatch.expectFailure(
      "/integrator",
      kind === "cut" ? "ERR_CONTENT_LENGTH_MISMATCH" : "ERR_EMPTY_RESPONSE",
    );
    sandbox.addFault({ fault: { kind }, path: "/integrator", method: "GET" });
    expect(await refreshed(page), kind).toEqual({ phase: "ready", code: "network", verdict: "deny" });
    sandbox.clearFaults();
  }
});

test("a hanging platform is given up, without a word on the console", async ({ page, site, sandbox }) => {
  sandbox.addFault({ fault: { kind: "hang" }, path: "/integrator", method: "GET" });
  const state = await opened(page, site, { ...tokenOf(sandbox), timeoutMs: 200 });
  expect(state).toMatchObject({ phase: "unavailable", error: { code: "timeout" } });
});

test("who shows interest in a stale answer gets a new one, once a minute", async ({
  page,
  site,
  sandbox,
}) => {
  await page.clock.install();
  await opened(page, site, tokenOf(sandbox));
  await page.evaluate(() => {
    window.gate.bind();
  });
  const asked = () => sandbox.requests({ method: "GET", path: "/integrator" }).length;
  const button = page.getByRole("button", { name: "Create" });
  await button.hover();
  expect(asked()).toBe(1);

  await page.clock.runFor(60_000);
  sandbox.setLimits("free-tier", { maxManagedOrgs: 2 });
  await page.mouse.move(0, 300);
  await button.hover();
  await expect(button).toHaveAttribute("data-quota-verdict", "allow");
  await page.mouse.move(0, 300);
  await button.focus();
  await button.hover();
  expect(await page.evaluate(() => window.gate.state.refreshing)).toBe(false);
  expect(asked()).toBe(2);
});

test("a clock that is set back keeps nobody from asking again", async ({ page, site, sandbox }) => {
  await page.clock.install();
  await opened(page, site, tokenOf(sandbox));
  await page.evaluate(() => {
    window.gate.bind();
  });
  await page.clock.runFor(60_000);
  await page.clock.setSystemTime(Date.now() - 86_400_000);
  sandbox.setLimits("free-tier", { maxManagedOrgs: 2 });
  const button = page.getByRole("button", { name: "Create" });
  await button.hover();
  await expect(button).toHaveAttribute("data-quota-verdict", "allow");
});

test("an attempt on a closed control is heard as denied, and goes no further", async ({
  page,
  site,
  sandbox,
}) => {
  await opened(page, site, tokenOf(sandbox));
  const heard = await page.evaluate(() => {
    const events: string[] = [];
    window.gate.on("denied", ({ action, reason }) => events.push(`${action}: ${reason}`));
    window.gate.bind(document, { onDenied: (control) => events.push(control.id) });
    const button = document.querySelector<HTMLButtonElement>("#create");
    button?.addEventListener("click", () => events.push("clicked"));
    button?.form?.addEventListener("submit", () => events.push("submitted"));
    button?.click();
    button?.form?.requestSubmit();
    return events;
  });
  expect(heard).toEqual([
    "create",
    "createManagedOrg: limit-reached",
    "create",
    "createManagedOrg: limit-reached",
  ]);
});

test("disposing undoes what was bound", async ({ page, site, sandbox }) => {
  await opened(page, site, tokenOf(sandbox));
  const form = page.locator("#form");
  const before = await form.innerHTML();
  await page.evaluate(() => {
    window.gate.bind();
  });
  await expect(page.locator("#create")).toHaveAttribute("aria-disabled", "true");
  await page.evaluate(() => window.gate.dispose());
  expect(await form.innerHTML()).toBe(before);
});

test("a mistake in the markup is reported, and the control left alone", async ({ page, site, sandbox }) => {
  await opened(page, site, tokenOf(sandbox));
  await page.evaluate(() => {
    window.addEventListener("error", (event) => {
      event.preventDefault();
      document.title = `${event.error.code}: ${event.message}`;
    });
    document.querySelector("#create")?.setAttribute("data-quota-action", "createOrg");
    window.gate.bind();
  });
  await expect(page).toHaveTitle(/unknown-action: .*data-quota-action="createOrg"/);
  expect(await page.locator("#create").getAttribute("aria-disabled")).toBeNull();
});
