import { describe, expect, it } from "vitest";
import type { Fault } from "../../www/sandbox/index";
import { raw, useSandbox } from "./support";

const sandbox = useSandbox();

function read(signal?: AbortSignal) {
  const headers = { Authorization: `Bearer ${sandbox().credentials("free-tier").quotaKey}` };
  return fetch(`${sandbox().url}/integrator`, { headers, redirect: "manual", ...(signal ? { signal } : {}) });
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
