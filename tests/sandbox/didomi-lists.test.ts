import { describe, expect, it } from "vitest";
import { column, error, INTEGRATIONS, session } from "./didomi-support";
import { at, START, useSandbox } from "./support";

const sandbox = useSandbox();
const CREATED = new Date(START).toISOString();

describe("quota records", () => {
  const record = {
    id: "quota-of-media-group",
    organization_id: "media-group",
    created_at: CREATED,
    updated_at: CREATED,
    version: 0,
    exports_configs: 3,
    exports_destinations: 2,
    scraper_enabled_properties: 250,
    parallel_notices_deployments: 3,
    consent_proof_reports: 10,
    metadata_purposes: 300,
    metadata_partners: 500,
    secrets: 300,
  };

  it("come in an envelope, and bare by their id", async () => {
    const ask = session(sandbox(), "media-group");
    const list = await ask("GET", "/v1/quotas");
    expect(list).toEqual({ status: 200, body: { data: [record], total: 1, limit: 100, skip: 0 } });
    expect(await ask("GET", `/v1/quotas/${record.id}`)).toEqual({ status: 200, body: record });
  });

  it("aren't found by their organization", async () => {
    const denied = await session(sandbox(), "media-group")("GET", "/v1/quotas/media-group");
    expect(error(denied)).toEqual([404, "NotFound", "No record found for id 'media-group'"]);
  });

  it("may be none, until there is one", async () => {
    const ask = session(sandbox(), "no-record");
    const list = async () => (await ask("GET", "/v1/quotas")).body;
    expect(await list()).toEqual({ data: [], total: 0, limit: 100, skip: 0 });
    expect((await ask("GET", "/v1/quotas/quota-of-no-record")).status).toBe(404);
    sandbox().didomi.change("no-record", { record: true, limits: { exports_configs: 5 } });
    expect(await list()).toMatchObject({ data: [{ organization_id: "no-record", exports_configs: 5 }] });
    sandbox().didomi.change("no-record", { record: false });
    expect(await list()).toMatchObject({ total: 0 });
  });

  it("tell of a change", async () => {
    const ask = session(sandbox(), "media-group");
    sandbox().advance(1000);
    sandbox().didomi.change("media-group", {
      limits: { exports_configs: 7, secrets: null, metadata_partners: undefined, something_new: 1.5 },
    });
    const { secrets: _, metadata_partners: __, ...kept } = record;
    expect((await ask("GET", `/v1/quotas/${record.id}`)).body).toEqual({
      ...kept,
      exports_configs: 7,
      something_new: 1.5,
      updated_at: new Date(START + 1000).toISOString(),
      version: 1,
    });
  });
});

it("premium features are one record of flags for each organization", async () => {
  const flags = async () => {
    const answer = await session(sandbox(), "not-premium")("GET", "/v1/premium-features");
    return at(answer.body, "data");
  };
  const record = {
    id: "premium-features-of-not-premium",
    organization_id: "not-premium",
    batch_exports: false,
    batch_exports_analytics: false,
    batch_exports_manual_run: false,
    consents_api: true,
    integrations: false,
    integrations_v2: true,
  };
  expect(await flags()).toEqual([record]);
  sandbox().didomi.change("not-premium", { premium: { batch_exports: true, consents_api: null } });
  const { consents_api: _, ...kept } = record;
  expect(await flags()).toEqual([{ ...kept, batch_exports: true }]);
});

describe("integrations", () => {
  it("hold their settings, their secrets and the ids of their destinations", async () => {
    const { body } = await session(sandbox(), "at-limit")("GET", INTEGRATIONS);
    const [first] = sandbox().didomi.integrations("at-limit");
    expect(at(body, "data", 0)).toEqual({
      id: first?.id,
      organization_id: "at-limit",
      type_id: "batch-exports-s3",
      enabled: true,
      authentication: { account_id: "000000000000", secret_access_key: "sandbox-not-a-secret" },
      properties: { frequency: 1, data: ["users"] },
      mappings: [],
      destinations: first?.destinations,
    });
    expect(first?.destinations).toHaveLength(2);
    expect(body).toMatchObject({ total: 3, limit: 100, skip: 0 });
  });

  it.each([
    ["media-group", 5, 2],
    ["at-limit", 3, 3],
    ["many", 130, 120],
    ["no-record", 1, 1],
    ["not-premium", 1, 0],
    ["zero", 1, 0],
  ] as const)("of %s: %i, of which %i are enabled batch exports", async (name, all, enabled) => {
    expect(sandbox().didomi.integrations(name)).toHaveLength(all);
    expect(sandbox().didomi.organization(name).enabledExports).toBe(enabled);
  });
});

describe("pages", () => {
  const pages = (query: string) => session(sandbox(), "many")("GET", `${INTEGRATIONS}?${query}`);

  it.each([
    ["", 100, 100, 0],
    ["$skip=100", 30, 100, 100],
    ["$limit=50&$skip=100", 30, 50, 100],
    ["$limit=50&$skip=50", 50, 50, 50],
    ["$limit=1000", 100, 100, 0],
    ["$limit=0", 0, 0, 0],
    ["$skip=130", 0, 100, 130],
    ["%24limit=1&%24skip=2", 1, 1, 2],
  ])("by %j hold %i", async (query, items, limit, skip) => {
    const answer = await pages(query);
    expect(answer.body).toMatchObject({ total: 130, limit, skip });
    expect(column(answer, "id")).toHaveLength(items);
  });

  it("hold each item once", async () => {
    const ids = [...column(await pages(""), "id"), ...column(await pages("$skip=100"), "id")];
    expect(new Set(ids).size).toBe(130);
    expect(ids).toEqual(
      sandbox()
        .didomi.integrations("many")
        .map(({ id }) => id),
    );
  });

  it.each(["$limit=-1", "$limit=all", "$skip=1.5", "$limit="])("aren't counted by %s", async (query) => {
    expect(error(await pages(query)).slice(0, 2)).toEqual([400, "BadRequest"]);
  });
});

describe("settings", () => {
  it("bareArrays: lists without their envelope", async () => {
    const ask = session(sandbox(), "many");
    sandbox().didomi.changeSettings({ bareArrays: true });
    const { body } = await ask("GET", "/v1/quotas");
    expect(body).toEqual([expect.objectContaining({ exports_configs: 150 })]);
    expect((await ask("GET", `${INTEGRATIONS}?$skip=100`)).body).toHaveLength(30);
  });

  it("ignoresFilters: what the key may see, whatever was asked for", async () => {
    const ask = session(sandbox(), "agency");
    sandbox().didomi.changeSettings({ ignoresFilters: true });
    const quotas = await ask("GET", "/v1/quotas?organization_id=at-limit");
    expect(column(quotas, "organization_id")).toEqual(["media-group", "at-limit"]);
    const integrations = await ask("GET", `${INTEGRATIONS}?organization_id=many`);
    expect(at(integrations.body, "total")).toBe(9);
  });

  it("ignoresSkip: every page is the first", async () => {
    const ask = session(sandbox(), "many");
    const first = await ask("GET", INTEGRATIONS);
    sandbox().didomi.changeSettings({ ignoresSkip: true });
    expect(await ask("GET", `${INTEGRATIONS}?$skip=100`)).toEqual(first);
  });

  it("pageCap: smaller pages", async () => {
    const ask = session(sandbox(), "many");
    sandbox().didomi.changeSettings({ pageCap: 20 });
    for (const query of ["", "?$limit=50"]) {
      const answer = await ask("GET", INTEGRATIONS + query);
      expect([column(answer, "id").length, at(answer.body, "limit")]).toEqual([20, 20]);
    }
  });

  it("are as at the start after a reset", () => {
    const start = sandbox().didomi.settings();
    sandbox().didomi.changeSettings({ bareArrays: true, pageCap: 1, requests: 1, windowMs: 1 });
    sandbox().reset();
    expect(sandbox().didomi.settings()).toEqual(start);
    expect(start).toEqual({
      requests: 100,
      windowMs: 15_000,
      exposeHeaders: false,
      bareArrays: false,
      ignoresFilters: false,
      ignoresSkip: false,
      pageCap: 100,
    });
  });
});
