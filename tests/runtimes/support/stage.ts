/** What each file of the suite begins with: a platform, and an application in the runtime that it is the turn of. */
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../www/sandbox/index";
import { pieceIn } from "../../e2e/support/secrets";
import { App } from "./app";
import type { Runtime } from "./runtimes";
import { Wire } from "./wire";

declare module "vitest" {
  export interface ProvidedContext {
    runtime: Runtime;
  }
}

const ORGANIZATION = "media-group";

export class Stage {
  readonly #said: string[] = [];
  readonly #apps: App[] = [];
  #secrets: string[] = [];
  #sandbox: Sandbox | undefined;
  #wire: Wire | undefined;

  get sandbox(): Sandbox {
    if (!this.#sandbox) throw new Error("the platform hasn't been started");
    return this.#sandbox;
  }

  get wire(): Wire {
    if (!this.#wire) throw new Error("the platform hasn't been started");
    return this.#wire;
  }

  /** The key that the proxies have. */
  get key(): string {
    return this.sandbox.credentials("free-tier").quotaKey;
  }

  async open(): Promise<void> {
    this.#sandbox = await startSandbox();
    this.#wire = await Wire.to(this.#sandbox.url);
  }

  /** An application whose proxies have no answer yet. */
  async app(env: Readonly<Record<string, string>> = {}): Promise<App> {
    const told = {
      VOCDONI_URL: this.wire.url,
      VOCDONI_KEY: this.key,
      DIDOMI_URL: `${this.wire.url}/v1`,
      DIDOMI_TOKEN: this.sandbox.didomi.token(ORGANIZATION),
      DIDOMI_ORGANIZATION: ORGANIZATION,
      ...env,
    };
    this.#secrets.push(told.VOCDONI_KEY, told.DIDOMI_TOKEN);
    const app = await App.start(inject("runtime"), told);
    this.#apps.push(app);
    return app;
  }

  /** How often the platform was asked, for Vocdoni's quota. */
  asked(): number {
    return this.sandbox.requests({ path: "/integrator" }).length;
  }

  /** The platform is as at the start, and no application runs. */
  async clear(): Promise<void> {
    for (const app of this.#apps.splice(0)) {
      await app.stop();
      this.#said.push(app.said);
    }
    this.wire.release();
    this.wire.asked = "";
    this.sandbox.reset();
    this.sandbox.clearRequests();
  }

  async close(): Promise<void> {
    await this.wire.close();
    await this.sandbox.close();
  }

  /** The secrets, or pieces of them, in all that all applications have let out. */
  leaks(): string[] {
    const all = this.#said.join("\n");
    const found = pieceIn(all);
    return [...this.#secrets.filter((secret) => all.includes(secret)), ...(found ? [found] : [])];
  }

  get heardAnything(): boolean {
    return this.#said.length > 0;
  }
}

/** A platform for the file. Its applications end with each test, and what came of them is searched when all have ended. */
export function useStage(): Stage {
  const stage = new Stage();
  beforeAll(() => stage.open());
  afterEach(() => stage.clear());
  afterAll(() => stage.close());
  return stage;
}

/** The last test of each file. */
export function noSecretCameOf(stage: Stage): void {
  test("no answer has held a secret, in its body or in a header, and nothing printed has", () => {
    expect(stage.heardAnything).toBe(true);
    expect(stage.leaks()).toEqual([]);
  });
}
