import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../www/sandbox/index";
import { type RawResponse, raw, useSandbox } from "./support";

interface Exchange {
  readonly name: string;
  readonly request: { readonly method: string; readonly path: string };
  readonly response: RawResponse;
}

const exchanges: readonly Exchange[] = JSON.parse(
  readFileSync(new URL("../fixtures/vocdoni-exchanges.json", import.meta.url), "utf8"),
);

/** The recording names neither credentials nor circumstances: these bring each answer about. */
const circumstances: Readonly<Record<string, (sandbox: Sandbox) => Readonly<Record<string, string>>>> = {
  ok: (sandbox) => bearer(sandbox.credentials("free-tier").quotaKey),
  "at-cap": (sandbox) => bearer(sandbox.credentials("free-tier").fullKey),
  noscope: (sandbox) => bearer(sandbox.issueKey("free-tier", ["managed:read"])),
  badkey: () => bearer(`vsk_${"0".repeat(64)}`),
  noauth: () => ({}),
  "404": () => ({}),
  "preflight ok": () => preflight("authorization"),
  "preflight custom hdr": () => preflight("authorization, x-request-id"),
  disabled: (sandbox) => bearer(sandbox.credentials("switched-off").quotaKey),
  throttled: (sandbox) => {
    sandbox.changeSettings({ concurrency: 0 });
    return bearer(sandbox.credentials("free-tier").quotaKey);
  },
};

const ADDED_BY_NODE = ["Date", "Connection", "Keep-Alive"];

describe("every recorded exchange is reproduced byte for byte", () => {
  const sandbox = useSandbox();

  it.each(exchanges)("$name", async ({ name, request, response }) => {
    const headers = circumstances[name]?.(sandbox());
    if (headers === undefined) throw new Error(`no circumstances for ${name}`);
    const answer = await raw(sandbox().url, {
      ...request,
      headers: { ...headers, Origin: "https://shop.example" },
    });
    expect(answer.status).toBe(response.status);
    expect(answer.body).toBe(response.body);
    expect(withoutAdded(answer.headers)).toEqual(response.headers);
  });
});

function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

function preflight(headers: string): Record<string, string> {
  return { "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": headers };
}

function withoutAdded(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ADDED_BY_NODE.includes(name)));
}
