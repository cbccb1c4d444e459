import type { IncomingMessage } from "node:http";
import type { Header, Reply } from "./reply";

// api/api.go:311-317
const METHODS = new Set(["GET", "POST", "PUT", "DELETE", "OPTIONS"]);
const REQUEST_HEADERS = new Set(["accept", "authorization", "content-type", "x-csrf-token", "origin"]);
const MAX_AGE_SECONDS = 300;

const ALLOW: readonly Header[] = [
  ["Access-Control-Allow-Credentials", "true"],
  ["Access-Control-Allow-Origin", "*"],
];

export function isPreflight(req: IncomingMessage): boolean {
  return req.method === "OPTIONS" && req.headers["access-control-request-method"] !== undefined;
}

/** Headers added to an actual request's answer: errors carry them too, but for 405. */
export function corsHeaders(req: IncomingMessage, status: number): readonly Header[] {
  const vary: Header = ["Vary", "Origin"];
  const allowed = req.headers.origin !== undefined && METHODS.has(req.method ?? "") && status !== 405;
  return allowed ? [...ALLOW, vary] : [vary];
}

/** Always 200; a refused preflight only lacks the Access-Control headers. */
export function preflight(req: IncomingMessage): Reply {
  const vary: Header = ["Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"];
  const method = String(req.headers["access-control-request-method"] ?? "").toUpperCase();
  const names = headerNames(req.headers["access-control-request-headers"]);
  const allowed =
    req.headers.origin !== undefined &&
    METHODS.has(method) &&
    names.every((name) => REQUEST_HEADERS.has(name.toLowerCase()));
  const headers = allowed ? [...ALLOW, vary, ...preflightHeaders(method, names)] : [vary];
  return { status: 200, headers, body: Buffer.alloc(0) };
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
