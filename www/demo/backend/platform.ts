import type { Stage } from "./stage";

/** An answer of the platform, bytes as they came. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
}

const PATIENCE_MS = 20_000;

/** The platform as its customer's back end sees it: over HTTP, with the key, which goes nowhere else. */
export class Platform {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async ask({ method, path, body }: Request): Promise<Answer> {
    try {
      const response = await fetch(`${this.#stage.sandbox.url}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${this.#stage.credential}`,
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const contentType = response.headers.get("Content-Type") ?? "text/plain; charset=utf-8";
      return { status: response.status, contentType, body: await response.text() };
    } catch {
      return ownAnswer(502, { error: "the platform can't be reached" });
    }
  }
}

/** An answer of the back end itself. */
export function ownAnswer(status: number, value: unknown): Answer {
  return { status, contentType: "application/json", body: JSON.stringify(value) };
}

export function succeeded({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

export function jsonOf({ body }: Answer): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(body);
  return typeof value === "object" && value !== null ? { ...value } : {};
}
