import { describe, expect, it } from "vitest";
import type { DidomiKeyName } from "../../www/sandbox/index";
import { raw, useSandbox } from "./support";

const sandbox = useSandbox();

function read(token: string) {
  const headers = { Authorization: `Bearer ${token}` };
  return raw(sandbox().url, { method: "GET", path: "/v1/quotas", headers });
}

async function standing(token: string): Promise<unknown[]> {
  const { status, headers } = await read(token);
  return [status, headers["RateLimit"], headers["Retry-After"]];
}

async function spend(name: DidomiKeyName, requests: number): Promise<void> {
  const token = sandbox().didomi.token(name);
  for (let i = 0; i < requests; i += 1) await read(token);
}

describe("the rate limit", () => {
  it("is told with every answer", async () => {
    const { headers } = await read(sandbox().didomi.token("zero"));
    expect(headers["RateLimit"]).toBe("limit=100, remaining=99, reset=15");
    expect(headers["RateLimit-Policy"]).toBe("100;w=15");
    await spend("zero", 38);
    sandbox().advance(8_500);
    const token = sandbox().didomi.token("zero");
    expect(await standing(token)).toEqual([200, "limit=100, remaining=60, reset=7", undefined]);
    const nothing = await raw(sandbox().url, {
      method: "GET",
      path: "/v1/nothing",
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(nothing.headers["RateLimit"]).toBe("limit=100, remaining=59, reset=7");
  });

  it("refuses what exceeds it, until its window is over", async () => {
    await spend("zero", 100);
    const token = sandbox().didomi.token("zero");
    sandbox().advance(14_001);
    const refused = await read(token);
    expect(refused.status).toBe(429);
    expect(JSON.parse(refused.body)).toEqual({
      code: 429,
      errors: {},
      message: "Too many requests",
      name: "TooManyRequests",
    });
    expect(refused.headers).toMatchObject({
      "Content-Type": "application/json",
      RateLimit: "limit=100, remaining=0, reset=1",
      "RateLimit-Policy": "100;w=15",
      "Retry-After": "1",
    });
    sandbox().advance(998);
    expect((await read(token)).status).toBe(429);
    sandbox().advance(1);
    expect(await standing(token)).toEqual([200, "limit=100, remaining=99, reset=15", undefined]);
  });

  it("is shared by the sessions of an account, and not with others", async () => {
    sandbox().didomi.changeSettings({ requests: 3 });
    await spend("media-group", 2);
    const ours = sandbox().didomi.token("media-group");
    expect(await standing(ours)).toEqual([200, "limit=3, remaining=0, reset=15", undefined]);
    expect(await standing(ours)).toEqual([429, "limit=3, remaining=0, reset=15", "15"]);
    expect((await standing(sandbox().didomi.token("at-limit")))[0]).toBe(200);
    expect((await standing(sandbox().didomi.token("agency")))[0]).toBe(200);
  });

  it("counts nobody who has no session", async () => {
    sandbox().didomi.changeSettings({ requests: 1, windowMs: 2_500 });
    for (let i = 0; i < 3; i += 1) {
      expect(await standing("guess")).toEqual([401, "limit=1, remaining=1, reset=3", undefined]);
    }
    const opening = await raw(sandbox().url, { method: "POST", path: "/v1/sessions", body: "{}" });
    expect(opening.headers["RateLimit-Policy"]).toBe("1;w=3");
  });

  it("may be changed amid a window", async () => {
    await spend("zero", 5);
    sandbox().didomi.changeSettings({ requests: 5, windowMs: 60_000 });
    const token = sandbox().didomi.token("zero");
    expect(await standing(token)).toEqual([429, "limit=5, remaining=0, reset=60", "60"]);
  });

  it("begins anew with a reset", async () => {
    await spend("zero", 100);
    sandbox().reset();
    expect((await read(sandbox().didomi.token("zero"))).status).toBe(200);
  });

  it("is Didomi's alone", async () => {
    sandbox().didomi.changeSettings({ requests: 0 });
    const { quotaKey } = sandbox().credentials("free-tier");
    const headers = { Authorization: `Bearer ${quotaKey}` };
    const answer = await raw(sandbox().url, { method: "GET", path: "/integrator", headers });
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty("RateLimit");
  });
});
