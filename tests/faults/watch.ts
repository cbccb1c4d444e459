import type { BrowserContext, ConsoleMessage } from "@playwright/test";
import { ConsoleWatch } from "../e2e/support/console";

/** Also of what Chromium explains in sentences, such as CORS. */
export class Watch extends ConsoleWatch {
  readonly #sentences: RegExp[] = [];

  constructor(context: BrowserContext) {
    super();
    context.on("console", (message) => this.heard(message));
    context.on("weberror", (error) => this.thrown(error.error()));
  }

  expectSentence(sentence: RegExp): void {
    this.#sentences.push(sentence);
  }

  override heard(message: ConsoleMessage): void {
    if (this.#sentences.some((sentence) => sentence.test(message.text()))) return;
    super.heard(message);
  }
}
