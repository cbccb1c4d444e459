import { describe, expect, it } from "vitest";
import { SCOPES, type Scope } from "../../www/sandbox/index";
import { at, call, createDraft, firstOrg, useSandbox } from "./support";

const sandbox = useSandbox();
const ORGANIZATION = { type: "company" };

function refusal(answer: { status: number; body: unknown }): readonly [number, unknown, unknown] {
  return [answer.status, at(answer.body, "code"), at(answer.body, "error")];
}

describe("API keys", () => {
  const scoped: readonly (readonly [string, string, Scope])[] = [
    ["GET", "/integrator", "quota:read"],
    ["GET", "/integrator/organizations", "managed:read"],
    ["POST", "/integrator/organizations", "managed:write"],
    ["DELETE", `/integrator/organizations/0x${"0".repeat(40)}`, "managed:write"],
    ["POST", "/processes", "voting:write"],
    ["PUT", `/processes/${"0".repeat(24)}`, "voting:write"],
    ["GET", `/processes/${"0".repeat(24)}/validation`, "voting:write"],
    ["POST", `/processes/${"0".repeat(24)}/publish`, "voting:write"],
  ];

  it.each(scoped)("%s %s needs the scope %s and no other", async (method, path, needed) => {
    const others = sandbox().issueKey(
      "custom-plan",
      SCOPES.filter((scope) => scope !== needed),
    );
    const denied = await call(sandbox(), others, method, path);
    expect(refusal(denied)).toEqual([
      403,
      40158,
      `API key lacks the required scope: endpoint requires the "${needed}" scope`,
    ]);
    const only = sandbox().issueKey("custom-plan", [needed]);
    expect((await call(sandbox(), only, method, path)).status).not.toBe(403);
  });

  it.each([
    ["POST", "/auth/refresh"],
    ["GET", "/jobs"],
    ["DELETE", `/processes/${"0".repeat(24)}`],
  ])("%s %s is not for keys, whatever their scopes", async (method, path) => {
    const { fullKey } = sandbox().credentials("free-tier");
    const denied = await call(sandbox(), fullKey, method, path);
    expect(refusal(denied)).toEqual([403, 40157, "API keys are not permitted for this endpoint"]);
  });

  it("are 68 characters long and visibly made up", () => {
    for (const { credentials } of sandbox().accounts()) {
      expect(credentials.quotaKey).toMatch(/^vsk_(fa4e){14}[0-9a-f]{8}$/);
      expect(credentials.fullKey).toMatch(/^vsk_(fa4e){14}[0-9a-f]{8}$/);
    }
  });

  it("end with their revocation", async () => {
    const { quotaKey } = sandbox().credentials("free-tier");
    sandbox().revoke(quotaKey);
    const denied = await call(sandbox(), quotaKey, "GET", "/integrator");
    expect(refusal(denied)).toEqual([401, 40156, "invalid, revoked or expired API key"]);
  });
});

describe("sessions", () => {
  it.each(["admin", "manager"] as const)("%s reads the quota", async (role) => {
    const token = sandbox().credentials("free-tier").sessions[role];
    expect((await call(sandbox(), token, "GET", "/integrator")).status).toBe(200);
  });

  it("viewer is no integrator's member", async () => {
    const token = sandbox().credentials("free-tier").sessions.viewer;
    const denied = await call(sandbox(), token, "GET", "/integrator");
    expect(refusal(denied)).toEqual([403, 40153, "organization is not an integrator"]);
  });

  it("unverified is told so", async () => {
    const token = sandbox().credentials("free-tier").sessions.unverified;
    const denied = await call(sandbox(), token, "GET", "/integrator");
    expect(refusal(denied)).toEqual([401, 40014, "account email not verified: user account not verified"]);
  });

  it("only admin creates and deletes organizations", async () => {
    const token = sandbox().credentials("custom-plan").sessions.manager;
    const org = firstOrg(sandbox(), "custom-plan");
    const expected = [
      401,
      40001,
      "authentication required: user is not admin of the integrator organization",
    ];
    const creating = await call(sandbox(), token, "POST", "/integrator/organizations", ORGANIZATION);
    const deleting = await call(sandbox(), token, "DELETE", `/integrator/organizations/${org}`);
    expect(refusal(creating)).toEqual(expected);
    expect(refusal(deleting)).toEqual(expected);
  });

  it("a manager drafts and validates, only admin publishes", async () => {
    const { manager } = sandbox().credentials("free-tier").sessions;
    const id = await createDraft(sandbox(), manager, firstOrg(sandbox(), "free-tier"), { voters: 5 });
    const validation = await call(sandbox(), manager, "GET", `/processes/${id}/validation`);
    expect(validation.body).toEqual({ valid: false, errors: ["publishing requires the admin role"] });
    const publishing = await call(sandbox(), manager, "POST", `/processes/${id}/publish`);
    expect(refusal(publishing)).toEqual([
      401,
      40001,
      "authentication required: user is not admin of the organization",
    ]);
  });

  it("log in, refresh, and end after 360 hours", async () => {
    const { login } = sandbox().credentials("free-tier");
    const opened = await call(sandbox(), null, "POST", "/auth/login", login);
    expect(at(opened.body, "expirity")).toBe("2026-12-05T12:00:00.000Z");
    const token = String(at(opened.body, "token"));
    sandbox().advance(359 * 60 * 60 * 1000);
    const refreshed = await call(sandbox(), token, "POST", "/auth/refresh");
    sandbox().advance(60 * 60 * 1000);
    const ended = await call(sandbox(), token, "GET", "/integrator");
    expect(refusal(ended)).toEqual([401, 40001, "authentication required"]);
    const next = String(at(refreshed.body, "token"));
    expect((await call(sandbox(), next, "GET", "/integrator")).status).toBe(200);
  });

  it("need the right password", async () => {
    const { email } = sandbox().credentials("free-tier").login;
    const denied = await call(sandbox(), null, "POST", "/auth/login", { email, password: "guess" });
    expect(refusal(denied)).toEqual([401, 40102, "invalid login credentials"]);
  });
});

describe("an account that is no integrator", () => {
  it.each(["switched-off", "no-integrator"] as const)("%s: 403 for sessions", async (name) => {
    const { admin } = sandbox().credentials(name).sessions;
    const denied = await call(sandbox(), admin, "GET", "/integrator");
    expect(refusal(denied)).toEqual([403, 40153, "organization is not an integrator"]);
  });

  it("switched off: keys see its counters and can create nothing", async () => {
    const { quotaKey, fullKey } = sandbox().credentials("switched-off");
    const info = await call(sandbox(), quotaKey, "GET", "/integrator");
    expect(info.body).toEqual({
      enabled: false,
      usage: { managedOrgs: 1, managedProcesses: 2, sentVotes: 0, sentSMS: 0, sentEmails: 0 },
    });
    const denied = await call(sandbox(), fullKey, "POST", "/integrator/organizations", ORGANIZATION);
    expect(refusal(denied)).toEqual([403, 40153, "organization is not an integrator"]);
  });

  it("is what a limit of no organization makes of it", async () => {
    sandbox().setLimits("free-tier", { maxManagedOrgs: 0 });
    const { quotaKey } = sandbox().credentials("free-tier");
    const { body } = await call(sandbox(), quotaKey, "GET", "/integrator");
    expect(at(body, "enabled")).toBe(false);
  });
});

describe("requests that can't be read", () => {
  it("malformed JSON is 400", async () => {
    const { fullKey } = sandbox().credentials("custom-plan");
    const denied = await call(sandbox(), fullKey, "POST", "/integrator/organizations", "{");
    expect(refusal(denied)).toEqual([400, 40004, "invalid JSON request body"]);
  });

  it("so is an organization of unknown type", async () => {
    const { fullKey } = sandbox().credentials("custom-plan");
    const denied = await call(sandbox(), fullKey, "POST", "/integrator/organizations", { type: "club" });
    expect(refusal(denied)).toEqual([400, 40004, "invalid JSON request body: invalid organization type"]);
  });

  it("a body over its cap is 413", async () => {
    const denied = await call(sandbox(), null, "POST", "/vote", { txPayload: "00".repeat(5000) });
    expect(refusal(denied)).toEqual([413, 40167, "request body is too large: the limit is 8192 bytes"]);
  });

  it("an unknown route is 404 in plain text", async () => {
    expect(await call(sandbox(), null, "GET", "/nope")).toEqual({
      status: 404,
      body: "404 page not found\n",
    });
  });
});
