import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createGate, type GateOptions, type VocdoniOptions, vocdoni } from "quota-gate";
import { afterEach, beforeEach, vi } from "vitest";
import { listen } from "../../www/loopback.js";
import { type AccountName, type Sandbox, startSandbox } from "../../www/sandbox/index.js";

/** The guide's example. */
export const GUIDE = {
  enabled: true,
  limits: { maxManagedOrgs: 1, maxManagedProcesses: 10, maxVotes: 1000, maxSMS: 200, maxEmails: 500 },
  usage: { managedOrgs: 1, managedProcesses: 2, sentVotes: 134, sentSMS: 12, sentEmails: 87 },
};

/** The guide's example with other numbers. */
export const guide = (
  limits: Partial<typeof GUIDE.limits> = {},
  usage: Partial<typeof GUIDE.usage> = {},
) => ({ ...GUIDE, limits: { ...GUIDE.limits, ...limits }, usage: { ...GUIDE.usage, ...usage } });

export const START = Date.UTC(2026, 0, 1);

/** In this file time stands still at START, but for what a test lets pass. */
export const useFakeClock = (): void => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
};
export const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
/** Until nothing more happens by itself. */
export const calm = () => pass(0);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
/** Runs when the test ends, the last first. */
export const finally_ = (cleanup: () => unknown): void => {
  cleanups.push(cleanup);
};

export const sandbox = async (): Promise<Sandbox> => {
  const started = await startSandbox();
  finally_(() => started.close());
  return started;
};

/** A failure is one at once, but where a test wants retries. */
export const gateOn = async (endpoint: VocdoniOptions, options?: GateOptions) => {
  const gate = await createGate(vocdoni(endpoint), { retries: 0, ...options });
  finally_(() => gate.dispose());
  return gate;
};

/** A gate that asks the sandbox itself, with the account's key for reading quotas. */
export const gateOf = (platform: Sandbox, account: AccountName, options?: GateOptions) =>
  gateOn({ baseUrl: platform.url, token: platform.credentials(account).quotaKey }, options);

/** A gate over settable answers, without a network. Each is a body or the promise of one, or an error to throw; the last one stays. */
export const gateOver = async (answers: unknown[], options?: GateOptions, more?: VocdoniOptions) => {
  const asked: { path: string; signal: AbortSignal }[] = [];
  const gate = await gateOn(
    {
      ...more,
      source: async (request) => {
        asked.push(request);
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    options,
  );
  return { gate, asked };
};

/** The same, with the first answer there. */
export const opened = async (answers: unknown[], options?: GateOptions, more?: VocdoniOptions) => {
  const opened = await gateOver(answers, options, more);
  await opened.gate.ready;
  return opened;
};

export const failing = (status = 500) => Object.assign(new Error("…"), { status });

/** What a call throws. */
export const thrownBy = (call: () => unknown): unknown => {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

/** An answer that comes when the test says so. */
export const pending = () => {
  let come: (body: unknown) => void = () => {};
  const answer = new Promise<unknown>((resolve) => {
    come = resolve;
  });
  return { answer, come };
};

/** As the platform writes its errors: JSON, as text/plain. */
export const refusedWith = (code: number, error: string, status = 400): Response =>
  new Response(`${JSON.stringify({ error, code })}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8" },
  });

/** As the platform's own SDK throws it. */
export class VocdoniApiError extends Error {
  override readonly name: string = "VocdoniApiError";
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly code?: number,
  ) {
    super(`request failed with status ${status}`);
  }
}

/** Fetch brings these one after the other, each made anew; the last one stays. Returns what was asked with which credentials. */
export const stubFetch = (...answers: (() => Response | Promise<Response>)[]) => {
  const asked: { url: string; authorization: string | null }[] = [];
  vi.stubGlobal("fetch", async ({ url, headers }: Request) => {
    asked.push({ url, authorization: headers.get("authorization") });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer?.();
  });
  finally_(() => vi.unstubAllGlobals());
  return asked;
};
export const served = (body: unknown) => () => Response.json(body);
export const refusing =
  (status: number, headers: Record<string, string> = {}, body: unknown = {}) =>
  () =>
    Response.json(body, { status, headers });

/** A server of this machine that answers by hand, header by header. */
export const serving = async (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  const { url, close } = await listen(server, 0);
  finally_(close);
  return { url, asked };
};

/** Counts who listens. */
class Ear extends EventTarget {
  readonly #listeners: { type: string; listener: unknown }[] = [];
  get heard() {
    return this.#listeners.length;
  }
  override addEventListener(...[type, listener, options]: Parameters<EventTarget["addEventListener"]>) {
    super.addEventListener(type, listener, options);
    this.#listeners.push({ type, listener });
    const signal = typeof options === "object" ? options.signal : undefined;
    signal?.addEventListener("abort", () => this.#forget(type, listener));
  }
  override removeEventListener(...[type, listener, options]: Parameters<EventTarget["removeEventListener"]>) {
    super.removeEventListener(type, listener, options);
    this.#forget(type, listener);
  }
  #forget(type: string, listener: unknown) {
    const place = this.#listeners.findIndex((each) => each.type === type && each.listener === listener);
    if (place >= 0) this.#listeners.splice(place, 1);
  }
}

/** A page as far as a gate without controls sees one: in front or hidden, on line or off. */
export const stubPage = () => {
  const document = Object.assign(new Ear(), { visibilityState: "visible" });
  const window = new Ear();
  const navigator = { onLine: true };
  vi.stubGlobal("document", document);
  vi.stubGlobal("navigator", navigator);
  vi.stubGlobal("addEventListener", window.addEventListener.bind(window));
  vi.stubGlobal("removeEventListener", window.removeEventListener.bind(window));
  finally_(() => vi.unstubAllGlobals());
  const tell = (type: string) => {
    window.dispatchEvent(new Event(type));
  };
  const turn = (visibilityState: "visible" | "hidden") => {
    document.visibilityState = visibilityState;
    document.dispatchEvent(new Event("visibilitychange"));
  };
  return {
    /** How many listeners the page has. */
    get heard() {
      return document.heard + window.heard;
    },
    tell,
    focus: () => tell("focus"),
    hide: () => turn("hidden"),
    show: () => turn("visible"),
    goOffline() {
      navigator.onLine = false;
      tell("offline");
    },
    goOnline() {
      navigator.onLine = true;
      tell("online");
    },
  };
};

/** As much of the browser's as is asked of it. */
export class FakeStorage {
  readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => {
    this.kept.set(key, value);
  };
  removeItem = (key: string) => {
    this.kept.delete(key);
  };
  get all() {
    return [...this.kept].flat().join("\n");
  }
}

/** What outlives a page, and its tab. */
export const stubStorage = () => {
  const storages = { localStorage: new FakeStorage(), sessionStorage: new FakeStorage() };
  for (const [name, storage] of Object.entries(storages)) vi.stubGlobal(name, storage);
  finally_(() => vi.unstubAllGlobals());
  return storages;
};
