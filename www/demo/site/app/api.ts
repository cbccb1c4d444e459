/** The back end's refusal, or the platform's that it passed on. */
export class ApiFailure extends Error {
  readonly status: number;
  /** The platform's own code. */
  readonly code: number | null;

  constructor(message: string, status: number, code: number | null) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

export async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  });
  const answer: unknown = parse(await response.text());
  if (!response.ok) throw failureOf(answer, response.status);
  return answer as T;
}

function failureOf(answer: unknown, status: number): ApiFailure {
  const { error, code } = (answer ?? {}) as { error?: unknown; code?: unknown };
  const message = typeof error === "string" ? error : `HTTP ${status}`;
  return new ApiFailure(message, status, typeof code === "number" ? code : null);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
