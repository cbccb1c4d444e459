/** The back end's refusal, or the platform's that it passed on. */
export class ApiFailure extends Error {
  readonly status: number;
  /** The platform's own code. */
  readonly code: number | null;
  /** All that was said: the gate reads refusals from it. */
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(messageIn(body) ?? `HTTP ${status}`);
    const { code } = (body ?? {}) as { code?: unknown };
    this.status = status;
    this.code = typeof code === "number" ? code : null;
    this.body = body;
  }
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

export async function call<T>(
  method: Method,
  path: string,
  body?: unknown,
  signal: AbortSignal | null = null,
): Promise<T> {
  const response = await fetch(path, {
    method,
    signal,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  });
  const answer: unknown = parse(await response.text());
  if (!response.ok) throw new ApiFailure(response.status, answer);
  return answer as T;
}

/** Each platform has its way: `{ error }`, `{ message }`, `{ forbidden: { message } }`. */
function messageIn(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { error, message, ...others } = body as Readonly<Record<string, unknown>>;
  const own = [error, message].find((text) => typeof text === "string");
  return (
    own ??
    Object.values(others)
      .map(messageIn)
      .find((text) => text !== undefined)
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
