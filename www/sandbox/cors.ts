import type { IncomingMessage } from "node:http";
import type { Header, Reply } from "./reply";

// api/api.go:311-317
const REQUEST_HEADERS = new Set(["accept", "authorization", "content-type", "x-csrf-token", "origin"]);
const MAX_AGE_SECONDS = 300;

const ALLOW: readonly Header[] = [
  ["Access-Control-Allow-Credentials", "true"],
  ["Access-Control-Allow-Origin", "*"],
];

export function isPreflight(req: IncomingMessage): boolean {
  return req.method === "OPTIONS" && req.headers["access-control-request-method"] !== undefined;
}

/** What pages of other origins may ask for and read, as Vocdoni's middleware does it. */
export class Cors {
  /** For whatever the answer is. */
  readonly varies: readonly Header[] = [["Vary", "Origin"]];
  readonly #methods: ReadonlySet<string>;
  readonly #exposed: () => readonly string[];

  constructor(methods: readonly string[], exposed: () => readonly string[] = () => []) {
    this.#methods = new Set(methods);
    this.#exposed = exposed;
  }

  /** Headers added to an actual request's answer. */
  headers(req: IncomingMessage): readonly Header[] {
    if (req.headers.origin === undefined || !this.#methods.has(req.method ?? "")) return this.varies;
    const exposed = this.#exposed();
    const expose: readonly Header[] =
      exposed.length === 0 ? [] : [["Access-Control-Expose-Headers", exposed.join(", ")]];
    return [...ALLOW, ...expose, ...this.varies];
  }

  /** Always 200; a refused preflight only lacks the Access-Control headers. */
  preflight(req: IncomingMessage): Reply {
    const vary: Header = ["Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"];
    const method = String(req.headers["access-control-request-method"] ?? "").toUpperCase();
    const names = headerNames(req.headers["access-control-request-headers"]);
    const allowed =
      req.headers.origin !== undefined &&
      this.#methods.has(method) &&
      names.every((name) => REQUEST_HEADERS.has(name.toLowerCase()));
    const headers = allowed ? [...ALLOW, vary, ...preflightHeaders(method, names)] : [vary];
    return { status: 200, headers, body: Buffer.alloc(0) };
  }
}

function preflightHeaders(method: string, names: readonly string[]): readonly Header[] {
  const headers: Header[] = [
    ["Access-Control-Allow-Methods", method],
    ["Access-Control-Max-Age", String(MAX_AGE_SECONDS)],
  ];
  if (names.length > 0) headers.push(["Access-Control-Allow-Headers", names.join(", ")]);
  return headers;
}

function headerNames(list: string | string[] | undefined): string[] {
  return String(list ?? "")
    .split(",")
    .map((name) => canonical(name.trim()))
    .filter((name) => name !== "");
}

/** `x-csrf-token` becomes `X-Csrf-Token`, as in Go. */
function canonical(name: string): string {
  return name.toLowerCase().replace(/(^|-)([a-z])/g, (letter) => letter.toUpperCase());
}
