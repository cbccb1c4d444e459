import { Program } from "./program";
import type { Runtime } from "./runtimes";
import { Wire } from "./wire";

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was sent
  readonly json: any;
}

/** By somebody who is signed in, in a browser. */
export const SIGNED_IN = { Cookie: "session=good" };

/** An application that mounts the proxy, in a process of its own that knows nothing yet. */
export class App {
  /** Where its visitors ask. */
  readonly url: string;
  readonly #program: Program;
  readonly #wire: Wire;
  readonly #answers: string[] = [];

  private constructor(program: Program, wire: Wire) {
    this.#program = program;
    this.#wire = wire;
    this.url = wire.url;
  }

  /** @param env what it is told, its address apart */
  static async start(runtime: Runtime, env: Readonly<Record<string, string>>): Promise<App> {
    const program = await Program.start(runtime, env);
    return new App(program, await Wire.to(program.url));
  }

  /** All that it has let out: its answers, as they were sent and as they are read, and what it printed. */
  get said(): string {
    return [this.#wire.answered, ...this.#answers, this.#program.printed].join("\n");
  }

  /** By default somebody's who is signed in. */
  async ask(path = "/api/quota", { headers = SIGNED_IN, ...init }: RequestInit = {}): Promise<Answer> {
    const asked = fetch(this.url + path, { headers, redirect: "manual", ...init });
    const answer = await asked.catch((cause) => {
      const { ending, printed } = this.#program;
      throw new Error(`no answer from an application that ${ending ?? "runs"}: ${printed}`, { cause });
    });
    const text = await answer.text();
    this.#answers.push(text);
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      json: isJson && text ? JSON.parse(text) : null,
    };
  }

  async stop(): Promise<void> {
    await this.#program.stop();
    await this.#wire.close();
  }
}
