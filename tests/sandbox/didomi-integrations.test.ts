import { describe, expect, it } from "vitest";
import type { DidomiOrganizationName } from "../../www/sandbox/index";
import { error, INTEGRATIONS, session } from "./didomi-support";
import { at, useSandbox } from "./support";

const sandbox = useSandbox();
const EXCEEDED = [403, "Forbidden", "Quota exceeded: exports_configs"];
const EXPORT = "batch-exports-s3";

function create(name: DidomiOrganizationName, body: object) {
  return session(sandbox(), name)("POST", `${INTEGRATIONS}?organization_id=${name}`, body);
}

function patch(name: DidomiOrganizationName, id: string | undefined, body: unknown) {
  return session(sandbox(), name)("PATCH", `${INTEGRATIONS}/${id}`, body);
}

function attach(name: DidomiOrganizationName, id: string | undefined) {
  return session(sandbox(), name)("POST", `${INTEGRATIONS}/${id}/destinations`, { name: "Bucket" });
}

function exports(name: DidomiOrganizationName): number {
  return sandbox().didomi.organization(name).enabledExports;
}

describe("creating an integration", () => {
  it("answers it, enabled unless said otherwise", async () => {
    const wish = {
      type_id: EXPORT,
      authentication: { account_id: "0000000000" },
      properties: { frequency: 1, data: ["users"] },
      mappings: [{ from: "a", to: "b" }],
    };
    const created = await create("media-group", wish);
    expect(created).toEqual({
      status: 201,
      body: {
        ...wish,
        id: expect.any(String),
        organization_id: "media-group",
        enabled: true,
        destinations: [],
      },
    });
    expect(exports("media-group")).toBe(3);
    const off = await create("media-group", { type_id: EXPORT, enabled: false });
    expect(off.body).toMatchObject({ enabled: false, authentication: {}, properties: {}, mappings: [] });
    expect(sandbox().didomi.integrations("media-group")).toHaveLength(7);
  });

  it("may name the organization in the body", async () => {
    const ask = session(sandbox(), "agency");
    const body = { type_id: EXPORT, organization_id: "no-record" };
    expect((await ask("POST", INTEGRATIONS, body)).status).toBe(201);
    expect(exports("no-record")).toBe(2);
  });

  it.each([
    ["no organization", "", { type_id: EXPORT }, "organization_id is required"],
    ["no type", "?organization_id=media-group", {}, "type_id is required"],
    ["a type that is none", "?organization_id=media-group", { type_id: 1 }, "Invalid request body"],
    [
      "a flag that is none",
      "?organization_id=media-group",
      { type_id: EXPORT, enabled: "yes" },
      "Invalid request body",
    ],
  ])("with %s is refused", async (_what, query, body, message) => {
    const denied = await session(sandbox(), "media-group")("POST", INTEGRATIONS + query, body);
    expect(error(denied)).toEqual([400, "BadRequest", message]);
  });

  it("is refused beyond exports_configs, and the refused is not counted", async () => {
    expect((await create("media-group", { type_id: EXPORT })).status).toBe(201);
    const denied = await create("media-group", { type_id: "batch-exports-gcp" });
    expect(error(denied)).toEqual(EXCEEDED);
    expect(denied.body).toMatchObject({ code: 403, errors: {} });
    expect(exports("media-group")).toBe(3);
    expect(sandbox().didomi.integrations("media-group")).toHaveLength(6);
  });

  it("counts enabled batch exports only", async () => {
    for (const wish of [
      { type_id: EXPORT, enabled: false },
      { type_id: "analytics-exports-s3" },
      { type_id: "webhook-http" },
    ]) {
      expect((await create("at-limit", wish)).status).toBe(201);
    }
    expect(error(await create("at-limit", { type_id: EXPORT }))).toEqual(EXCEEDED);
  });

  it.each([
    ["no record", "no-record", {}, 2],
    ["no field", "media-group", { limits: { exports_configs: null } }, 1],
    ["a record that is taken away", "many", { record: false }, 0],
    ["0, which is none", "zero", {}, 0],
    ["1 more", "at-limit", { limits: { exports_configs: 4 } }, 1],
    ["less than there is", "at-limit", { limits: { exports_configs: 1 } }, 0],
  ] as const)("by %s (%s)", async (_what, name, change, more) => {
    sandbox().didomi.change(name, change);
    for (let i = 0; i < more; i += 1) expect((await create(name, { type_id: EXPORT })).status).toBe(201);
    expect(error(await create(name, { type_id: EXPORT }))).toEqual(EXCEEDED);
  });

  it.each([
    [EXPORT, "batch_exports"],
    ["analytics-exports-s3", "batch_exports_analytics"],
  ])("%s takes the premium feature %s", async (type_id, feature) => {
    const refusal = [403, "Forbidden", `Premium feature required: ${feature}`];
    expect(error(await create("not-premium", { type_id }))).toEqual(refusal);
    expect(error(await create("not-premium", { type_id, enabled: false }))).toEqual(refusal);
    sandbox().didomi.change("not-premium", { premium: { [feature]: null } });
    expect(error(await create("not-premium", { type_id }))).toEqual(refusal);
    sandbox().didomi.change("not-premium", { premium: { [feature]: true } });
    expect((await create("not-premium", { type_id })).status).toBe(201);
  });
});

describe("changing an integration", () => {
  const disabled = () => sandbox().didomi.integrations("media-group")[2]?.id;

  it("enables and disables it", async () => {
    expect(await patch("media-group", disabled(), { enabled: true })).toMatchObject({
      status: 200,
      body: { id: disabled(), enabled: true },
    });
    expect(exports("media-group")).toBe(3);
    expect(at((await patch("media-group", disabled(), { enabled: false })).body, "enabled")).toBe(false);
    expect(at((await patch("media-group", disabled(), {})).body, "enabled")).toBe(false);
    expect(exports("media-group")).toBe(2);
  });

  it("is refused where that exceeds the limit, and what is enabled may stay so", async () => {
    await create("media-group", { type_id: EXPORT });
    expect(error(await patch("media-group", disabled(), { enabled: true }))).toEqual(EXCEEDED);
    const [first] = sandbox().didomi.integrations("at-limit");
    sandbox().didomi.change("at-limit", { limits: { exports_configs: 0 } });
    expect((await patch("at-limit", first?.id, { enabled: true })).status).toBe(200);
  });

  it("is refused without the premium feature", async () => {
    sandbox().didomi.change("media-group", { premium: { batch_exports: false } });
    expect(error(await patch("media-group", disabled(), { enabled: true }))).toEqual([
      403,
      "Forbidden",
      "Premium feature required: batch_exports",
    ]);
  });

  it("frees a place, as its deletion does", async () => {
    const [first, second] = sandbox().didomi.integrations("at-limit");
    await patch("at-limit", first?.id, { enabled: false });
    expect((await create("at-limit", { type_id: EXPORT })).status).toBe(201);
    const ask = session(sandbox(), "at-limit");
    const deleted = await ask("DELETE", `${INTEGRATIONS}/${second?.id}`);
    expect([deleted.status, at(deleted.body, "id")]).toEqual([200, second?.id]);
    expect((await ask("DELETE", `${INTEGRATIONS}/${second?.id}`)).status).toBe(404);
    expect((await create("at-limit", { type_id: EXPORT })).status).toBe(201);
  });
});

describe("a destination", () => {
  it("is refused beyond exports_destinations of its integration", async () => {
    const [full, other] = sandbox().didomi.integrations("at-limit");
    expect(error(await attach("at-limit", full?.id))).toEqual([
      403,
      "Forbidden",
      "Quota exceeded: exports_destinations",
    ]);
    const attached = await attach("at-limit", other?.id);
    expect(attached).toEqual({
      status: 201,
      body: {
        id: expect.any(String),
        organization_id: "at-limit",
        integration_id: other?.id,
        name: "Bucket",
      },
    });
    expect((await attach("at-limit", other?.id)).status).toBe(403);
    expect(sandbox().didomi.integrations("at-limit")[1]?.destinations).toContain(at(attached.body, "id"));
  });

  it("frees its place", async () => {
    const [full] = sandbox().didomi.integrations("at-limit");
    const path = `${INTEGRATIONS}/${full?.id}/destinations/${full?.destinations[0]}`;
    const ask = session(sandbox(), "at-limit");
    expect((await ask("DELETE", path)).status).toBe(200);
    expect((await ask("DELETE", path)).status).toBe(404);
    expect((await attach("at-limit", full?.id)).status).toBe(201);
  });

  it("is one of two where the record doesn't say", async () => {
    const [only] = sandbox().didomi.integrations("no-record");
    expect((await attach("no-record", only?.id)).status).toBe(201);
    expect((await attach("no-record", only?.id)).status).toBe(403);
  });

  it("needs a name", async () => {
    const [, other] = sandbox().didomi.integrations("at-limit");
    const denied = await session(sandbox(), "at-limit")(
      "POST",
      `${INTEGRATIONS}/${other?.id}/destinations`,
      {},
    );
    expect(error(denied)).toEqual([400, "BadRequest", "name is required"]);
  });
});
