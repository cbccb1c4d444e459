/** Tabs of one browser, and the back end that their pages ask: it adds the account's key and forwards to the sandbox. */
import { createServer } from "node:http";
import path from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import express, { type Request, type Response } from "express";
import type * as quotaGate from "quota-gate";
import { listen } from "../../../www/loopback";
import { type Sandbox, startSandbox } from "../../../www/sandbox/index";
import { test as base, expect } from "./console";

declare global {
  interface Window {
    api: typeof quotaGate;
    gate: quotaGate.Gate<quotaGate.VocdoniActions, quotaGate.VocdoniResource>;
    /** Says something on a channel of the page's own, and resolves when all of that was heard on it. */
    say: (what: string) => void;
    heard: (all: readonly string[]) => Promise<void>;
    /** Ends what listens to the gate. */
    unsubscribe: () => void;
    /** The gate's holds by what a test calls them. */
    holds: Record<string, quotaGate.Hold>;
  }
}

const ACCOUNT = "custom-plan";

const PAGE = `<!doctype html><html lang="en"><title>Tab</title>
<script type="module">
import * as api from "/dist/index.js";
window.api = api;
const heard = new Set();
const events = new EventTarget();
window.holds = {};
const Channel = window.Channel ?? globalThis.BroadcastChannel;
{
  const channel = new Channel("test");
  channel.onmessage = ({ data }) => {
    heard.add(data);
    events.dispatchEvent(new Event("heard"));
  };
  window.say = (what) => channel.postMessage(what);
}
window.heard = (all) => new Promise((resolve) => {
  const look = () => all.every((each) => heard.has(each)) && resolve();
  events.addEventListener("heard", look);
  look();
});
</script></html>`;

/** What a test may have a file of the package be. */
export interface Replaced {
  readonly status: number;
  readonly body: string;
}

/** Where the tabs are at home. */
export class Site {
  readonly url: string;
  readonly sandbox: Sandbox;
  readonly #pages = new Map<string, string>([["/", PAGE]]);
  readonly #files = new Map<string, Replaced>();
  #gate = Promise.resolve();
  readonly #close: () => Promise<void>;

  private constructor(url: string, sandbox: Sandbox, close: () => Promise<void>) {
    this.url = url;
    this.sandbox = sandbox;
    this.#close = close;
  }

  static async start(): Promise<Site> {
    const sandbox = await startSandbox();
    const server = createServer();
    const { url, close } = await listen(server, 0);
    const site = new Site(url, sandbox, close);
    const app = express()
      .get("/favicon.ico", (_, response) => void response.status(204).end())
      .use((_, response, next) => {
        // Also a page of an opaque origin may load the package and ask.
        response.set("Access-Control-Allow-Origin", "*");
        next();
      })
      .get("/{*page}", (request, response, next) => site.#serve(request, response, next))
      .use("/dist", express.static(path.resolve(import.meta.dirname, "../../../dist")))
      .get(["/platform/integrator", "/other/integrator"], (request, response) =>
        site.#forward(request, response),
      )
      .post("/organizations", (_, response) => {
        site.use(site.used + 1);
        response.redirect(303, "/created");
      });
    server.on("request", app);
    return site;
  }

  async close(): Promise<void> {
    await this.#close();
    await this.sandbox.close();
  }

  /** How often the platform was asked. */
  get requests(): number {
    return this.sandbox.requests({ method: "GET", path: "/integrator" }).length;
  }

  get used(): number {
    return this.sandbox.account(ACCOUNT).usage.managedOrgs;
  }

  /** From now on so many organizations, of 50, exist. */
  use(managedOrgs: number): void {
    this.sandbox.setUsage(ACCOUNT, { managedOrgs });
  }

  /** A token that the platform knows. */
  get token(): string {
    return this.sandbox.credentials(ACCOUNT).sessions.admin;
  }

  page(address: string, html: string): void {
    this.#pages.set(address, html);
  }

  replace(file: string, by: Replaced): void {
    this.#files.set(file, by);
  }

  /** Answers don't come before the returned function is called. */
  holdBack(): () => void {
    let release = () => {};
    this.#gate = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }

  #serve(request: Request, response: Response, next: () => void): void {
    const replaced = this.#files.get(request.path);
    const page = this.#pages.get(request.path);
    if (replaced) response.status(replaced.status).type("text/javascript").send(replaced.body);
    else if (page) response.send(page);
    else next();
  }

  async #forward(request: Request, response: Response): Promise<void> {
    const { quotaKey } = this.sandbox.credentials(ACCOUNT);
    const authorization = request.get("authorization") ?? `Bearer ${quotaKey}`;
    const answer = await fetch(`${this.sandbox.url}/integrator`, { headers: { authorization } });
    const body = await answer.text();
    await this.#gate;
    const type = answer.headers.get("content-type");
    response.status(answer.status);
    if (type) response.set("Content-Type", type);
    response.end(body);
  }
}

export type TabOptions = Omit<quotaGate.GateOptions, "message"> &
  Pick<quotaGate.VocdoniOptions, "baseUrl" | "rules" | "token">;

/** What a tab shows of the organizations. */
export interface Seen {
  readonly phase: quotaGate.Phase;
  readonly source: quotaGate.State["source"];
  readonly used: number | null;
  readonly held: number;
  readonly error: quotaGate.QuotaErrorCode | undefined;
}

export class Tab {
  constructor(readonly page: Page) {}

  /** Makes the page's gate, and listens to it as a page with controls does. */
  async open(options: TabOptions = {}): Promise<this> {
    await this.page.evaluate(async ({ baseUrl = "/platform", rules, token, ...options }) => {
      const { createGate, vocdoni } = window.api;
      const provider = vocdoni({ baseUrl, ...(rules && { rules }), ...(token && { token }) });
      window.gate = await createGate(provider, { identity: "account-1", retries: 0, ...options });
      window.unsubscribe = window.gate.subscribe(() => {});
    }, options);
    return this;
  }

  async ready(): Promise<this> {
    await this.page.evaluate(async () => {
      await window.gate.ready;
    });
    return this;
  }

  seen(): Promise<Seen> {
    return this.page.evaluate(() => {
      const { phase, source, error, headroom } = window.gate.state;
      const { used, held } = headroom.managedOrgs;
      return { phase, source, used, held, error: error?.code };
    });
  }

  /** Waits until it does. */
  async shows(wanted: Partial<Seen>): Promise<void> {
    await until(() => this.seen(), wanted);
  }

  refresh(): Promise<void> {
    return this.page.evaluate(async () => {
      await window.gate.refresh();
    });
  }

  /** Takes a place for one more organization. */
  hold(name = "one", expiresIn = 60_000): Promise<void> {
    return this.page.evaluate(
      ({ name, expiresIn }) => {
        window.holds[name] = window.gate.hold("createManagedOrg", {}, { expiresIn });
      },
      { name, expiresIn },
    );
  }

  /** What becomes of a hold. */
  async end(how: "commit" | "release", name = "one"): Promise<void> {
    await this.page.evaluate(({ how, name }) => window.holds[name]?.[how](), { how, name });
  }

  /** The page goes behind another, or comes to the front: Chromium without a screen shows all of them. */
  async show(visibility: DocumentVisibilityState): Promise<void> {
    await this.page.evaluate((visibility) => {
      Object.defineProperty(document, "visibilityState", { value: visibility, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, visibility);
  }

  /** What this tab's gates are called on the channel and among the locks. */
  async name(): Promise<string> {
    const { held } = await this.locks();
    const name = held.find((each) => each.endsWith("/here"))?.replace(/\/here$/, "");
    if (name === undefined) throw new Error("no tab of a gate is here");
    return name;
  }

  locks(): Promise<{ held: string[]; pending: string[] }> {
    return this.page.evaluate(async () => {
      const { held = [], pending = [] } = await navigator.locks.query();
      const names = (locks: LockInfo[]) => locks.map(({ name }) => String(name)).sort();
      return { held: names(held), pending: names(pending) };
    });
  }
}

/** Waits for a value, looking often. */
export const until = async (look: () => unknown, wanted: Record<string, unknown>): Promise<void> => {
  await expect.poll(look, { intervals: [10, 20, 50, 100] }).toMatchObject(wanted);
};

let said = 0;

/** Until each tab has heard all that any of them said so far: a browser delivers in order. */
export const allHeard = async (tabs: readonly Tab[]): Promise<void> => {
  const words = await Promise.all(
    tabs.map(async ({ page }) => {
      said += 1;
      const word = String(said);
      await page.evaluate((word) => window.say(word), word);
      return word;
    }),
  );
  await Promise.all(
    tabs.map(({ page }, own) =>
      page.evaluate(
        (others) => window.heard(others),
        words.filter((_, place) => place !== own),
      ),
    ),
  );
};

/** Until no request is under way in any of the tabs, and each has heard of the answers. */
export const calm = async (tabs: readonly Tab[]): Promise<void> => {
  const rest = () =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (window.gate.state.refreshing) return;
        leave();
        resolve();
      };
      const leave = window.gate.subscribe(look);
      look();
    });
  await Promise.all(tabs.map(({ page }) => page.evaluate(rest)));
  if (tabs.length > 1) await allHeard(tabs);
};

/** A clock that all tabs have in common, and that stands still. */
export class World {
  constructor(
    readonly context: BrowserContext,
    readonly site: Site,
  ) {}

  async freeze(): Promise<void> {
    await this.context.clock.install({ time: START });
    await this.context.clock.pauseAt(START + 1_000);
  }

  /** Time passes in all tabs. No answer comes before it has passed in each. */
  async pass(milliseconds: number, tabs: readonly Tab[]): Promise<void> {
    const release = this.site.holdBack();
    await this.context.clock.runFor(milliseconds);
    release();
    await calm(tabs);
  }

  /** Lets a little time pass at once, as often as it takes until the tab waits for nobody. */
  async settle({ page }: Tab): Promise<void> {
    const busy = async () => {
      await this.context.clock.runFor(125);
      return { busy: await page.evaluate(() => window.gate.state.refreshing) };
    };
    await until(busy, { busy: false });
  }

  /** In each page that opens from now on, before anything else of it runs. */
  async before(script: () => void): Promise<void> {
    await this.context.addInitScript(script);
  }

  /** A page without a gate. */
  async blank(address = "/"): Promise<Tab> {
    const page = await this.context.newPage();
    await page.goto(`${this.site.url}${address}`);
    await page.waitForFunction(() => window.api !== undefined);
    return new Tab(page);
  }

  /** Tabs whose gates have an answer, opened one after the other. */
  async open(count: number, options: TabOptions = {}): Promise<Tab[]> {
    const tabs: Tab[] = [];
    for (let number = 0; number < count; number += 1) {
      tabs.push(await (await (await this.blank()).open(options)).ready());
    }
    return tabs;
  }
}

const START = Date.UTC(2026, 0, 1);

export const test = base.extend<{ site: Site; world: World }>({
  site: async ({ afterwards }, use) => {
    const site = await Site.start();
    afterwards(() => site.close());
    await use(site);
  },
  world: async ({ context, site }, use) => {
    await use(new World(context, site));
  },
});

export { expect };
