import { describe, expect, it } from "vitest";
import { at, call, raw, useSandbox } from "./support";

const sandbox = useSandbox();
const DETAIL = "/cloud/quota-sets/studio/detail";

function ask(method: string, path: string, body?: unknown) {
  return call(sandbox(), sandbox().cloud.token(), method, `/cloud${path}`, body);
}

function control(method: string, path: string, body?: unknown) {
  return call(sandbox(), null, method, `/_sandbox/cloud${path}`, body);
}

async function quotas(): Promise<unknown> {
  return at((await call(sandbox(), sandbox().cloud.token(), "GET", DETAIL)).body, "quota_set");
}

describe("the quota set", () => {
  it("tells what is in use, reserved and allowed", async () => {
    expect(await quotas()).toEqual({
      id: "studio",
      instances: { in_use: 8, limit: 10, reserved: 1 },
      cores: { in_use: 16, limit: 24, reserved: 2 },
      floating_ips: { in_use: 3, limit: -1, reserved: 0 },
    });
  });

  it("is the tenant's own", async () => {
    const denied = await ask("GET", "/quota-sets/other/detail");
    expect(denied).toEqual({
      status: 404,
      body: { itemNotFound: { code: 404, message: "No such tenant" } },
    });
  });

  it.each([
    ["no token", null],
    ["another", "guess"],
  ])("isn't told to %s", async (_what, token) => {
    expect(await call(sandbox(), token, "GET", DETAIL)).toEqual({
      status: 401,
      body: { unauthorized: { code: 401, message: "This request needs a token" } },
    });
    const headers = { "X-Auth-Token": sandbox().cloud.token() };
    expect((await raw(sandbox().url, { method: "GET", path: DETAIL, headers })).status).toBe(401);
  });
});

describe("servers", () => {
  it("are created within the limits, reserved ones counted", async () => {
    const created = await ask("POST", "/servers", { name: "web", cores: 2 });
    expect(created).toEqual({
      status: 201,
      body: { server: { id: expect.any(String), name: "web", cores: 2 } },
    });
    expect(await quotas()).toMatchObject({ instances: { in_use: 9 }, cores: { in_use: 18 } });
    const denied = await ask("POST", "/servers", { name: "web", cores: 2 });
    expect(denied).toEqual({
      status: 403,
      body: {
        forbidden: {
          code: 403,
          message: "Quota exceeded for instances: Requested 1, but already used 10 of 10 instances",
        },
      },
    });
    expect(await quotas()).toMatchObject({ instances: { in_use: 9 }, cores: { in_use: 18 } });
  });

  it("are refused by all that is exceeded, and take nothing", async () => {
    const cores = await ask("POST", "/servers", { name: "large", cores: 7 });
    expect(at(cores.body, "forbidden", "message")).toBe(
      "Quota exceeded for cores: Requested 7, but already used 18 of 24 cores",
    );
    sandbox().cloud.setLimits({ instances: 9 });
    const both = await ask("POST", "/servers", { name: "large", cores: 7 });
    expect(at(both.body, "forbidden", "message")).toBe(
      "Quota exceeded for cores, instances: Requested 7, 1, but already used 18, 9 of 24, 9 cores, instances",
    );
    expect(sandbox().cloud.state().servers).toHaveLength(8);
    expect(await quotas()).toMatchObject({ instances: { in_use: 8 }, cores: { in_use: 16 } });
  });

  it("give back what they took", async () => {
    const { body } = await ask("GET", "/servers");
    expect(body).toEqual({ servers: sandbox().cloud.state().servers });
    const path = `/servers/${at(body, "servers", 0, "id")}`;
    expect(await ask("DELETE", path)).toEqual({ status: 204, body: "" });
    expect(await quotas()).toMatchObject({ instances: { in_use: 7 }, cores: { in_use: 14 } });
    expect((await ask("DELETE", path)).status).toBe(404);
  });

  it.each([
    [{ cores: 1 }, "A name is needed"],
    [{ name: "web" }, "At least one core is needed"],
    [{ name: "web", cores: "2" }, "The request body can't be read"],
    [{ name: "web", cores: -1 }, "The request body can't be read"],
    ["{", "The request body can't be read"],
  ])("aren't created by %j", async (body, message) => {
    expect(await ask("POST", "/servers", body)).toEqual({
      status: 400,
      body: { badRequest: { code: 400, message } },
    });
  });
});

describe("floating IPs", () => {
  it("have no limit, until they have one", async () => {
    const created = await ask("POST", "/floating-ips");
    expect(created).toEqual({
      status: 201,
      body: { floating_ip: { id: expect.any(String), address: "203.0.113.4" } },
    });
    sandbox().cloud.setLimits({ floating_ips: 4 });
    const denied = await ask("POST", "/floating-ips");
    expect(at(denied.body, "forbidden", "message")).toBe(
      "Quota exceeded for floating_ips: Requested 1, but already used 4 of 4 floating_ips",
    );
    const { body } = await ask("GET", "/floating-ips");
    expect(body).toEqual({ floating_ips: sandbox().cloud.state().floatingIps });
    const path = `/floating-ips/${at(body, "floating_ips", 0, "id")}`;
    expect([(await ask("DELETE", path)).status, (await ask("DELETE", path)).status]).toEqual([204, 404]);
    expect((await ask("POST", "/floating-ips")).status).toBe(201);
  });
});

describe("the cloud, like any platform here", () => {
  it("says in its own way what isn't there", async () => {
    expect(at((await ask("GET", "/nothing")).body, "itemNotFound", "code")).toBe(404);
    expect(at((await ask("PUT", "/servers")).body, "badMethod", "code")).toBe(405);
    expect((await raw(sandbox().url, { method: "PUT", path: "/cloud/servers" })).headers["Allow"]).toBe(
      "GET, POST",
    );
    expect((await call(sandbox(), null, "GET", "/clouds")).body).toBe("404 page not found\n");
  });

  it("may be read by pages of other origins", async () => {
    const headers = { Origin: "https://shop.example" };
    const answer = await raw(sandbox().url, { method: "GET", path: DETAIL, headers });
    expect(answer.headers["Access-Control-Allow-Origin"]).toBe("*");
    const preflight = await raw(sandbox().url, {
      method: "OPTIONS",
      path: DETAIL,
      headers: { ...headers, "Access-Control-Request-Method": "GET" },
    });
    expect(preflight.headers["Access-Control-Allow-Methods"]).toBe("GET");
  });

  it("goes wrong as it is told to, and is logged", async () => {
    const over = { quota_set: { cores: { limit: null } } };
    sandbox().addFault({ fault: { kind: "lie", over }, path: "/cloud/*", times: 1 });
    expect(await quotas()).toMatchObject({ cores: { limit: null, in_use: 16 }, instances: { limit: 10 } });
    const [server] = sandbox().cloud.state().servers;
    sandbox().addFault({ fault: { kind: "drip", ms: 0 }, times: 1 });
    expect((await ask("DELETE", `/servers/${server?.id}`)).status).toBe(204);
    expect(
      sandbox()
        .requests()
        .map(({ method }) => method),
    ).toEqual(["GET", "DELETE"]);
    expect(JSON.stringify(sandbox().requests())).not.toContain(sandbox().cloud.token());
  });

  it("is as at the start after a reset", async () => {
    const before = sandbox().cloud.state();
    await ask("POST", "/servers", { name: "web", cores: 1 });
    await ask("POST", "/floating-ips");
    sandbox().cloud.setLimits({ cores: 1 });
    sandbox().reset();
    expect(sandbox().cloud.state()).toEqual(before);
  });

  it("is listed as made up", () => {
    const served = sandbox()
      .routes()
      .filter(({ basis }) => basis === "made up");
    expect(served.every(({ path }) => path.startsWith("/cloud/"))).toBe(true);
    expect(served).toHaveLength(7);
  });
});

describe("the control of the cloud", () => {
  it("sets limits and usage, whatever exists", async () => {
    sandbox().cloud.setLimits({ instances: 20, cores: -1 });
    sandbox().cloud.setUsage({ instances: 12, cores: { reserved: 0 }, floating_ips: { in_use: 0 } });
    expect(await quotas()).toMatchObject({
      instances: { in_use: 12, limit: 20, reserved: 1 },
      cores: { in_use: 16, limit: -1, reserved: 0 },
      floating_ips: { in_use: 0 },
    });
    expect(sandbox().cloud.state().servers).toHaveLength(8);
  });

  it("does so over HTTP", async () => {
    const { body } = await control("PATCH", "", {
      limits: { instances: 9 },
      usage: { instances: { in_use: 3, reserved: 0 }, cores: 4 },
    });
    expect(body).toEqual(sandbox().cloud.state());
    expect(body).toMatchObject({
      tenant: "studio",
      quotas: { instances: { in_use: 3, limit: 9, reserved: 0 }, cores: { in_use: 4, limit: 24 } },
    });
    expect((await control("GET", "")).body).toEqual(body);
    const { body: token } = await control("GET", "/token");
    expect(token).toEqual({ token: sandbox().cloud.token() });
    expect(sandbox().cloud.token()).toContain("not-a-real-token");
  });

  it.each([
    [{ limit: {} }],
    [{ limits: { ram: 1 } }],
    [{ limits: { cores: "1" } }],
    [{ usage: { cores: { limit: 1 } } }],
    [{ usage: { cores: null } }],
  ])("refuses %j", async (body) => {
    const before = sandbox().cloud.state();
    expect((await control("PATCH", "", body)).status).toBe(400);
    expect(sandbox().cloud.state()).toEqual(before);
  });
});
