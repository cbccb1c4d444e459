import { afterEach, expect, test, vi } from "vitest";
import { eventually } from "./eventually.js";
import { finally_, GUIDE, gateOf, gateOn, gateOver, sandbox } from "./support.js";

afterEach(() => vi.useRealTimers());

test("only Authorization is added, and only one route is asked", async () => {
  const platform = await sandbox();
  await (await gateOf(platform, "free-tier")).ready;
  const seen = platform.requests();
  expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /integrator"]);
  const sentByEveryFetch = [
    "host",
    "connection",
    "accept",
    "accept-encoding",
    "accept-language",
    "sec-fetch-mode",
    "user-agent",
    // undici's way of saying cache: "no-store"
    "cache-control",
    "pragma",
  ];
  const added = seen[0]?.headers.filter((name) => !sentByEveryFetch.includes(name.toLowerCase()));
  expect(added?.map((name) => name.toLowerCase())).toEqual(["authorization"]);
});

test("a hanging platform is given up after timeoutMs", async () => {
  const platform = await sandbox();
  platform.addFault({ fault: { kind: "hang" } });
  const gate = await gateOf(platform, "free-tier", { timeoutMs: 50 });
  const { error } = await gate.ready;
  expect(error).toMatchObject({ code: "timeout", retryable: true, message: "no answer within 50 ms" });
});

test("callers share one request, and one of them can leave", async () => {
  const { gate, asked } = await gateOver([GUIDE]);
  await gate.ready;
  const leaving = new AbortController();
  const [first, second, third] = [gate.refresh(), gate.refresh({ signal: leaving.signal }), gate.refresh()];
  leaving.abort();
  await expect(second).rejects.toMatchObject({ code: "aborted" });
  expect(await first).toBe(await third);
  await expect(gate.refresh({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "aborted" });
  expect(asked).toHaveLength(2);
});

test("a token function is asked for each request, and once more after a 401", async () => {
  const platform = await sandbox();
  const { quotaKey } = platform.credentials("free-tier");
  const tokens = ["expired", quotaKey, quotaKey];
  const token = vi.fn(async () => tokens.shift() ?? "none-left");
  const gate = await gateOn({ baseUrl: platform.url, token });
  expect((await gate.ready).error).toBeNull();
  expect(token).toHaveBeenCalledTimes(2);
  await gate.refresh();
  expect(token).toHaveBeenCalledTimes(3);
  await gate.refresh();
  expect(token).toHaveBeenCalledTimes(5);
  expect(gate.state.error).toMatchObject({ code: "unauthorized", platformCode: 40001 });
});

test.each([
  [() => Promise.reject(new Error("vsk_secret")), "unauthorized"],
  [() => "two\nlines", "invalid-options"],
  [() => 5 as unknown as string, "invalid-options"],
])("a token function that gives none says so without quoting it", async (token, code) => {
  const gate = await gateOn({ baseUrl: "http://127.0.0.1:9", token });
  const { error } = await gate.ready;
  expect(error).toMatchObject({ code });
  expect(`${error?.message}${error?.stack}${error?.cause}`).not.toContain("secret");
});

test("source takes the place of the network", async () => {
  const { gate, asked } = await gateOver([GUIDE], {}, { path: "/mine" });
  expect(await gate.ready).toMatchObject({ phase: "ready", source: "server" });
  expect(asked[0]).toMatchObject({ path: "/mine" });
  expect(asked[0]?.signal).toBeInstanceOf(AbortSignal);
});

test.each([
  [
    { status: 403, code: 40153, body: null },
    { enabled: false, error: null },
  ],
  [
    { status: 401, body: { error: "…", code: 40156 } },
    { error: { code: "unauthorized", platformCode: 40156 } },
  ],
  [{ status: 429, body: "Server capacity exceeded.\n" }, { error: { code: "rate-limited" } }],
  [{}, { error: { code: "network" } }],
])("an SDK's error is read by its shape: %j", async (shape, expected) => {
  const { gate } = await gateOver([Object.assign(new Error("from the SDK"), shape)]);
  expect(await gate.ready).toMatchObject(expected);
});

test("a source that never settles is given up, and told so", async () => {
  let signal: AbortSignal | undefined;
  const source = (request: { signal: AbortSignal }) => {
    signal = request.signal;
    return new Promise(() => {});
  };
  const gate = await gateOn({ source }, { timeoutMs: 20 });
  expect((await gate.ready).error?.code).toBe("timeout");
  expect(signal?.aborted).toBe(true);
});

test("disposing ends what is under way and leaves the last state", async () => {
  const gate = await gateOn({ source: () => new Promise(() => {}) });
  const waiting = gate.refresh();
  const last = gate.state;
  gate.dispose();
  gate[Symbol.dispose]();
  await expect(waiting).rejects.toMatchObject({ code: "disposed" });
  await expect(gate.refresh()).rejects.toMatchObject({ code: "disposed" });
  expect(gate.state.phase).toBe(last.phase);
  expect(await gate.ready).toBe(gate.state);
  for (const call of [
    () => gate.can("relayVotes"),
    () => gate.check("relayVotes"),
    () => gate.subscribe(() => {}),
  ]) {
    expect(call).toThrow(expect.objectContaining({ code: "disposed" }));
  }
  expect(() => gate.clear()).not.toThrow();
});

test("a request that the server sees closed is aborted, not left hanging", async () => {
  const platform = await sandbox();
  platform.addFault({ fault: { kind: "hang" } });
  const gate = await gateOf(platform, "free-tier");
  await eventually(() => expect(platform.requests()).toHaveLength(1));
  gate.dispose();
  finally_(() => platform.clearFaults());
  expect(gate.state.refreshing).toBe(false);
});
