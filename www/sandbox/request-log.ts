import type { IncomingMessage } from "node:http";

/** Names of headers only: a log must not hold credentials. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: readonly string[];
}

export interface RequestFilter {
  readonly method?: string;
  readonly path?: string;
}

const KEPT = 10_000;

export class RequestLog {
  #seen: SeenRequest[] = [];

  add(req: IncomingMessage): void {
    const { pathname, search } = new URL(req.url ?? "/", "http://sandbox");
    const headers = Object.keys(req.headers).sort();
    this.#seen.push({ method: req.method ?? "", path: pathname, query: search, headers });
    if (this.#seen.length > KEPT) this.#seen.shift();
  }

  list({ method, path }: RequestFilter = {}): readonly SeenRequest[] {
    return this.#seen.filter(
      (seen) =>
        (method === undefined || seen.method === method) && (path === undefined || seen.path === path),
    );
  }

  clear(): void {
    this.#seen = [];
  }
}
