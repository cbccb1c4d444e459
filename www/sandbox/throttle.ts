import type { ServerResponse } from "node:http";

/** Requests in progress; beyond the limit none waits (api/api.go:320). */
export class Throttle {
  readonly #limit: () => number;
  #inProgress = 0;

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  /** False when full; otherwise the place is kept until the response is over. */
  enter(res: ServerResponse): boolean {
    if (this.#inProgress >= this.#limit()) return false;
    this.#inProgress += 1;
    res.once("close", () => {
      this.#inProgress -= 1;
    });
    return true;
  }
}
