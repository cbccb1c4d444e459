import { createGate, init, vocdoni } from "quota-gate/js";
import { afterEach, expect, test, vi } from "vitest";
import { leftOfMany } from "./many.js";
import { guide } from "./support.js";

afterEach(() => vi.unstubAllGlobals());

test("wherever the wasm is said to be, it isn't asked for, and WebAssembly isn't touched", async () => {
  const touched = new Proxy({}, { get: (_, name) => expect.fail(`WebAssembly.${String(name)}`) });
  const fetched = vi.fn();
  vi.stubGlobal("WebAssembly", touched);
  vi.stubGlobal("fetch", fetched);
  await init("https://example.org/q.wasm");
  await init(new Uint8Array([0]));
  using gate = await createGate(vocdoni({ source: async () => guide() }));
  await gate.ready;
  expect(gate.check("createManagedOrg")).toMatchObject({ verdict: "deny", reason: "limit-reached" });
  expect(fetched).not.toHaveBeenCalled();
});

test("its memory grows under hundreds of gates, and each keeps its own numbers", {
  timeout: 30_000,
}, async () => {
  const left = await leftOfMany({ createGate, vocdoni });
  expect(left).toEqual(left.map((_, limit) => limit));
});
