import { describe, expect, it } from "vitest";
import { FAULT_KINDS } from "../../www/sandbox/fault";
import { error, INTEGRATIONS, session } from "./didomi-support";
import { at, call, raw, useSandbox } from "./support";

const sandbox = useSandbox();
const ORIGIN = { Origin: "https://shop.example" };

function read(headers: Readonly<Record<string, string>> = {}, path = "/v1/quotas") {
  const token = sandbox().didomi.token("media-group");
  return raw(sandbox().url, {
    method: "GET",
    path,
    headers: { Authorization: `Bearer ${token}`, ...headers },
  });
}

describe("what isn't there", () => {
  it.each(["/v1", "/v1/", "/v1/nothing", "/v1/quotas/", "/v1/marketplace"])("%s is 404", async (path) => {
    const ask = session(sandbox(), "media-group");
    expect(await ask("GET", path)).toEqual({
      status: 404,
      body: { code: 404, errors: {}, message: "Page not found", name: "NotFound" },
    });
  });

  it.each(["/v10", "/V1/quotas", "/v1x"])("%s is none of Didomi's", async (path) => {
    expect(await call(sandbox(), null, "GET", path)).toEqual({ status: 404, body: "404 page not found\n" });
  });

  it("a method that a path doesn't know is 405", async () => {
    const ask = session(sandbox(), "media-group");
    expect(error(await ask("PUT", INTEGRATIONS))).toEqual([405, "MethodNotAllowed", "Method not allowed"]);
    const answer = await raw(sandbox().url, { method: "PUT", path: INTEGRATIONS });
    expect(answer.headers["Allow"]).toBe("GET, POST");
  });
});

describe("CORS", () => {
  it("lets pages of other origins read every answer, but for what it says of the rate", async () => {
    for (const answer of [
      await read(ORIGIN),
      await read(ORIGIN, "/v1/nothing"),
      await read({ ...ORIGIN, Authorization: "" }),
    ]) {
      expect(answer.headers).toMatchObject({ "Access-Control-Allow-Origin": "*", Vary: "Origin" });
      expect(answer.headers).not.toHaveProperty("Access-Control-Expose-Headers");
    }
    expect((await read()).headers).not.toHaveProperty("Access-Control-Allow-Origin");
  });

  it("exposes the rate where the settings say so, to the refused too", async () => {
    sandbox().didomi.changeSettings({ exposeHeaders: true, requests: 1 });
    const answers = [await read(ORIGIN), await read(ORIGIN)];
    expect(answers.map(({ status }) => status)).toEqual([200, 429]);
    for (const { headers } of answers) {
      expect(headers["Access-Control-Expose-Headers"]).toBe("RateLimit, RateLimit-Policy, Retry-After");
    }
  });

  it.each([
    ["PATCH", "authorization, content-type", true],
    ["DELETE", "authorization", true],
    ["PUT", "authorization", false],
    ["GET", "x-request-id", false],
  ])("a preflight for %s with %s: allowed %s, and not counted", async (method, names, allowed) => {
    sandbox().didomi.changeSettings({ requests: 0 });
    const answer = await raw(sandbox().url, {
      method: "OPTIONS",
      path: "/v1/quotas",
      headers: {
        ...ORIGIN,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": names,
      },
    });
    expect(answer.status).toBe(200);
    expect("Access-Control-Allow-Origin" in answer.headers).toBe(allowed);
  });
});

describe("faults", () => {
  it("replace an answer", async () => {
    const fault = { kind: "status", status: 503, body: "down", contentType: "text/plain" } as const;
    sandbox().addFault({ fault, path: "/v1/quotas", times: 1 });
    expect(await read()).toMatchObject({ status: 503, body: "down" });
    expect((await read()).status).toBe(200);
  });

  it("put a lie over it, into lists by the place of the item", async () => {
    const over = { total: 2, data: { "0": { exports_configs: "3" } } };
    sandbox().addFault({ fault: { kind: "lie", over }, path: "/v1/*", times: 1 });
    const answer = await read();
    const body: unknown = JSON.parse(answer.body);
    expect(body).toMatchObject({ total: 2, limit: 100 });
    expect(at(body, "data", 0)).toMatchObject({ exports_configs: "3", exports_destinations: 2 });
    expect(answer.headers["RateLimit"]).toBe("limit=100, remaining=99, reset=15");
  });

  it("put a lie over bare lists, and lists in place of lists", async () => {
    sandbox().addFault({ fault: { kind: "lie", over: { data: [] } }, times: 1 });
    expect(JSON.parse((await read()).body)).toMatchObject({ data: [], total: 1 });
    sandbox().didomi.changeSettings({ bareArrays: true });
    sandbox().addFault({ fault: { kind: "lie", over: { "0": { version: 9 } } }, times: 1 });
    expect(JSON.parse((await read()).body)).toMatchObject([{ version: 9, exports_configs: 3 }]);
  });

  it("keep an answer from pages of other origins", async () => {
    sandbox().didomi.changeSettings({ exposeHeaders: true });
    sandbox().addFault({ fault: { kind: "no-cors" }, times: 1 });
    const { headers } = await read(ORIGIN);
    expect(Object.keys(headers).filter((name) => name.startsWith("Access-Control"))).toEqual([]);
    expect(headers).toHaveProperty("RateLimit");
  });

  it("that alter the true answer know this one", async () => {
    const whole = await read();
    sandbox().addFault({ fault: { kind: "charset", as: "utf-8-bom" }, times: 1 });
    expect((await read()).body).toBe(`\ufeff${whole.body}`);
    sandbox().addFault({ fault: { kind: "drip", ms: 0 }, times: 1 });
    expect((await read()).body).toBe(whole.body);
    sandbox().addFault({ fault: { kind: "cut" }, times: 1 });
    await expect(read()).rejects.toThrow("aborted");
    sandbox().addFault({ fault: { kind: "close" }, times: 1 });
    await expect(read()).rejects.toThrow("socket hang up");
  });

  it("of any kind leave no trace in what comes after", async () => {
    const { body } = await read();
    for (const kind of FAULT_KINDS) {
      if (kind !== "html" && kind !== "garbage" && kind !== "reset" && kind !== "headers") continue;
      sandbox().addFault({ fault: { kind }, path: "/v1/quotas", times: 1 });
      await read().catch(() => null);
      expect((await read()).body).toBe(body);
    }
  });
});

it("the log has the requests, without a credential", async () => {
  const { key, secret } = sandbox().didomi.credentials("media-group");
  await call(sandbox(), null, "POST", "/v1/sessions", { type: "api-key", key, secret });
  const token = sandbox().didomi.token("media-group");
  await call(sandbox(), token, "GET", "/v1/quotas?$limit=1");
  expect(sandbox().requests()).toMatchObject([
    { method: "POST", path: "/v1/sessions", query: "" },
    { method: "GET", path: "/v1/quotas", query: "?$limit=1" },
  ]);
  expect(sandbox().requests()[1]?.headers).toContain("authorization");
  const log = JSON.stringify(sandbox().requests());
  for (const credential of [key, secret, token]) expect(log).not.toContain(credential);
});
