import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { finally_, guide } from "./support.js";

const bytes = readFileSync(new URL("../../dist/quota_gate.wasm", import.meta.url));

/** The module that looks for the file beside it, each time anew: it has loaded nothing yet. */
const fresh = async () => {
  vi.resetModules();
  const built = "../../dist/index.js";
  return (await import(built)) as typeof import("quota-gate");
};
const answering = (...answers: (Response | Error)[]) => {
  const fetched = vi.fn(async (_: string | URL | Request) => {
    const answer = answers.shift();
    if (!answer || answer instanceof Error) throw answer ?? new Error("asked too often");
    return answer;
  });
  vi.stubGlobal("fetch", fetched);
  return fetched;
};
const wasm = (type = "application/wasm") => new Response(bytes, { headers: { "content-type": type } });

afterEach(() => vi.unstubAllGlobals());

test("the file is looked for beside the script, once for all who ask", async () => {
  const { init, createGate, vocdoni } = await fresh();
  const fetched = answering(wasm());
  await Promise.all([init(), init(), createGate(vocdoni({ source: async () => ({}) }))]);
  expect(fetched).toHaveBeenCalledTimes(1);
  expect(String(fetched.mock.calls[0]?.[0])).toMatch(/\/dist\/quota_gate\.wasm$/);
});

test.each([
  ["a string", () => "https://example.org/q.wasm"],
  ["a URL", () => new URL("https://example.org/q.wasm")],
  ["a Request", () => new Request("https://example.org/q.wasm")],
])("%s is fetched", async (_, source) => {
  const { init } = await fresh();
  const fetched = answering(wasm());
  await init(source());
  expect(fetched).toHaveBeenCalledTimes(1);
});

test.each([
  ["a Response", () => wasm()],
  ["a Promise of a Response", async () => wasm()],
  ["a Response of another MIME type", () => wasm("text/plain")],
  ["bytes", () => new Uint8Array(bytes)],
  ["a part of a larger buffer", () => new Uint8Array([0, ...bytes]).subarray(1)],
  ["a buffer", () => new Uint8Array(bytes).buffer],
  ["a module", () => new WebAssembly.Module(bytes)],
])("%s is taken as it is", async (_, source) => {
  const { init } = await fresh();
  const fetched = answering();
  await init(await source());
  expect(fetched).not.toHaveBeenCalled();
});

test.each([
  ["404", () => new Response("", { status: 404 }), { code: "not-found", status: 404, retryable: false }],
  ["500", () => new Response("", { status: 500 }), { code: "network", status: 500, retryable: true }],
  ["no answer", () => new TypeError("failed to fetch"), { code: "network", status: null, retryable: true }],
  ["HTML", () => new Response("<!doctype html>"), { code: "bad-response", status: null, retryable: false }],
])(
  "after %s from an address of the application's own the next call tries again",
  async (_, answer, expected) => {
    const { init } = await fresh();
    answering(answer(), wasm());
    const address = "https://example.org/q.wasm";
    await expect(init(address)).rejects.toMatchObject({ name: "QuotaError", ...expected });
    await init(address);
  },
);

test("without its own file the gate does without", async () => {
  const { createGate, vocdoni } = await fresh();
  // As in a page, which is where the file is asked for.
  vi.stubGlobal("location", new URL("https://example.org/"));
  const fetched = answering(new Response("", { status: 404 }));
  const gate = await createGate(vocdoni({ source: async () => ({ enabled: false }) }));
  expect((await gate.ready).enabled).toBe(false);
  expect(fetched).toHaveBeenCalledTimes(1);
  gate.dispose();
});

test("a file of another version is not taken for this one's", async () => {
  const { init } = await fresh();
  const older = Uint8Array.from(bytes);
  const name = bytes.lastIndexOf(Buffer.from([7, ..."v".split("").map((letter) => letter.charCodeAt(0))]));
  expect(name).toBeGreaterThan(0);
  older.set(Buffer.from("v000000"), name + 1);
  await expect(init(older)).rejects.toMatchObject({ code: "bad-response" });
});

test("the embedded entry, which Node and development builds take, has more than the file says", async () => {
  vi.resetModules();
  const { createGate, init, vocdoni } = await import("quota-gate/inline");
  await init(Uint8Array.from(bytes));
  const gate = await createGate(vocdoni({ source: async () => guide() }));
  finally_(() => gate.dispose());
  await gate.ready;
  expect(gate.checkAll([{ action: "createManagedOrg" }]).failedStep).toBe(0);
});

describe("without WebAssembly", () => {
  const block = () => vi.stubGlobal("WebAssembly", undefined);

  test.each([
    ["no address", undefined],
    ["an address", "https://example.org/q.wasm"],
    ["a promise of a response", Promise.resolve(wasm())],
  ])("the core is JavaScript: %s", async (_, source) => {
    const { init, createGate, vocdoni } = await fresh();
    answering(wasm());
    block();
    await init(source);
    const gate = await createGate(vocdoni({ source: async () => guide() }));
    finally_(() => gate.dispose());
    await gate.ready;
    expect(gate.check("createManagedOrg")).toMatchObject({ verdict: "deny", reason: "limit-reached" });
  });

  test("and without that file the reason is told, and the next call tries again", async () => {
    vi.doMock("../../dist/js-core.js", () => {
      throw new Error("cut off");
    });
    finally_(() => vi.doUnmock("../../dist/js-core.js"));
    const { init } = await fresh();
    block();
    await expect(init()).rejects.toMatchObject({
      name: "QuotaError",
      code: "wasm-blocked",
      retryable: false,
    });
    vi.unstubAllGlobals();
    answering(wasm());
    await init();
  });
});

test("what is wrong with the arguments is said before anything is loaded", async () => {
  const { createGate, vocdoni } = await fresh();
  const fetched = answering();
  await expect(createGate(vocdoni({}))).rejects.toMatchObject({ code: "invalid-options" });
  expect(fetched).not.toHaveBeenCalled();
});
