import type { ServerResponse } from "node:http";
import type { ApiError } from "./errors";

export type Header = readonly [name: string, value: string];

export interface Reply {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: Buffer;
}

/** JSON as Go's encoder writes it: `<`, `>`, `&` and the two line separators are escaped. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

export function reply(status: number, contentType: string | null, body: string): Reply {
  return {
    status,
    headers: contentType === null ? [] : [["Content-Type", contentType]],
    body: Buffer.from(body, "utf8"),
  };
}

/** With the header that a 405 owes. */
export function allowing(answer: Reply, methods: readonly string[]): Reply {
  return { ...answer, headers: [...answer.headers, ["Allow", methods.join(", ")]] };
}

/** JSON without more, as most servers write it. */
export function compactJson(value: unknown, status = 200): Reply {
  return reply(status, "application/json", JSON.stringify(value));
}

/** Ends with two newlines: one by the encoder, one by the helper (helpers.go:38-50). */
export function json(value: unknown, status = 200): Reply {
  return reply(status, "application/json", `${goJson(value)}\n\n`);
}

export function accepted(jobId: string): Reply {
  const answer = json({ jobId }, 202);
  return { ...answer, headers: [...answer.headers, ["Location", `/jobs/${jobId}`]] };
}

/** The bare 200 of updates and deletions (helpers.go, HTTPWriteOK). */
export function done(): Reply {
  return reply(200, "text/plain; charset=utf-8", "\n");
}

/** Go's http.Error: text/plain whatever the body holds. */
export function plainError(status: number, text: string): Reply {
  const answer = reply(status, "text/plain; charset=utf-8", `${text}\n`);
  return { ...answer, headers: [...answer.headers, ["X-Content-Type-Options", "nosniff"]] };
}

export function failure(error: ApiError): Reply {
  const { message, code, data } = error;
  return plainError(error.status, goJson({ error: message, code, data }));
}

/** Headers in alphabetical order, as Go writes them. */
function headerLines(answer: Reply, extra: readonly Header[], announced = answer.body.length): string[] {
  const length: Header = ["Content-Length", String(announced)];
  return [...answer.headers, ...extra, length].sort(([a], [b]) => (a < b ? -1 : 1)).flat();
}

export function send(res: ServerResponse, answer: Reply, extra: readonly Header[] = []): void {
  res.writeHead(answer.status, headerLines(answer, extra));
  res.end(answer.body);
}

/** Announces the whole body, sends half of it and drops the connection. */
export function sendHalf(res: ServerResponse, answer: Reply, extra: readonly Header[]): void {
  res.writeHead(answer.status, headerLines(answer, extra));
  res.write(answer.body.subarray(0, answer.body.length / 2), () => res.destroy());
}

/** Announces another length than the body has, and ends the connection in good order. */
export function sendAs(res: ServerResponse, answer: Reply, length: number, extra: readonly Header[]): void {
  res.writeHead(answer.status, headerLines(answer, [...extra, ["Connection", "close"]], length));
  res.write(answer.body, () => res.socket?.end());
}
