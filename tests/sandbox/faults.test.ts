import { get, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { FAULT_KINDS } from "../../www/sandbox/fault";
import type { Fault } from "../../www/sandbox/index";
import { raw, useSandbox } from "./support";

const sandbox = useSandbox();

function read(signal?: AbortSignal) {
  const headers = { Authorization: `Bearer ${sandbox().credentials("free-tier").quotaKey}` };
  return fetch(`${sandbox().url}/integrator`, { headers, redirect: "manual", ...(signal ? { signal } : {}) });
}

/** The bytes of the body as they were sent. */
async function readBytes(): Promise<{ headers: IncomingMessage["headers"]; body: Buffer }> {
  const headers = { Authorization: `Bearer ${sandbox().credentials("free-tier").quotaKey}` };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${sandbox().url}/integrator`, { headers, agent: false }, resolve).on("error", reject);
  });
  return { headers: response.headers, body: await buffer(response) };
}

function arm(fault: Fault, times = 1): void {
  sandbox().addFault({ fault, path: "/integrator", times });
}

describe("faults", () => {
  it("a status and body of one's choice", async () => {
    arm({ kind: "status", status: 503, body: '{"a":1}', contentType: "application/json" });
    const response = await read();
    expect([response.status, await response.text()]).toEqual([503, '{"a":1}']);
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  it("headers of one's choice", async () => {
    const headers = { "Retry-After": "7" };
    arm({ kind: "status", status: 429, body: "", contentType: "text/plain", headers });
    expect((await read()).headers.get("retry-after")).toBe("7");
  });

  it("HTML where JSON was due", async () => {
    arm({ kind: "html" });
    const response = await read();
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  it("a redirect", async () => {
    arm({ kind: "redirect", to: "https://elsewhere.example/" });
    const response = await read();
    expect([response.status, response.headers.get("location")]).toEqual([302, "https://elsewhere.example/"]);
  });

  it("a lie over the true answer, which stays true", async () => {
    arm({ kind: "lie", over: { usage: { managedOrgs: 0, sentSMS: null }, extra: "x" } });
    expect(await (await read()).json()).toMatchObject({
      enabled: true,
      limits: { maxManagedOrgs: 1 },
      usage: { managedOrgs: 0, sentSMS: null, sentVotes: 134 },
      extra: "x",
    });
    expect(await (await read()).json()).toMatchObject({ usage: { managedOrgs: 1, sentSMS: 12 } });
  });

  it("a lie over an answer without a body changes nothing", async () => {
    sandbox().addFault({ fault: { kind: "lie", over: { enabled: 1 } }, method: "OPTIONS" });
    const headers = { Origin: "https://shop.example", "Access-Control-Request-Method": "GET" };
    const answer = await raw(sandbox().url, { method: "OPTIONS", path: "/integrator", headers });
    expect([answer.status, answer.body]).toEqual([200, ""]);
  });

  it("a connection cut amid the body", async () => {
    arm({ kind: "cut" });
    const response = await read();
    expect([response.status, response.headers.get("content-length")]).toEqual([200, "210"]);
    await expect(response.text()).rejects.toThrow();
  });

  it("a connection closed without an answer", async () => {
    arm({ kind: "close" });
    await expect(read()).rejects.toThrow("fetch failed");
  });

  it("a connection reset without an answer", async () => {
    arm({ kind: "reset" });
    await expect(readBytes()).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  it("an answer of another protocol", async () => {
    arm({ kind: "garbage" });
    await expect(readBytes()).rejects.toMatchObject({ code: expect.stringMatching(/^HPE_/) });
  });

  it("more headers than are taken", async () => {
    arm({ kind: "headers" });
    await expect(readBytes()).rejects.toMatchObject({ code: "HPE_HEADER_OVERFLOW" });
  });

  it("a length that is too large, at the end of an unbroken body", async () => {
    arm({ kind: "length", by: 10 });
    await expect(readBytes()).rejects.toMatchObject({ code: "ECONNRESET", message: "aborted" });
  });

  it("a length that is too small, so that the body ends early", async () => {
    const { body: whole } = await readBytes();
    arm({ kind: "length", by: -10 });
    expect((await (await read()).text()).length).toBe(whole.length - 10);
  });

  it("half a gzip stream in a body that is complete", async () => {
    arm({ kind: "gzip", as: "half" });
    const { headers, body } = await readBytes();
    expect(headers).toMatchObject({ "content-encoding": "gzip", "content-length": String(body.length) });
    expect(() => gunzipSync(body)).toThrow("unexpected end of file");
  });

  it("a plain body announced as gzip", async () => {
    arm({ kind: "gzip", as: "plain" });
    const { headers, body } = await readBytes();
    expect(headers["content-encoding"]).toBe("gzip");
    expect(JSON.parse(body.toString("utf8"))).toMatchObject({ enabled: true });
  });

  it.each([
    ["utf-8-bom", "efbbbf7b"],
    ["utf-16", "fffe7b00"],
  ] as const)("the answer in %s", async (as, beginning) => {
    arm({ kind: "charset", as });
    const { body } = await readBytes();
    expect(body.subarray(0, 4).toString("hex")).toBe(beginning);
    expect(JSON.parse(new TextDecoder(as.replace("-bom", "")).decode(body))).toMatchObject({ enabled: true });
  });

  it("a body without an end, until nobody listens", async () => {
    sandbox().changeSettings({ concurrency: 1 });
    arm({ kind: "endless" });
    const response = await read();
    let length = 0;
    for await (const part of response.body ?? []) {
      length += part.length;
      if (length > 2_000_000) break;
    }
    await expect.poll(async () => (await read()).status).toBe(200);
  });

  it("a body a byte at a time", async () => {
    arm({ kind: "drip", ms: 0 });
    const response = await read();
    let parts = 0;
    let body = "";
    for await (const part of response.body ?? []) {
      parts += 1;
      body += Buffer.from(part).toString();
    }
    expect(parts).toBeGreaterThan(10);
    expect(JSON.parse(body)).toMatchObject({ enabled: true });
  });

  it("an answer that pages of other origins may not read", async () => {
    arm({ kind: "no-cors" });
    const asked = { method: "GET", path: "/integrator", headers: { Origin: "https://shop.example" } };
    const names = async () => Object.keys((await raw(sandbox().url, asked)).headers);
    expect((await names()).filter((name) => name.startsWith("Access-Control"))).toEqual([]);
    expect(await names()).toContain("Access-Control-Allow-Origin");
  });

  it("no answer at all", async () => {
    arm({ kind: "hang" });
    const abort = new AbortController();
    const pending = read(abort.signal);
    await until(() => sandbox().requests().length === 1 && sandbox().listFaults().length === 0);
    abort.abort();
    await expect(pending).rejects.toThrow("aborted");
  });

  it("a delay before the answer", async () => {
    arm({ kind: "delay", ms: 30 });
    const started = performance.now();
    expect((await read()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(25);
  });

  it("last for a number of requests, or until cleared", async () => {
    arm({ kind: "status", status: 500, body: "", contentType: "text/plain" }, 2);
    expect([(await read()).status, (await read()).status, (await read()).status]).toEqual([500, 500, 200]);
    sandbox().addFault({ fault: { kind: "status", status: 502, body: "", contentType: "text/plain" } });
    expect([(await read()).status, (await read()).status]).toEqual([502, 502]);
    sandbox().clearFaults();
    expect((await read()).status).toBe(200);
  });

  it.each([
    ["/integrator", "GET", 503],
    ["/integrator*", "GET", 503],
    ["/integrator/*", "GET", 200],
    ["/jobs", "GET", 200],
    ["/integrator", "POST", 200],
  ])("on %s for %s: %i", async (path, method, status) => {
    const fault: Fault = { kind: "status", status: 503, body: "", contentType: "text/plain" };
    sandbox().addFault({ fault, path, method });
    expect((await read()).status).toBe(status);
  });

  it("meet a preflight only where they are for OPTIONS", async () => {
    const headers = { Origin: "https://shop.example", "Access-Control-Request-Method": "GET" };
    const ask = () => raw(sandbox().url, { method: "OPTIONS", path: "/integrator", headers });
    const fault: Fault = { kind: "status", status: 405, body: "", contentType: "text/plain" };
    arm(fault);
    expect((await ask()).status).toBe(200);
    sandbox().clearFaults();
    sandbox().addFault({ fault, method: "OPTIONS", times: 1 });
    expect([(await ask()).status, (await ask()).status]).toEqual([405, 200]);
  });

  it("can all be armed over HTTP", async () => {
    const all: Fault[] = [
      { kind: "delay", ms: 1 },
      { kind: "status", status: 429, body: "", contentType: "text/plain", headers: { "Retry-After": "7" } },
      { kind: "cut" },
      { kind: "close" },
      { kind: "reset" },
      { kind: "hang" },
      { kind: "html" },
      { kind: "redirect", to: "/" },
      { kind: "lie", over: { enabled: 1 } },
      { kind: "garbage" },
      { kind: "headers" },
      { kind: "length", by: -1 },
      { kind: "gzip", as: "half" },
      { kind: "charset", as: "utf-16" },
      { kind: "endless" },
      { kind: "drip", ms: 1 },
      { kind: "no-cors" },
    ];
    expect(all.map(({ kind }) => kind)).toEqual(FAULT_KINDS);
    for (const fault of all) {
      const body = JSON.stringify({ fault });
      const headers = { "Content-Type": "application/json" };
      await fetch(`${sandbox().url}/_sandbox/faults`, { method: "POST", headers, body });
    }
    expect(sandbox().listFaults()).toEqual(all.map((fault) => ({ fault })));
  });

  it("leave the control API alone", async () => {
    sandbox().addFault({ fault: { kind: "hang" } });
    expect((await fetch(`${sandbox().url}/_sandbox/accounts`)).status).toBe(200);
  });
});

describe("the throttle", () => {
  it("refuses what exceeds the places and frees them again", async () => {
    sandbox().changeSettings({ concurrency: 1 });
    arm({ kind: "hang" });
    const abort = new AbortController();
    const hanging = read(abort.signal);
    await until(() => sandbox().listFaults().length === 0);
    const refused = await read();
    expect([refused.status, await refused.text()]).toEqual([429, "Server capacity exceeded.\n"]);
    expect(refused.headers.get("retry-after")).toBeNull();

    abort.abort();
    await expect(hanging).rejects.toThrow();
    await expect.poll(async () => (await read()).status).toBe(200);
  });

  it("lets preflights through", async () => {
    sandbox().changeSettings({ concurrency: 0 });
    const headers = { Origin: "https://shop.example", "Access-Control-Request-Method": "GET" };
    const answer = await raw(sandbox().url, { method: "OPTIONS", path: "/integrator", headers });
    expect(answer.status).toBe(200);
  });
});

function until(condition: () => boolean): Promise<void> {
  return expect.poll(condition, { interval: 5 }).toBe(true) as Promise<void>;
}
