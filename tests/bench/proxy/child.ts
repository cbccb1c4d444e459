import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

/** What a process can be asked for, by name. */
type Answers = Readonly<Record<string, (...given: never[]) => unknown>>;

/** Longer than anything here takes: what hangs ends the benchmark. */
const LIMIT = 30_000;

/** A script of this folder in a process of its own, so that none has another's work to do. */
export class Child<A extends Answers> {
  readonly #script: string;
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(script: string) {
    this.#script = script;
    this.#process = fork(path.join(import.meta.dirname, script));
    this.#ended = once(this.#process, "exit");
  }

  /** One question at a time. */
  async ask<N extends keyof A & string>(
    name: N,
    ...given: Parameters<A[N]>
  ): Promise<Awaited<ReturnType<A[N]>>> {
    const limit = AbortSignal.timeout(LIMIT);
    const answer = once(this.#process, "message", { signal: limit }).then(([message]) => message.answer);
    this.#process.send({ name, given });
    const ended = this.#ended.then(() => {
      throw new Error(`${this.#script} ended before it answered "${name}"`);
    });
    return Promise.race([answer, ended]);
  }

  async end(): Promise<void> {
    this.#process.kill();
    await this.#ended;
  }
}

/** In such a process: answers what is asked, and ends with the one that asks. */
export const answering = (answers: Answers): void => {
  process.on("message", async ({ name, given }: { name: string; given: never[] }) => {
    process.send?.({ answer: await answers[name]?.(...given) });
  });
  process.on("disconnect", () => process.exit());
};
