import type { CDPSession, Page } from "@playwright/test";
import { build } from "esbuild";
import { type Accessible, accessible } from "./accessible";
import type { Answer, BindRequest } from "./bind-page.js";
import { test as base, expect } from "./console";

const origin = "http://127.0.0.1:8931";
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/** A page under a strict policy, with the binding and a gate that answers as told. */
export class BindPage {
  constructor(
    readonly page: Page,
    private readonly cdp: CDPSession,
    private readonly script: string,
  ) {}

  async open(body: string): Promise<void> {
    await this.page.route(`${origin}/**`, (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === "/lab.js") return route.fulfill({ contentType: "text/javascript", body: this.script });
      if (pathname === "/") {
        const html = `<!doctype html><html lang="en"><title>page</title><script src="/lab.js"></script><body>${body}`;
        return route.fulfill({
          contentType: "text/html",
          body: html,
          headers: { "content-security-policy": policy },
        });
      }
      return route.fulfill({ contentType: "text/html", body: "<title>elsewhere</title>" });
    });
    await this.page.goto(`${origin}/`);
  }

  /** Returns the number to undo this one by. */
  bind(request: BindRequest = {}, gate: 0 | 1 = 0): Promise<number> {
    return this.page.evaluate(([request, gate]) => lab.bind(request, gate), [request, gate] as const);
  }

  undo(number?: number): Promise<void> {
    return this.page.evaluate((number) => lab.undo(number), number);
  }

  set(answer: Partial<Answer>, action = "*", gate: 0 | 1 = 0): Promise<void> {
    return this.page.evaluate(([answer, action, gate]) => lab.gates[gate].set(answer, action), [
      answer,
      action,
      gate,
    ] as const);
  }

  deny(message = "No room."): Promise<void> {
    return this.set({ verdict: "deny", message });
  }

  allow(): Promise<void> {
    return this.set({ verdict: "allow", message: "Fine." });
  }

  /** What happened since last asked. */
  log(): Promise<string[]> {
    return this.page.evaluate(() => lab.log.splice(0));
  }

  writes(): Promise<string[]> {
    return this.page.evaluate(() => lab.writes.splice(0));
  }

  asked(action = "publishProcess"): Promise<Record<string, unknown> | undefined> {
    return this.page.evaluate((action) => lab.gates[0].asked[action], action);
  }

  markup(): Promise<string> {
    return this.page.evaluate(() => document.body.outerHTML);
  }

  spoken(): Promise<string> {
    return this.page.evaluate(() => document.querySelector("[data-quota-live]")?.textContent ?? "");
  }

  accessible(selector: string): Promise<Accessible> {
    return accessible(this.cdp, `document.querySelector(${JSON.stringify(selector)})`);
  }
}

export const test = base.extend<{ lab: BindPage }, { script: string }>({
  script: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const { outputFiles } = await build({
        entryPoints: [new URL("./bind-page.ts", import.meta.url).pathname],
        bundle: true,
        format: "iife",
        write: false,
      });
      await use(outputFiles[0]?.text ?? "");
    },
    { scope: "worker" },
  ],
  lab: async ({ page, script }, use) => {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Accessibility.enable");
    await use(new BindPage(page, cdp, script));
  },
});

export { expect };
