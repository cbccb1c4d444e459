import { afterEach, expect, test, vi } from "vitest";
import { GUIDE, gateOn } from "./support.js";

afterEach(() => vi.unstubAllGlobals());

/** In tests of applications fetch is often replaced by something that isn't quite one, and some runtimes have none. */
test.each<[string, Record<string, unknown>]>([
  ["there is no fetch", { fetch: undefined }],
  ["there is no Request", { Request: undefined }],
  ["there are no Headers", { Headers: undefined }],
  [
    "fetch throws",
    {
      fetch: () => {
        throw new Error("mine");
      },
    },
  ],
  ["fetch returns nothing", { fetch: () => undefined }],
  ["fetch answers with a plain object", { fetch: async () => ({ ok: true, json: async () => GUIDE }) }],
  ["fetch rejects with a string", { fetch: () => Promise.reject("boom") }],
  ["fetch rejects with nothing", { fetch: () => Promise.reject() }],
  ["fetch rejects with an error that can't be read", { fetch: () => Promise.reject(unreadable()) }],
])("where %s, it is a network error, and the gate goes on", async (_, globals) => {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  const gate = await gateOn({ baseUrl: "http://127.0.0.1:9", token: "made-up" });
  expect((await gate.ready).error).toMatchObject({ code: "network", retryable: true });
  expect(gate.check("relayVotes")).toMatchObject({ verdict: "unknown", reason: "unavailable" });

  vi.unstubAllGlobals();
  vi.stubGlobal("fetch", async () => Response.json(GUIDE));
  expect(await gate.refresh()).toMatchObject({ phase: "ready", error: null });
});

const unreadable = () =>
  Object.defineProperty(new Error("…"), "message", {
    get() {
      throw new Error("no");
    },
  });

test("where a server has put a Response of its own in the place of the one that fetch answers with, nothing is lost", async () => {
  const answers = [
    Response.json(GUIDE),
    new Response(null, { status: 304 }),
    new Response("{}", { status: 500, headers: { "Retry-After": "7" } }),
  ];
  vi.stubGlobal("Response", class extends Response {});
  vi.stubGlobal("fetch", async () => answers.shift());
  const gate = await gateOn({ baseUrl: "http://127.0.0.1:9", token: "made-up" });
  expect(await gate.ready).toMatchObject({ phase: "ready", error: null });
  expect((await gate.refresh()).error).toMatchObject({ code: "bad-response", status: 304 });
  expect((await gate.refresh()).error).toMatchObject({ code: "server", status: 500 });
});
