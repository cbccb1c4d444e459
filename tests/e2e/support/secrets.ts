/** Made-up credentials that can be told anywhere, the search for them, and servers that repeat whatever they are sent. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import type { BrowserContext, JSHandle, Page, Request } from "@playwright/test";
import express from "express";
import { type Listening, listen } from "../../../www/loopback";

export const JWT = "eyJhbGciOiJNQVJLRVIifQ.eyJzdWIiOiJNQVJLRVItMjc0OTAifQ.MARKER_q7Zx-Wm3Kd9Lr4Tv8Bn2Hs6";
export const KEY = `vsk_MARKER${"7d1e93b5c0f8".repeat(4)}a6`;

/** A piece of so many characters is enough to tell a secret by. */
const PIECE = 12;
const START = /^vsk_/;

const pieces = new Set(
  [JWT, KEY].flatMap((secret) => {
    const part = secret.replace(START, "");
    return Array.from({ length: part.length - PIECE + 1 }, (_, at) => part.slice(at, at + PIECE));
  }),
);

/** The first piece of a secret in a text, if there is one. */
export const pieceIn = (text: string): string | undefined => {
  for (let at = 0; at + PIECE <= text.length; at += 1) {
    const piece = text.slice(at, at + PIECE);
    if (pieces.has(piece)) return piece;
  }
  return undefined;
};

/** What was seen where. */
export type Places = Readonly<Record<string, readonly string[]>>;

/** The places in which a piece of a secret is. */
export const placesWithSecrets = (places: Places): string[] =>
  Object.entries(places)
    .filter(([, texts]) => texts.some((text) => pieceIn(text) !== undefined))
    .map(([place]) => place);

/**
 * Every text that can be reached from a value: own and inherited, enumerable or not, by symbols, getters, maps and sets. Complete in
 * itself, since it is also sent to pages. The cause of a QuotaDenied is left out: that is what the caller's own task threw.
 */
export const textsOf = (value: unknown): string[] => {
  const texts: string[] = [];
  const visited = new Set<unknown>();
  const visit = (each: unknown): void => {
    if (typeof each === "string" || typeof each === "symbol") texts.push(String(each));
    const isObject = (typeof each === "object" && each !== null) || typeof each === "function";
    if (!isObject || visited.has(each)) return;
    visited.add(each);
    if (typeof Node === "function" && each instanceof Node) return;
    if (each === globalThis) return;
    if (each instanceof Map || each instanceof Set) {
      for (const entry of each) visit(entry);
    }
    const own = Object.getOwnPropertyDescriptor(each, "name")?.value;
    const isDenied = own === "QuotaDenied" && each instanceof Error;
    for (let level: object | null = each; level; level = Object.getPrototypeOf(level)) {
      for (const name of Reflect.ownKeys(level)) {
        texts.push(String(name));
        if (isDenied && name === "cause") continue;
        // What the language itself brings is the same everywhere.
        if (level !== each && name !== "message" && name !== "stack" && name !== "toString") {
          const builtIn = [Object, Function, Error, Promise, Map, Set, Array].some(
            ({ prototype }) => level === prototype,
          );
          if (builtIn) continue;
        }
        try {
          const found = Reflect.get(level, name, each);
          visit(found);
          if (name === "toString") texts.push(`${each}`);
        } catch {
          // A getter for others.
        }
      }
    }
    if (each === value || "toJSON" in (each as object)) {
      try {
        texts.push(JSON.stringify(each) ?? "");
      } catch {
        // Circular, or with a getter for others.
      }
    }
  };
  visit(value);
  return texts;
};

/** How the platform answers. Whatever it is, the Authorization header that came is repeated in it wherever there is room. */
export type Manner =
  | "well"
  | "nonsense"
  | "html"
  | "cut"
  | "close"
  | "hang"
  | "redirect-away"
  | "redirect-home"
  | "401-once"
  | "401"
  | "403"
  | "404"
  | "408"
  | "429"
  | "500";

const GUIDE = {
  enabled: true,
  limits: { maxManagedOrgs: 5, maxManagedProcesses: 10, maxVotes: 1000, maxSMS: 200, maxEmails: 500 },
  usage: { managedOrgs: 1, managedProcesses: 2, sentVotes: 134, sentSMS: 12, sentEmails: 87 },
};

interface Heard {
  readonly at: "platform" | "elsewhere";
  readonly path: string | undefined;
  readonly authorization: string | undefined;
}

/** A platform that repeats what it is sent, and another origin that it sends on to. */
export interface Parrots {
  readonly url: string;
  readonly elsewhere: string;
  manner: Manner;
  /** Requests but for preflights. */
  readonly heard: Heard[];
  close(): Promise<void>;
}

export const startParrots = async (): Promise<Parrots> => {
  const heard: Parrots["heard"] = [];
  const open = (response: ServerResponse, origin: string | undefined) => {
    response.setHeader("access-control-allow-origin", origin ?? "*");
    response.setHeader("access-control-allow-headers", "authorization");
    response.setHeader("access-control-expose-headers", "*, retry-after, x-echo, www-authenticate, date");
  };
  const other = await listen(
    createServer((request, response) => {
      open(response, request.headers.origin);
      if (request.method === "GET")
        heard.push({ at: "elsewhere", path: request.url, authorization: request.headers.authorization });
      response.end(JSON.stringify(GUIDE));
    }),
    0,
  );
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    open(response, request.headers.origin);
    if (request.method !== "GET") return void response.writeHead(204).end();
    const { authorization } = request.headers;
    heard.push({ at: "platform", path: request.url, authorization });
    const echo = authorization ?? "";
    response.setHeader("x-echo", echo);
    response.setHeader("www-authenticate", echo);
    const send = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { "content-type": "text/plain", ...headers })
        .end(typeof body === "string" ? body : JSON.stringify(body));
    const { manner } = parrots;
    switch (manner) {
      case "well":
        send(200, {
          ...GUIDE,
          message: echo,
          [echo]: echo,
          limits: { ...GUIDE.limits, maxSMS: echo, [echo]: 1 },
          usage: { ...GUIDE.usage, [echo]: echo },
        });
        break;
      case "nonsense":
        send(200, { enabled: echo, limits: echo, code: echo });
        break;
      case "html":
        send(200, `<!doctype html><title>${echo}</title>`, { "content-type": "text/html" });
        break;
      case "cut":
        response.writeHead(200, { "content-length": "4000" });
        response.write(JSON.stringify({ echo }), () => response.destroy());
        break;
      case "close":
        response.destroy();
        break;
      case "hang":
        break;
      case "redirect-away":
        send(302, echo, { location: `${parrots.elsewhere}/integrator` });
        break;
      case "redirect-home":
        send(307, echo, { location: `${parrots.url}/moved` });
        break;
      case "401-once":
        parrots.manner = "well";
        send(401, { error: echo, code: 40001 });
        break;
      default:
        send(
          Number(manner),
          { error: echo, message: echo, code: manner === "401" ? 40001 : echo },
          manner === "429" ? { "retry-after": echo } : {},
        );
    }
  };
  const platform = await listen(createServer(serve), 0);
  const parrots: Parrots = {
    url: platform.url,
    elsewhere: other.url,
    manner: "well",
    heard,
    async close() {
      await Promise.all([platform.close(), other.close()]);
    },
  };
  return parrots;
};

const PAGE = `<!doctype html><html lang="en"><title>Secrets</title><body>
<form><button id="create" data-quota-action="createManagedOrg">Create</button></form>
<button id="publish" data-quota-action="publishProcess" data-quota-voters="5000">Publish</button>
<script type="module">import * as api from "/dist/index.js"; window.api = api;</script></body></html>`;

/** A page with the package, for any number of tests. */
export const startSite = (): Promise<Listening> =>
  listen(
    createServer(
      express()
        .get("/", (_, response) => void response.send(PAGE))
        .get("/favicon.ico", (_, response) => void response.status(204).end())
        .use("/dist", express.static(path.resolve(import.meta.dirname, "../../../dist"))),
    ),
    0,
  );

declare global {
  interface Window {
    /** What the page was told over channels, and what it said. */
    broadcasts: string[];
    channels: string[];
    textsOf: typeof textsOf;
  }
}

/** Everything that leaves a page: its console, its requests, and what its channels carry. */
export class Watch {
  readonly texts: Record<string, string[]> = {
    console: [],
    "console, opened": [],
    "console preview": [],
    "uncaught errors": [],
    urls: [],
    "request headers": [],
    "request bodies": [],
  };
  readonly #pending: Promise<unknown>[] = [];
  readonly #uncaught = new Set<string>();

  constructor(public baseUrl: string) {}

  #see(place: string, ...texts: string[]): void {
    this.texts[place]?.push(...texts);
  }

  async follow(context: BrowserContext, page: Page): Promise<void> {
    page.on("console", (message) => {
      this.#see("console", message.text(), message.location().url);
      // What is logged can be opened in the console, to any depth.
      for (const logged of message.args()) this.#pending.push(this.#open(logged));
    });
    page.on("pageerror", (error) => {
      this.#uncaught.add(String(error));
      this.#see("uncaught errors", ...textsOf(error));
    });
    page.on("request", (request) => this.#pending.push(this.#follow(request)));
    const devtools = await context.newCDPSession(page);
    devtools.on("Runtime.consoleAPICalled", (call) => this.#see("console preview", JSON.stringify(call)));
    devtools.on("Runtime.exceptionThrown", (thrown) => this.#see("uncaught errors", JSON.stringify(thrown)));
    devtools.on("Log.entryAdded", (entry) => this.#see("console", JSON.stringify(entry)));
    await devtools.send("Runtime.enable");
    await devtools.send("Log.enable");
  }

  async #open(logged: JSHandle): Promise<void> {
    this.#see("console, opened", ...(await logged.evaluate((value) => window.textsOf(value))));
  }

  async #follow(request: Request): Promise<void> {
    this.#see("urls", request.url());
    this.#see("request bodies", request.postData() ?? "");
    const headers = await request.allHeaders().catch(() => request.headers());
    const atHome = new URL(request.url()).origin === this.baseUrl;
    for (const [name, value] of Object.entries(headers)) {
      if (!(atHome && name === "authorization")) this.#see("request headers", `${name}: ${value}`);
    }
  }

  /** Each once. */
  uncaught(): string[] {
    return [...this.#uncaught];
  }

  async seen(): Promise<Places> {
    await Promise.all(this.#pending);
    return this.texts;
  }
}

/** Sent to a page before its scripts: channels are recorded whoever makes them. */
export const recordBroadcasts = (): void => {
  window.broadcasts = [];
  window.channels = [];
  const Real = BroadcastChannel;
  const { postMessage } = Real.prototype;
  const record = (message: unknown) => window.broadcasts.push(...window.textsOf(message));
  Real.prototype.postMessage = function (message) {
    record(message);
    return postMessage.call(this, message);
  };
  globalThis.BroadcastChannel = class extends Real {
    constructor(name: string) {
      super(name);
      window.channels.push(name);
      this.addEventListener("message", ({ data }) => record(data));
    }
  };
};

/** Everything that a page holds where others can look. */
export const collect = (page: Page): Promise<Places> =>
  page.evaluate(async () => {
    const markup: string[] = [];
    const look = (root: Document | ShadowRoot): void => {
      markup.push(root instanceof Document ? root.documentElement.outerHTML : root.innerHTML);
      for (const sheet of root.adoptedStyleSheets) {
        for (const { cssText } of sheet.cssRules) markup.push(cssText);
      }
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) look(element.shadowRoot);
        if (element instanceof HTMLIFrameElement && element.contentDocument) look(element.contentDocument);
        if ("value" in element) markup.push(String(element.value));
      }
    };
    look(document);
    const storages = (storage: Storage) => Object.entries(storage).flat();
    const databases = await indexedDB.databases();
    const locks = await navigator.locks.query();
    return {
      dom: markup,
      localStorage: storages(localStorage),
      sessionStorage: storages(sessionStorage),
      indexedDB: databases.map(({ name }) => name ?? ""),
      caches: await caches.keys(),
      cookies: [document.cookie],
      broadcasts: [...window.broadcasts, ...window.channels],
      "the window": [location.href, window.name, document.title, JSON.stringify(history.state)],
      performance: performance.getEntries().map((entry) => JSON.stringify(entry)),
      locks: [...(locks.held ?? []), ...(locks.pending ?? [])].map(({ name }) => name ?? ""),
    };
  });
