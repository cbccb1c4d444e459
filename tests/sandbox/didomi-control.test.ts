import { describe, expect, it } from "vitest";
import { DIDOMI_KEYS, DIDOMI_ORGANIZATIONS } from "../../www/sandbox/index";
import { INTEGRATIONS, session } from "./didomi-support";
import { at, call, useSandbox } from "./support";

const sandbox = useSandbox();

function control(method: string, path: string, body?: unknown) {
  return call(sandbox(), null, method, `/_sandbox/didomi${path}`, body);
}

describe("the control of Didomi over HTTP", () => {
  it("lists the organizations with their credentials", async () => {
    const { body } = await control("GET", "/organizations");
    expect(body).toEqual(sandbox().didomi.organizations());
    expect(DIDOMI_ORGANIZATIONS.map((_, i) => at(body, i, "name"))).toEqual([...DIDOMI_ORGANIZATIONS]);
    const { key, secret } = sandbox().didomi.organization("zero").credentials;
    const opened = await call(sandbox(), null, "POST", "/v1/sessions", { type: "api-key", key, secret });
    expect(opened.status).toBe(201);
    expect((await control("GET", "/organizations/zero")).body).toEqual(sandbox().didomi.organization("zero"));
  });

  it("lists the keys with what they see", async () => {
    const { body } = await control("GET", "/keys");
    expect(body).toEqual(sandbox().didomi.keys());
    expect(at(body, DIDOMI_KEYS.indexOf("agency"))).toEqual({
      name: "agency",
      ...sandbox().didomi.credentials("agency"),
      organizations: ["media-group", "at-limit", "no-record"],
    });
  });

  it("changes limits, premium features and whether there is a record", async () => {
    const { body } = await control("PATCH", "/organizations/media-group", {
      limits: { exports_configs: 9, secrets: null },
      premium: { batch_exports: false, consents_api: null },
      record: false,
    });
    expect(body).toMatchObject({
      record: false,
      limits: { exports_configs: 9, exports_destinations: 2 },
      premium: { batch_exports: false, integrations_v2: true },
      enabledExports: 2,
    });
    expect(at(body, "limits")).not.toHaveProperty("secrets");
    expect(at(body, "premium")).not.toHaveProperty("consents_api");
  });

  it("adds and switches integrations, whatever the limits are", async () => {
    const path = "/organizations/zero/integrations";
    const { body } = await control("POST", path, { typeId: "batch-exports-gcp" });
    expect(body).toEqual({
      id: expect.any(String),
      typeId: "batch-exports-gcp",
      enabled: true,
      destinations: [],
    });
    await control("POST", path, { typeId: "webhook-http", enabled: false });
    expect(sandbox().didomi.organization("zero").enabledExports).toBe(1);
    const { body: all } = await control("PATCH", `${path}/${at(body, "id")}`, { enabled: false });
    expect(all).toEqual(sandbox().didomi.integrations("zero"));
    expect(at(all, 1, "enabled")).toBe(false);
    expect((await control("GET", path)).body).toEqual(all);
  });

  it("opens sessions and revokes them", async () => {
    const { body } = await control("POST", "/keys/agency/tokens");
    const token = String(at(body, "token"));
    const ask = async () => (await call(sandbox(), token, "GET", "/v1/quotas")).status;
    expect(await ask()).toBe(200);
    await control("DELETE", `/tokens/${token}`);
    expect(await ask()).toBe(401);
  });

  it("changes settings", async () => {
    const { body } = await control("PATCH", "/settings", { bareArrays: true, pageCap: 7 });
    expect(body).toMatchObject({ bareArrays: true, pageCap: 7, requests: 100 });
    expect((await control("GET", "/settings")).body).toEqual(body);
    const list = await session(sandbox(), "many")("GET", INTEGRATIONS);
    expect(list.body).toHaveLength(7);
  });

  it.each([
    ["GET", "/organizations/nobody", undefined],
    ["PATCH", "/organizations/agency", {}],
    ["PATCH", "/organizations/zero", { limit: {} }],
    ["PATCH", "/organizations/zero", { limits: { exports_configs: "3" } }],
    ["PATCH", "/organizations/zero", { premium: { batch_exports: 1 } }],
    ["PATCH", "/organizations/zero", { record: null }],
    ["POST", "/organizations/zero/integrations", {}],
    ["PATCH", "/organizations/zero/integrations/none", { enabled: true }],
    ["POST", "/keys/nobody/tokens", undefined],
    ["PATCH", "/settings", { pageCap: true }],
    ["PATCH", "/settings", { bareArrays: 1 }],
    ["PATCH", "/settings", { jobMs: 1 }],
  ])("refuses %s %s with %j", async (method, path, body) => {
    const denied = await control(method, path, body);
    expect([denied.status, typeof at(denied.body, "error")]).toEqual([400, "string"]);
  });
});

it("a reset brings back the organizations, and the same ids", async () => {
  const before = sandbox().didomi.organizations();
  const integrations = sandbox().didomi.integrations("media-group");
  sandbox().didomi.change("zero", { limits: { exports_configs: 1 }, premium: { batch_exports: false } });
  const added = sandbox().didomi.addIntegration("media-group", { typeId: "webhook-http" });
  await call(sandbox(), null, "POST", "/_sandbox/reset");
  expect(sandbox().didomi.organizations()).toEqual(before);
  expect(sandbox().didomi.integrations("media-group")).toEqual(integrations);
  expect(sandbox().didomi.addIntegration("media-group", { typeId: "webhook-http" })).toEqual(added);
});

it("routes say which of them are documented", () => {
  const served = sandbox()
    .routes()
    .filter(({ path }) => path.startsWith("/v1/"));
  const of = (basis: string) =>
    served.filter((route) => route.basis === basis).map(({ method, path }) => `${method} ${path}`);
  expect(of("documented")).toEqual([
    "POST /v1/sessions",
    "GET /v1/quotas",
    "GET /v1/quotas/:id",
    "GET /v1/premium-features",
    "POST /v1/marketplace/integrations",
  ]);
  expect(of("assumed")).toEqual([
    "GET /v1/marketplace/integrations",
    "PATCH /v1/marketplace/integrations/:id",
    "DELETE /v1/marketplace/integrations/:id",
    "POST /v1/marketplace/integrations/:id/destinations",
    "DELETE /v1/marketplace/integrations/:id/destinations/:destinationId",
  ]);
  expect(served).toHaveLength(10);
});
