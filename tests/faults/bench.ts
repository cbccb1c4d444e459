import {
  createGate,
  type Gate,
  type GateOptions,
  type VocdoniActions,
  type VocdoniResource,
  vocdoni,
} from "quota-gate";
import type { Sight, Subject } from "./lives.js";

/** A gate in Node, over a platform that is a function. */
export class Bench implements Subject {
  checked = false;
  gate: Gate<VocdoniActions, VocdoniResource> | undefined;
  options: GateOptions = {};
  /** What becomes of the true answer, on its way as JSON. */
  alter: (truth: string) => unknown = JSON.parse;
  #limit = 1;
  #asked = 0;
  readonly #noise: string[] = [];
  readonly #hear = (error: unknown) => this.#noise.push(String(error));
  readonly #console = console.error;
  readonly #random = Math.random;

  begin(): void {
    process.on("unhandledRejection", this.#hear).on("uncaughtExceptionMonitor", this.#hear);
    console.error = this.#hear;
    // Retries wait for nothing: the chance that spreads them is small here.
    Math.random = () => this.#random() / 1_000;
  }

  end(): void {
    this.gate?.dispose();
    process.off("unhandledRejection", this.#hear).off("uncaughtExceptionMonitor", this.#hear);
    console.error = this.#console;
    Math.random = this.#random;
  }

  /** The platform's answer at this moment. */
  get truth(): string {
    const limits = {
      maxManagedOrgs: this.#limit,
      maxManagedProcesses: 10,
      maxVotes: 1000,
      maxSMS: 200,
      maxEmails: 500,
    };
    const usage = { managedOrgs: 1, managedProcesses: 2, sentVotes: 134, sentSMS: 12, sentEmails: 87 };
    return JSON.stringify({ enabled: true, limits, usage });
  }

  /** Another gate of the same account. */
  another(): Promise<Gate<VocdoniActions, VocdoniResource>> {
    const source = async () => {
      this.#asked += 1;
      return this.alter(this.truth);
    };
    return createGate(vocdoni({ source }), this.options);
  }

  async open(): Promise<Sight> {
    this.gate = await this.another();
    await this.gate.ready;
    return this.sight();
  }

  async sight(): Promise<Sight> {
    if (!this.gate) throw new Error("there is no gate yet");
    const { phase, error, headroom } = this.gate.state;
    const { verdict, allowed } = this.gate.check("createManagedOrg");
    return { phase, code: error?.code ?? null, limit: headroom.managedOrgs.limit, verdict, allowed };
  }

  async refresh(): Promise<Sight> {
    await this.gate?.refresh();
    return this.sight();
  }

  raise(): number {
    this.#limit += 1;
    return this.#limit;
  }

  asked(): number {
    return this.#asked;
  }

  async noise(): Promise<readonly string[]> {
    // Node tells of a rejection that nobody handled once all microtasks are done.
    await new Promise((resolve) => setImmediate(resolve));
    return this.#noise;
  }
}
