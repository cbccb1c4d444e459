import { createGate, vocdoni } from "/quota-gate/index.js";
import type { Gate, GateOptions, VocdoniActions, VocdoniResource } from "../../../lib/types.js";
import { call } from "./api.js";

export type QuotaGate = Gate<VocdoniActions, VocdoniResource>;

interface Account {
  readonly environment: "production" | "staging";
  readonly identity: string;
}

/** The page's gate. The demo makes another one whenever the company's account changes. */
export class Quota {
  readonly #options: GateOptions;
  readonly #listeners: ((gate: QuotaGate | null) => void)[] = [];
  #gate: QuotaGate | null = null;
  #leave = () => {};
  #opened = 0;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Called for each change of the gate's answers; with null when there is no gate. */
  subscribe(listener: (gate: QuotaGate | null) => void): void {
    this.#listeners.push(listener);
  }

  async open(): Promise<void> {
    this.#opened += 1;
    const opened = this.#opened;
    // Without a gate the page works; the platform has the last word.
    const gate = await this.#make().catch(() => null);
    if (opened !== this.#opened) {
      gate?.dispose();
      return;
    }
    this.#leave();
    this.#leave = gate === null ? () => {} : this.#enter(gate);
    this.#gate = gate;
    this.#tell();
  }

  async refresh(): Promise<void> {
    await this.#gate?.refresh();
  }

  /** Does it with the units held meanwhile. Without a gate it is done all the same: the platform has the last word. */
  run<K extends keyof VocdoniActions, T>(
    action: K,
    params: VocdoniActions[K],
    task: () => Promise<T>,
  ): Promise<T> {
    return this.#gate === null ? task() : this.#gate.run(action, params, task);
  }

  async #make(): Promise<QuotaGate> {
    const { environment, identity } = await call<Account>("GET", "/api/quota/account");
    // The console and the portal are tabs of one account: what one does the other knows, and one asks for both.
    return createGate(vocdoni({ baseUrl: "/api/quota", path: "", environment }), {
      ...this.#options,
      identity,
      persist: "session",
      refreshEvery: 15_000,
    });
  }

  #enter(gate: QuotaGate): () => void {
    const unbind = gate.bind();
    const unsubscribe = gate.subscribe(() => this.#tell());
    return () => {
      unsubscribe();
      unbind();
      gate.dispose();
    };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.#gate);
  }
}
