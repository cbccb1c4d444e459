import type { Page } from "@playwright/test";
import { type Accessible, accessible, inSession } from "../../support/accessible";
import { type App, serveApp } from "../../support/app";
import { test as base, expect } from "../../support/console";

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'";

/** Pages with the elements, under a strict policy. */
export class Lab {
  constructor(
    readonly page: Page,
    private readonly app: App,
  ) {}

  async open(body: string, { before = "", lang = "en", css = "" } = {}): Promise<void> {
    const pages: Record<string, readonly [type: string, text: string]> = {
      "/": [
        "text/html; charset=utf-8",
        `<!doctype html><html lang="${lang}"><title>page</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"><main>${body}</main><script src="/before.js"></script><script type="module" src="/app.js"></script></html>`,
      ],
      "/page.css": ["text/css", css],
      "/before.js": ["text/javascript", before],
    };
    await this.page.route(
      (url) => url.origin === this.app.url && url.pathname in pages,
      (route) => {
        const [contentType = "", text = ""] = pages[new URL(route.request().url()).pathname] ?? [];
        return route.fulfill({ contentType, body: text, headers: { "content-security-policy": POLICY } });
      },
    );
    await this.page.goto(this.app.url);
    await this.page.waitForFunction(() => "stage" in globalThis);
  }

  /** What happened since last asked. */
  log(): Promise<string[]> {
    return this.page.evaluate(() => stage.log.splice(0));
  }

  spoken(): Promise<string> {
    return this.page.evaluate(() => document.querySelector("[data-quota-live]")?.textContent ?? "");
  }

  /** Of the element itself, or of the first one in its shadow tree. */
  accessible(selector: string): Promise<Accessible> {
    const expression = `((it) => it.shadowRoot?.firstElementChild ?? it)(document.querySelector(${JSON.stringify(selector)}))`;
    return inSession(this.page, async (cdp) => {
      await cdp.send("Accessibility.enable");
      return accessible(cdp, expression);
    });
  }
}

export const test = base.extend<{ lab: Lab }, { app: App }>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const app = await serveApp("elements/main.ts");
      await use(app);
      await app.close();
    },
    { scope: "worker" },
  ],
  lab: async ({ page, app }, use) => {
    await use(new Lab(page, app));
  },
});

export { expect };
