import { describe, expect, it } from "vitest";
import { ACCOUNT_NAMES, startSandbox } from "../../www/sandbox/index";
import { at, call, START, useSandbox } from "./support";

const sandbox = useSandbox();

function control(method: string, path: string, body?: unknown) {
  return call(sandbox(), null, method, `/_sandbox${path}`, body);
}

function info(token: string) {
  return call(sandbox(), token, "GET", "/integrator");
}

describe("the control API over HTTP", () => {
  it("lists the accounts with their credentials", async () => {
    const { body } = await control("GET", "/accounts");
    const names = ACCOUNT_NAMES.map((_, i) => at(body, i, "name"));
    expect(names).toEqual([...ACCOUNT_NAMES]);
    const key = String(at(body, 0, "credentials", "quotaKey"));
    expect((await info(key)).status).toBe(200);
  });

  it("sets limits, usage, plan and the switches of an account", async () => {
    const { body } = await control("PATCH", "/accounts/free-tier", {
      limits: { maxVotes: 7 },
      usage: { sentVotes: 6, managedOrgs: -2 },
      plan: { maxDrafts: 1 },
      enforced: false,
    });
    expect(body).toMatchObject({
      limits: { maxVotes: 7, maxSMS: 200 },
      plan: { maxDrafts: 1 },
      enforced: false,
    });
    const { quotaKey } = sandbox().credentials("free-tier");
    expect((await info(quotaKey)).body).toMatchObject({
      limits: { maxVotes: 7 },
      usage: { sentVotes: 6, managedOrgs: -2, sentEmails: 87 },
    });
    await control("PATCH", "/accounts/free-tier", { enabled: false });
    expect(at((await info(quotaKey)).body, "enabled")).toBe(false);
  });

  it("resets everything", async () => {
    await control("PATCH", "/accounts/free-tier", { usage: { managedOrgs: 0 } });
    await control("POST", "/clock", { advanceMs: 5000 });
    await control("PATCH", "/settings", { jobMs: 1 });
    await control("POST", "/faults", { fault: { kind: "html" } });
    await control("POST", "/reset");
    expect(sandbox().account("free-tier").usage.managedOrgs).toBe(1);
    expect(sandbox().now()).toBe(START);
    expect(sandbox().settings().jobMs).toBe(2000);
    expect(sandbox().listFaults()).toEqual([]);
    expect(sandbox().requests()).toEqual([]);
  });

  it("issues and revokes credentials", async () => {
    const { body } = await control("POST", "/accounts/free-tier/keys", { scopes: ["quota:read"] });
    const key = String(at(body, "key"));
    expect((await info(key)).status).toBe(200);
    await control("DELETE", `/credentials/${key}`);
    expect((await info(key)).status).toBe(401);
  });

  it("arms and clears faults", async () => {
    const { quotaKey } = sandbox().credentials("free-tier");
    await control("POST", "/faults", {
      fault: { kind: "status", status: 418 },
      path: "/integrator",
      times: 1,
    });
    expect((await info(quotaKey)).status).toBe(418);
    await control("POST", "/faults", { fault: { kind: "hang" } });
    await control("DELETE", "/faults");
    expect((await info(quotaKey)).status).toBe(200);
  });

  it("tells which requests it saw, by the names of their headers only", async () => {
    const { quotaKey } = sandbox().credentials("free-tier");
    await info(quotaKey);
    await call(sandbox(), null, "GET", "/nope?x=1");
    const { body } = await control("GET", "/requests?path=/integrator");
    expect(body).toMatchObject({ count: 1, requests: [{ method: "GET", path: "/integrator", query: "" }] });
    expect(at(body, "requests", 0, "headers")).toContain("authorization");
    expect(JSON.stringify(body)).not.toContain(quotaKey);
    expect(sandbox().requests()).toHaveLength(2);
    await control("DELETE", "/requests");
    expect(sandbox().requests()).toHaveLength(0);
  });

  it("moves the clock", async () => {
    const { body } = await control("POST", "/clock", { advanceMs: 60_000 });
    expect(body).toEqual({ now: START + 60_000 });
  });

  it("lists every route with what it rests on", async () => {
    const { body } = await control("GET", "/routes");
    const recorded = sandbox()
      .routes()
      .filter(({ basis }) => basis === "recorded")
      .map(({ method, path }) => `${method} ${path}`);
    expect(body).toEqual(sandbox().routes());
    expect(recorded).toEqual(["GET /integrator", "POST /integrator/organizations"]);
  });

  it.each([
    ["PATCH", "/accounts/nobody", {}],
    ["PATCH", "/accounts/free-tier", { limits: { maxVotes: "7" } }],
    ["PATCH", "/accounts/free-tier", { limit: {} }],
    ["PATCH", "/accounts/no-integrator", { usage: { sentVotes: 1 } }],
    ["POST", "/accounts/free-tier/keys", { scopes: ["everything"] }],
    ["POST", "/faults", { fault: { kind: "flood" } }],
    ["POST", "/clock", {}],
  ])("refuses %s %s with %j", async (method, path, body) => {
    const denied = await control(method, path, body);
    expect([denied.status, typeof at(denied.body, "error")]).toEqual([400, "string"]);
  });

  it("may be used by a page", async () => {
    const response = await fetch(`${sandbox().url}/_sandbox/accounts/free-tier`, { method: "OPTIONS" });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });
});

describe("a sandbox", () => {
  it("is reached from this machine only", () => {
    expect(sandbox().url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("is independent of any other", async () => {
    const other = await startSandbox();
    try {
      other.setUsage("free-tier", { managedOrgs: 0 });
      expect(sandbox().account("free-tier").usage.managedOrgs).toBe(1);
    } finally {
      await other.close();
    }
  });

  it("closes with requests still hanging", async () => {
    const other = await startSandbox();
    other.addFault({ fault: { kind: "hang" } });
    const pending = fetch(`${other.url}/integrator`).catch((error: unknown) => error);
    await expect.poll(() => other.requests().length).toBe(1);
    await other.close();
    expect(await pending).toBeInstanceOf(Error);
  });

  it("starts with settings of one's choice and returns to them", async () => {
    const other = await startSandbox({ jobMs: 5 });
    try {
      other.changeSettings({ jobMs: 6 });
      other.reset();
      expect(other.settings()).toEqual({ jobMs: 5, otpMs: 1000, concurrency: 100, failingJobs: 0 });
    } finally {
      await other.close();
    }
  });
});
