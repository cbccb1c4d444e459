import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { type Listening, listen } from "../../../www/loopback.js";

interface Exchange {
  readonly name: string;
  readonly response: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
}

const FILE = new URL("../../fixtures/vocdoni-exchanges.json", import.meta.url);

const recorded = (): Exchange["response"] => {
  const all: readonly Exchange[] = JSON.parse(readFileSync(FILE, "utf8"));
  const found = all.find(({ name }) => name === "ok");
  if (found === undefined) throw new Error("no answer of the platform was recorded");
  return found.response;
};

/** Whatever is asked, it answers as the platform did when it was recorded, and counts. */
export class Platform {
  requests = 0;
  #open = Promise.resolve();
  readonly #listening: Listening;

  private constructor(listening: Listening) {
    this.#listening = listening;
  }

  static async start(): Promise<Platform> {
    const { headers, body } = recorded();
    const server = createServer(async (_, response) => {
      platform.requests += 1;
      await platform.#open;
      response.writeHead(200, headers).end(body);
    });
    const platform = new Platform(await listen(server, 0));
    return platform;
  }

  get url(): string {
    return this.#listening.url;
  }

  /** From now on nobody is answered, until what this returns is called. */
  hold(): () => void {
    let release = () => {};
    this.#open = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }

  close(): Promise<void> {
    return this.#listening.close();
  }
}
