import type { Gate, State } from "../../../lib/types.js";

/** The page's gate. The demo makes another one whenever the company's account changes. */
export class Quota<A, R extends string> {
  readonly #make: () => Promise<Gate<A, R>>;
  readonly #listeners: ((gate: Gate<A, R> | null) => void)[] = [];
  #gate: Gate<A, R> | null = null;
  #opening: Promise<void> = Promise.resolve();
  #leave = () => {};
  #opened = 0;

  constructor(make: () => Promise<Gate<A, R>>) {
    this.#make = make;
  }

  /** Called for each change of the gate's answers; with null when there is no gate. */
  subscribe(listener: (gate: Gate<A, R> | null) => void): void {
    this.#listeners.push(listener);
  }

  open(): Promise<void> {
    this.#opening = this.#open();
    return this.#opening;
  }

  async #open(): Promise<void> {
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

  /** A first answer under way may know nothing of what happened since it was asked for. */
  async refresh(): Promise<void> {
    await this.#opening;
    await this.#gate?.ready;
    await this.#gate?.refresh();
  }

  /** Does it with the units held meanwhile. Without a gate it is done all the same: the platform has the last word. */
  run<K extends keyof A & string, T>(action: K, params: A[K], task: () => Promise<T>): Promise<T> {
    return this.#gate === null ? task() : this.#gate.run(action, params, task);
  }

  #enter(gate: Gate<A, R>): () => void {
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

/** What can be shown of any platform's. */
export interface AnyQuota {
  subscribe(listener: (gate: { readonly state: State } | null) => void): void;
  refresh(): Promise<void>;
}
