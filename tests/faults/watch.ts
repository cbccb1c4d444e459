import type { BrowserContext } from "@playwright/test";
import { ConsoleWatch } from "../e2e/support/console";

/** Of a context's pages, from now on. */
export class Watch extends ConsoleWatch {
  constructor(context: BrowserContext) {
    super();
    context.on("console", (message) => this.heard(message));
    context.on("weberror", (error) => this.thrown(error.error()));
  }
}
