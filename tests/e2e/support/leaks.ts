/** Counts what lives in a page: whatever is begun there and not ended. */
import { createServer } from "node:http";
import path from "node:path";
import type { CDPSession, Page } from "@playwright/test";
import express from "express";
import type * as quotaGate from "quota-gate";
import { type Listening, listen } from "../../../www/loopback";

export interface Living {
  /** By target and type: "Window focus". */
  readonly listeners: Readonly<Record<string, number>>;
  readonly timers: number;
  readonly channels: number;
  readonly observers: number;
  readonly locks: readonly string[];
  readonly sheets: number;
  readonly elements: number;
  readonly markup: string;
}

export type Gate = quotaGate.Gate<quotaGate.VocdoniActions, quotaGate.VocdoniResource>;

declare global {
  interface Window {
    api: typeof quotaGate;
    gates: Gate[];
    living(): Promise<Living>;
    /** The memories of all wasm instances. */
    memories: WebAssembly.Memory[];
    uncaught: string[];
  }
}

/** Sent to a page before its scripts. */
const rememberMemories = (): void => {
  window.memories = [];
  const instantiate = WebAssembly.instantiate as (...given: unknown[]) => Promise<unknown>;
  WebAssembly.instantiate = (async (...given: unknown[]) => {
    const brought = await instantiate(...given);
    const { exports } =
      (brought as { instance?: WebAssembly.Instance }).instance ?? (brought as WebAssembly.Instance);
    window.memories.push(exports["memory"] as WebAssembly.Memory);
    return brought;
  }) as typeof WebAssembly.instantiate;
};

/** The same. What it notes takes memory itself. */
const countLiving = (): void => {
  window.uncaught = [];
  addEventListener("error", ({ message }) => window.uncaught.push(message));
  addEventListener("unhandledrejection", ({ reason }) => window.uncaught.push(String(reason)));

  // Targets that are garbage take their listeners with them.
  const targets: { target: WeakRef<EventTarget>; name: string; entries: Set<string> }[] = [];
  const known = new WeakMap<EventTarget, Set<string>>();
  const ids = new WeakMap<object, number>();
  let last = 0;
  const entriesOf = (target: EventTarget): Set<string> => {
    const entries = known.get(target) ?? new Set<string>();
    if (!known.has(target)) {
      known.set(target, entries);
      targets.push({ target: new WeakRef(target), name: target.constructor.name, entries });
    }
    return entries;
  };
  const keyOf = (type: string, listener: object, options: unknown): string => {
    if (!ids.has(listener)) {
      last += 1;
      ids.set(listener, last);
    }
    const capture =
      typeof options === "object" ? (options as AddEventListenerOptions | null)?.capture : options;
    return `${type} ${ids.get(listener)} ${Boolean(capture)}`;
  };
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    add.call(this, type, listener, options);
    const { signal, once } = typeof options === "object" ? options : {};
    if (!listener || signal?.aborted) return;
    const target = this ?? window;
    const entries = entriesOf(target);
    const key = keyOf(type, listener, options);
    entries.add(key);
    const end = () => entries.delete(key);
    if (signal) add.call(signal, "abort", end, { once: true });
    if (once) add.call(target, type, end, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    remove.call(this, type, listener, options);
    if (listener) entriesOf(this ?? window).delete(keyOf(type, listener, options));
  };

  const timers = new Set<unknown>();
  const { setTimeout: set, clearTimeout: unset } = window;
  window.setTimeout = ((task: () => void, milliseconds?: number) => {
    const timer = set(() => {
      timers.delete(timer);
      task();
    }, milliseconds);
    timers.add(timer);
    return timer;
  }) as typeof window.setTimeout;
  window.clearTimeout = (timer) => {
    timers.delete(timer);
    unset(timer);
  };

  const channels = new Set<BroadcastChannel>();
  window.BroadcastChannel = class extends BroadcastChannel {
    constructor(name: string) {
      super(name);
      channels.add(this);
    }
    override close(): void {
      channels.delete(this);
      super.close();
    }
  };

  const observers = new Set<MutationObserver>();
  window.MutationObserver = class extends MutationObserver {
    override observe(node: Node, options?: MutationObserverInit): void {
      observers.add(this);
      super.observe(node, options);
    }
    override disconnect(): void {
      observers.delete(this);
      super.disconnect();
    }
  };

  window.living = async () => {
    const listeners: Record<string, number> = {};
    for (const { target, name, entries } of targets) {
      if (!target.deref()) continue;
      for (const entry of entries) {
        const label = `${name} ${entry.split(" ")[0]}`;
        listeners[label] = (listeners[label] ?? 0) + 1;
      }
    }
    const { held = [], pending = [] } = await navigator.locks.query();
    return {
      listeners,
      timers: timers.size,
      channels: channels.size,
      observers: observers.size,
      locks: [...held, ...pending].map(({ name }) => name ?? ""),
      sheets: document.adoptedStyleSheets.length,
      elements: document.querySelectorAll("*").length,
      markup: document.body.innerHTML,
    };
  };
};

const PAGE = `<!doctype html><html lang="en"><title>Leaks</title><body>
<form id="form"><input id="voters" value="3"><button id="create" data-quota-action="createManagedOrg">Create</button></form>
<button id="publish" data-quota-action="publishProcess" data-quota-voters-from="#voters">Publish</button>
<div id="host"></div>
<script type="module">import * as api from "/dist/index.js"; window.api = api; window.gates = [];</script></body></html>`;

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

/** A page that is counted. */
export class Counted {
  constructor(
    readonly page: Page,
    private readonly cdp: CDPSession,
  ) {}

  /** Counted, or only weighed. */
  static async open(page: Page, url: string, counts = true): Promise<Counted> {
    const cdp = await page.context().newCDPSession(page);
    await page.addInitScript(rememberMemories);
    if (counts) await page.addInitScript(countLiving);
    await page.goto(url);
    await page.waitForFunction(() => window.api !== undefined);
    return new Counted(page, cdp);
  }

  collectGarbage(): Promise<unknown> {
    return this.cdp.send("HeapProfiler.collectGarbage");
  }

  /** What lives once garbage is gone. */
  async living(): Promise<Living> {
    await this.collectGarbage();
    return this.page.evaluate(() => window.living());
  }

  /** Of JavaScript and of the wasm, in bytes. */
  async sizes(): Promise<{ heap: number; wasm: number }> {
    await this.collectGarbage();
    const { usedSize } = await this.cdp.send("Runtime.getHeapUsage");
    const wasm = await this.page.evaluate(() =>
      window.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    );
    return { heap: usedSize, wasm };
  }

  /** What was thrown or rejected and not caught. */
  uncaught(): Promise<string[]> {
    return this.page.evaluate(() => window.uncaught);
  }
}
