import type { LaunchOptions, Page } from "@playwright/test";
import type * as quotaGate from "quota-gate";
import { type Fault, type Sandbox, startSandbox } from "../../www/sandbox/index";
import type { Sight, Subject } from "./lives";
import { type Site, startSite } from "./site";
import { Watch } from "./watch";

type Endpoint = Partial<quotaGate.VocdoniOptions>;

/** What a page has for its play. */
export interface Play {
  api: typeof quotaGate;
  gate?: quotaGate.Gate<quotaGate.VocdoniActions, quotaGate.VocdoniResource>;
  /** Why there is no gate. */
  failed?: string;
  /** Options that can't be written as JSON. */
  endpoint?: Endpoint;
  options?: quotaGate.GateOptions;
}

declare global {
  interface Window {
    play: Play;
  }
}

export const ROUTE = "/integrator";
export const OWN_ROUTE = "/api/quota";

/** What Chromium writes to the console of a request. */
export type Noise = number | `ERR_${string}`;

/** A page with a gate whose platform is a sandbox, on another origin with a token, or behind a route of the page's own. */
export class Stage implements Subject {
  checked = false;
  /** Which the gate asks. */
  route: "platform" | "own" = "platform";
  options: quotaGate.GateOptions = {};
  /** While the gate waits, the page's clock goes on by such steps. Needs `page.clock`. */
  step = 0;
  /** What a step waits for. */
  beforeStep: () => Promise<unknown> = async () => {};
  #limit = 1;

  private constructor(
    readonly page: Page,
    readonly site: Site,
    readonly watch: Watch,
    readonly browser: LaunchOptions,
    private readonly running: { sandbox: Sandbox },
  ) {}

  static async set(page: Page, browser: LaunchOptions): Promise<Stage> {
    const running = { sandbox: await startSandbox() };
    const site = await startSite(() => {
      const { sandbox } = running;
      const headers = { Authorization: `Bearer ${tokenOf(sandbox)}` };
      return fetch(sandbox.url + ROUTE, { headers, redirect: "error" });
    });
    // Retries wait for next to nothing: the chance that spreads them is small here.
    await page.context().addInitScript(() => {
      const { random } = Math;
      Math.random = () => random() / 1_000;
      window.play = {} as Play;
    });
    return new Stage(page, site, new Watch(page.context()), browser, running);
  }

  async strike(): Promise<void> {
    await this.site.close();
    await this.sandbox.close();
  }

  get sandbox(): Sandbox {
    return this.running.sandbox;
  }

  get token(): string {
    return tokenOf(this.sandbox);
  }

  /** Arms a fault for the platform's route, and tells what Chromium will say of it. */
  arm(fault: Fault, ...noise: readonly Noise[]): void {
    this.announce(...noise);
    this.sandbox.addFault({ fault, path: ROUTE, method: "GET" });
  }

  announce(...noise: readonly Noise[]): void {
    const path = this.route === "own" ? OWN_ROUTE : ROUTE;
    for (const status of noise) this.watch.expectFailure(path, status);
  }

  disarm(): void {
    this.sandbox.clearFaults();
  }

  /** Nobody listens at the platform's address. */
  async shut(): Promise<() => Promise<void>> {
    const { port } = new URL(this.sandbox.url);
    await this.sandbox.close();
    return async () => {
      this.running.sandbox = await startSandbox({ port: Number(port) });
      this.sandbox.setLimits("free-tier", { maxManagedOrgs: this.#limit });
    };
  }

  raise(): number {
    this.#limit += 1;
    this.sandbox.setLimits("free-tier", { maxManagedOrgs: this.#limit });
    return this.#limit;
  }

  asked(): number {
    return this.sandbox.requests({ method: "GET", path: ROUTE }).length;
  }

  /** Loads the page. */
  async load(): Promise<void> {
    await this.page.goto(`${this.site.url}/`);
    await this.page.waitForFunction(() => window.play.api !== undefined);
  }

  async open(): Promise<Sight> {
    await this.load();
    await this.waited(this.make());
    return this.sight();
  }

  /** Makes the page's gate; or it is known why there is none. */
  async make(): Promise<void> {
    const { route, options } = this;
    const endpoint: Endpoint =
      route === "own" ? { baseUrl: OWN_ROUTE, path: "" } : { baseUrl: this.sandbox.url, token: this.token };
    await this.page.evaluate(
      async ([endpoint, options]) => {
        const { play } = window;
        const { createGate, isQuotaError, vocdoni } = play.api;
        play.gate?.dispose();
        try {
          play.gate = await createGate(vocdoni({ ...endpoint, ...play.endpoint }), {
            ...options,
            ...play.options,
          });
        } catch (error) {
          if (!isQuotaError(error)) throw error;
          play.failed = error.code;
          return;
        }
        play.gate.bind();
        await play.gate.ready;
      },
      [endpoint, options] as const,
    );
  }

  async sight(): Promise<Sight> {
    const { shown, ...sight } = await this.page.evaluate(() => {
      const { gate, failed } = window.play;
      const button = document.querySelector("#create");
      const shown = button?.getAttribute("data-quota-verdict") ?? "unknown";
      const closed = button?.getAttribute("aria-disabled") === "true";
      if (!gate) {
        return {
          phase: "unavailable",
          code: failed ?? null,
          limit: null,
          verdict: shown,
          allowed: !closed,
          shown,
        };
      }
      const { phase, error, headroom } = gate.state;
      const { verdict, allowed } = gate.check("createManagedOrg");
      const { limit } = headroom.managedOrgs;
      return { phase, code: error?.code ?? null, limit, verdict, allowed: allowed && !closed, shown };
    });
    // What is on the screen says the same.
    return shown === sight.verdict ? sight : { ...sight, verdict: `${sight.verdict}, shown as ${shown}` };
  }

  /** Without a gate, tries to make one. */
  async refresh(): Promise<Sight> {
    if (await this.page.evaluate(() => window.play.gate === undefined)) await this.make();
    else await this.waited(this.page.evaluate(async () => void (await window.play.gate?.refresh())));
    return this.sight();
  }

  /** Until the gate has the platform's newest answer, of itself. */
  async newest(): Promise<void> {
    await this.page.waitForFunction((limit) => {
      const { refreshing, headroom } = window.play.gate?.state ?? {};
      return refreshing === false && headroom?.managedOrgs.limit === limit;
    }, this.#limit);
  }

  private async waited(doing: Promise<void>): Promise<void> {
    if (this.step) await this.while(() => doing, this.step);
    else await doing;
  }

  /** The page's clock goes on by such steps until it is done. */
  async while(task: () => Promise<void>, step: number): Promise<void> {
    let done = false;
    const end = () => {
      done = true;
    };
    const doing = task();
    doing.then(end, end);
    while (!done) {
      await this.beforeStep();
      await this.page.clock.runFor(step);
    }
    await doing;
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await this.page.evaluate(() => new Promise(requestAnimationFrame));
  }

  async noise(): Promise<readonly string[]> {
    return this.watch.errors;
  }
}

const tokenOf = (sandbox: Sandbox): string => sandbox.credentials("free-tier").sessions.manager;
