import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { listen } from "../../www/loopback.js";
import { finally_, gateOf, gateOn, sandbox } from "./support.js";

interface Exchange {
  name: string;
  response: { status: number; headers: Record<string, string>; body: string };
}
const exchanges: Exchange[] = JSON.parse(
  readFileSync(new URL("../fixtures/vocdoni-exchanges.json", import.meta.url), "utf8"),
);

/** Answers everything with one recorded exchange, byte for byte. */
const replay = async (name: string): Promise<string> => {
  const recorded = exchanges.find((exchange) => exchange.name === name);
  if (!recorded) throw new Error(`no exchange ${name}`);
  const { status, headers, body } = recorded.response;
  const server = createServer((_, response) => response.writeHead(status, headers).end(body));
  const { url, close } = await listen(server, 0);
  finally_(close);
  return url;
};

const VERDICTS = ["createManagedOrg", "publishProcess", "relayVotes", "sendEmailOtp", "sendSmsOtp"] as const;

describe("each recorded exchange ends in a state or an error", () => {
  test("ok", async () => {
    const gate = await gateOn({ baseUrl: await replay("ok") });
    const state = await gate.ready;
    expect(state).toMatchObject({
      phase: "ready",
      enabled: true,
      enforced: true,
      source: "server",
      error: null,
    });
    expect(VERDICTS.map((action) => gate.check(action).verdict)).toEqual([
      "deny",
      "allow",
      "allow",
      "allow",
      "allow",
    ]);
    expect(VERDICTS.map((action) => gate.check(action).max)).toEqual([0, 8, 866, 413, 188]);
  });

  test("disabled", async () => {
    const gate = await gateOn({ baseUrl: await replay("disabled") });
    expect(await gate.ready).toMatchObject({ phase: "ready", enabled: false, error: null });
    expect(gate.headroom("votes")).toMatchObject({
      limit: null,
      used: 0,
      remaining: null,
      level: "disabled",
    });
    for (const action of VERDICTS) {
      expect(gate.check(action)).toMatchObject({ verdict: "deny", reason: "not-enabled", max: 0 });
    }
  });

  test.each([
    ["noscope", { code: "forbidden", status: 403, platformCode: 40158, retryable: false }],
    ["badkey", { code: "unauthorized", status: 401, platformCode: 40156, retryable: false }],
    ["noauth", { code: "unauthorized", status: 401, platformCode: 40001, retryable: false }],
    ["404", { code: "not-found", status: 404, platformCode: null, retryable: false }],
    ["throttled", { code: "rate-limited", status: 429, platformCode: null, retryable: true }],
    ["at-cap", { code: "bad-response", status: 400, platformCode: 40154, retryable: false }],
    ["preflight ok", { code: "bad-response", status: 200, platformCode: null, retryable: false }],
  ])("%s", async (name, expected) => {
    const gate = await gateOn({ baseUrl: await replay(name) });
    const { phase, error } = await gate.ready;
    expect({ phase, error }).toMatchObject({
      phase: "unavailable",
      error: { name: "QuotaError", ...expected },
    });
    expect(gate.check("createManagedOrg")).toMatchObject({ verdict: "unknown", allowed: true });
  });
});

describe("each account of the platform", () => {
  test.each([
    ["free-tier", { enabled: true }, ["deny", "allow", "allow", "allow", "allow"]],
    ["switched-off", { enabled: false }, ["deny", "deny", "deny", "deny", "deny"]],
    ["no-integrator", { enabled: false }, ["deny", "deny", "deny", "deny", "deny"]],
    ["custom-plan", { enabled: true }, ["allow", "allow", "allow", "allow", "allow"]],
    ["near-limits", { enabled: true }, ["allow", "allow", "allow", "allow", "allow"]],
  ] as const)("%s", async (account, state, verdicts) => {
    const gate = await gateOf(await sandbox(), account);
    expect(await gate.ready).toMatchObject({ phase: "ready", error: null, ...state });
    expect(VERDICTS.map((action) => gate.check(action).verdict)).toEqual(verdicts);
  });

  test("a session of an account that is no integrator gets 403, which is an answer", async () => {
    const platform = await sandbox();
    const token = platform.credentials("no-integrator").sessions.admin;
    const gate = await gateOn({ baseUrl: platform.url, token });
    expect(await gate.ready).toMatchObject({ phase: "ready", enabled: false, error: null });
  });

  test("staging allows, and says what production would refuse", async () => {
    const platform = await sandbox();
    const gate = await gateOn({
      baseUrl: platform.url,
      token: platform.credentials("staging").quotaKey,
      environment: "staging",
    });
    expect((await gate.ready).enforced).toBe(false);
    expect(gate.check("createManagedOrg")).toMatchObject({
      verdict: "allow",
      reason: "not-enforced",
      max: Number.POSITIVE_INFINITY,
      wouldDeny: true,
      blockers: [],
      remedy: null,
    });
  });

  test("deleting an organization frees its slot", async () => {
    const platform = await sandbox();
    const gate = await gateOf(platform, "free-tier");
    await gate.ready;
    expect(gate.can("createManagedOrg")).toBe(false);
    const headers = { Authorization: `Bearer ${platform.credentials("free-tier").sessions.admin}` };
    const list = await fetch(`${platform.url}/integrator/organizations`, { headers });
    const { organizations } = (await list.json()) as { organizations: { address: string }[] };
    const address = organizations[0]?.address;
    await fetch(`${platform.url}/integrator/organizations/${address}`, { method: "DELETE", headers });
    await gate.refresh();
    expect(gate.can("createManagedOrg")).toBe(true);
  });
});
