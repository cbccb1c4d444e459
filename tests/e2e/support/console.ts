import { test as base, type ConsoleMessage, expect } from "@playwright/test";

interface Failure {
  readonly path: string;
  /** An HTTP status, or Chromium's name for a connection that broke. */
  readonly status: number | `ERR_${string}`;
}

/** What the browser says of a request that failed; everything else on the console is a fault of ours. */
const NETWORK = /^Failed to load resource: (?:the server responded with a status of (\d+)|net::(ERR_\w+)$)/;

/** Watches the console of every page of a test, which fails for an error that it didn't announce. */
export class ConsoleWatch {
  readonly #announced: Failure[] = [];
  readonly #sentences: RegExp[] = [];
  readonly #errors: string[] = [];

  /** This test makes requests of this path fail with this status. */
  expectFailure(path: string, status: Failure["status"]): void {
    this.#announced.push({ path, status });
  }

  /** What the browser explains in sentences, such as CORS or a policy. */
  expectSentence(sentence: RegExp): void {
    this.#sentences.push(sentence);
  }

  heard(message: ConsoleMessage): void {
    if (message.type() !== "error") return;
    if (this.#sentences.some((sentence) => sentence.test(message.text()))) return;
    const { url } = message.location();
    if (!this.#isAnnounced(message.text(), url)) this.#errors.push(`${message.text()} ${url}`);
  }

  thrown(error: Error): void {
    this.#errors.push(error.stack ?? error.message);
  }

  get errors(): readonly string[] {
    return this.#errors;
  }

  #isAnnounced(text: string, url: string): boolean {
    const [, status, broken] = NETWORK.exec(text) ?? [];
    const seen = status ? Number(status) : broken;
    if (seen === undefined) return false;
    const { pathname } = new URL(url);
    return this.#announced.some((failure) => failure.path === pathname && failure.status === seen);
  }
}

type End = () => unknown;

export const test = base.extend<{ consoleWatch: ConsoleWatch; afterwards: (end: End) => void }>({
  consoleWatch: [
    async ({ context }, use) => {
      const watch = new ConsoleWatch();
      context.on("console", (message) => watch.heard(message));
      context.on("weberror", (error) => watch.thrown(error.error()));
      await use(watch);
      expect(watch.errors, "errors on the console").toEqual([]);
    },
    { auto: true },
  ],
  /** Ends what a test has started, the last first, and its pages before all: they may still be loading, and would complain. */
  afterwards: async ({ context }, use) => {
    const ends: End[] = [];
    await use((end) => void ends.push(end));
    for (const page of context.pages()) await page.close();
    for (const end of ends.reverse()) await end();
  },
});

export { expect };
