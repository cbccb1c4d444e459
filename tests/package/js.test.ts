import { createGate, init, vocdoni } from "quota-gate/js";
import { afterEach, expect, test, vi } from "vitest";
import { finally_, guide } from "./support.js";

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
  const gates = await Promise.all(
    Array.from({ length: 300 }, async (_, limit) => {
      const gate = await createGate(
        vocdoni({ source: async () => guide({ maxVotes: limit + 1 }, { sentVotes: 0 }) }),
      );
      finally_(() => gate.dispose());
      await gate.ready;
      gate.hold("relayVotes");
      return gate;
    }),
  );
  expect(gates.map((gate) => gate.headroom("votes").remaining)).toEqual(gates.map((_, limit) => limit));
});
