import { describe, expect, it } from "vitest";
import { DIDOMI_KEYS, DIDOMI_ORGANIZATIONS } from "../../www/sandbox/index";
import { column, error, INTEGRATIONS, session } from "./didomi-support";
import { at, call, raw, useSandbox } from "./support";

const sandbox = useSandbox();
const HOUR = 60 * 60 * 1000;

function open(body: unknown) {
  return call(sandbox(), null, "POST", "/v1/sessions", body);
}

describe("a session", () => {
  it("is opened with a key and its secret", async () => {
    const opened = await open({ type: "api-key", ...sandbox().didomi.credentials("media-group") });
    expect(opened).toEqual({ status: 201, body: { access_token: expect.stringContaining("not-a-real") } });
    const token = String(at(opened.body, "access_token"));
    expect((await call(sandbox(), token, "GET", "/v1/quotas")).status).toBe(200);
  });

  it.each([
    ["another's secret", { key: "sandbox-zero-not-a-real-key" }],
    ["another type", { type: "email" }],
    ["no type", { type: undefined }],
    ["no secret", { secret: undefined }],
  ])("isn't opened with %s", async (_what, over) => {
    const denied = await open({ type: "api-key", ...sandbox().didomi.credentials("media-group"), ...over });
    expect(denied.body).toEqual({
      code: 400,
      errors: {},
      message: "Invalid authentication information",
      name: "BadRequest",
    });
    expect(denied.status).toBe(400);
  });

  it.each([["{"], ["[]"], [""]])("isn't opened with %j for a body", async (body) => {
    expect(error(await open(body))).toEqual([400, "BadRequest", "Invalid request body"]);
  });

  it("lasts for an hour", async () => {
    const ask = session(sandbox(), "media-group");
    sandbox().advance(HOUR - 1);
    expect((await ask("GET", "/v1/quotas")).status).toBe(200);
    sandbox().advance(1);
    expect(error(await ask("GET", "/v1/quotas"))).toEqual([401, "NotAuthenticated", "Not authenticated"]);
  });

  it("ends with its revocation, and no other with it", async () => {
    const [first, second] = [sandbox().didomi.token("zero"), sandbox().didomi.token("zero")];
    sandbox().didomi.revoke(first);
    const ask = async (token: string) => (await call(sandbox(), token, "GET", "/v1/quotas")).status;
    expect([await ask(first), await ask(second)]).toEqual([401, 200]);
  });

  it("ends with a reset", async () => {
    const ask = session(sandbox(), "zero");
    sandbox().reset();
    expect((await ask("GET", "/v1/quotas")).status).toBe(401);
  });

  it.each([
    ["GET", "/v1/quotas"],
    ["GET", "/v1/quotas/quota-of-zero"],
    ["GET", "/v1/premium-features"],
    ["GET", INTEGRATIONS],
    ["POST", INTEGRATIONS],
    ["PATCH", `${INTEGRATIONS}/1`],
    ["DELETE", `${INTEGRATIONS}/1`],
    ["POST", `${INTEGRATIONS}/1/destinations`],
    ["DELETE", `${INTEGRATIONS}/1/destinations/1`],
  ])("%s %s needs one", async (method, path) => {
    for (const token of [null, "guess", sandbox().credentials("free-tier").fullKey]) {
      expect(error(await call(sandbox(), token, method, path))[0]).toBe(401);
    }
  });

  it("is answered in JSON, errors included", async () => {
    const denied = await raw(sandbox().url, { method: "GET", path: "/v1/quotas" });
    expect(denied.headers["Content-Type"]).toBe("application/json");
    expect(denied.body).toBe(
      '{"code":401,"errors":{},"message":"Not authenticated","name":"NotAuthenticated"}',
    );
  });
});

describe("a key", () => {
  it("is visibly made up", () => {
    expect(sandbox().didomi.keys()).toHaveLength(DIDOMI_KEYS.length);
    for (const { key, secret } of sandbox().didomi.keys()) {
      expect([key, secret]).toEqual([
        expect.stringContaining("not-a-real-key"),
        expect.stringContaining("not-a-secret"),
      ]);
    }
  });

  it.each(DIDOMI_ORGANIZATIONS)("of %s sees that organization only", async (name) => {
    const ask = session(sandbox(), name);
    const lists = ["/v1/quotas", "/v1/premium-features", INTEGRATIONS];
    for (const list of lists) {
      expect(new Set(column(await ask("GET", list), "organization_id"))).toEqual(
        new Set(list === "/v1/quotas" && name === "no-record" ? [] : [name]),
      );
    }
    for (const other of DIDOMI_ORGANIZATIONS.filter((candidate) => candidate !== name)) {
      for (const list of lists) {
        const answer = await ask("GET", `${list}?organization_id=${other}`);
        expect([answer.status, at(answer.body, "total")]).toEqual([200, 0]);
      }
    }
  });

  it("changes nothing of another organization, and isn't told what there is", async () => {
    const ask = session(sandbox(), "zero");
    const [theirs] = sandbox().didomi.integrations("at-limit");
    const [destination] = theirs?.destinations ?? [];
    const path = `${INTEGRATIONS}/${theirs?.id}`;
    const before = sandbox().didomi.integrations("at-limit");
    for (const answer of [
      await ask("GET", "/v1/quotas/quota-of-at-limit"),
      await ask("PATCH", path, { enabled: false }),
      await ask("DELETE", path),
      await ask("POST", `${path}/destinations`, { name: "Mine" }),
      await ask("DELETE", `${path}/destinations/${destination}`),
    ]) {
      expect(error(answer).slice(0, 2)).toEqual([404, "NotFound"]);
    }
    const creating = { type_id: "webhook-http" };
    for (const other of ["at-limit", "nobody"]) {
      const denied = await ask("POST", `${INTEGRATIONS}?organization_id=${other}`, creating);
      expect(error(denied)).toEqual([
        403,
        "Forbidden",
        `You do not have access to the organization '${other}'`,
      ]);
    }
    expect(sandbox().didomi.integrations("at-limit")).toEqual(before);
  });

  it("of an agency sees three organizations", async () => {
    const ask = session(sandbox(), "agency");
    expect(column(await ask("GET", "/v1/premium-features"), "organization_id")).toEqual([
      "media-group",
      "at-limit",
      "no-record",
    ]);
    expect(column(await ask("GET", "/v1/quotas"), "organization_id")).toEqual(["media-group", "at-limit"]);
    const ofOne = await ask("GET", `${INTEGRATIONS}?organization_id=at-limit`);
    expect(new Set(column(ofOne, "organization_id"))).toEqual(new Set(["at-limit"]));
    expect((await ask("GET", "/v1/quotas/quota-of-at-limit")).status).toBe(200);
  });
});
