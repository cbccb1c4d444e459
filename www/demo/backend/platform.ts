/** An answer of the platform, bytes as they came. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** How soon, and how often, it wants to be asked again. */
  readonly pace?: Readonly<Record<string, string>>;
}

export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
}

/** Where a platform is, and what a request to it is signed with. */
export interface Access {
  readonly url: string;
  credential(): string | Promise<string>;
  /** Another one, where the one that was refused may just have expired. */
  renewed?(refused: string): Promise<string>;
}

const PATIENCE_MS = 20_000;
const PACE = ["Retry-After", "RateLimit"];

/** A platform as its customer's back end sees it: over HTTP, with the key, which goes nowhere else. */
export class Platform {
  readonly #access: Access;
  /** Called when something was done, or may have been. */
  readonly changed: () => void;

  constructor(access: Access, changed: () => void = () => {}) {
    this.#access = access;
    this.changed = changed;
  }

  async ask(request: Request): Promise<Answer> {
    const answer = await this.#ask(request);
    if (request.method !== "GET") this.changed();
    return answer;
  }

  async #ask(request: Request): Promise<Answer> {
    try {
      const credential = await this.#access.credential();
      const answer = await this.#send(request, credential);
      if (answer.status !== 401 || this.#access.renewed === undefined) return answer;
      return await this.#send(request, await this.#access.renewed(credential));
    } catch (error) {
      if (error instanceof Refused) return error.answer;
      return ownAnswer(502, { error: "the platform can't be reached" });
    }
  }

  async #send({ method, path, body }: Request, credential: string): Promise<Answer> {
    const response = await fetch(`${this.#access.url}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${credential}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return answerOf(response);
  }
}

/** A credential that can't be had: the platform's answer stands for those to all that it would have signed. */
export class Refused extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`HTTP ${answer.status}`);
    this.answer = answer;
  }
}

export async function answerOf(response: Response): Promise<Answer> {
  const contentType = response.headers.get("Content-Type") ?? "text/plain; charset=utf-8";
  return { status: response.status, contentType, body: await response.text(), pace: paceOf(response) };
}

function paceOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries(
    PACE.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
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
