import { describe, expect, it } from "vitest";
import { raw, useSandbox } from "./support";

const sandbox = useSandbox();
const ORIGIN = { Origin: "https://shop.example" };

describe("CORS, as the platform's middleware does it", () => {
  it.each([
    ["a 401", "GET", "/integrator", 401],
    ["a 404", "GET", "/nope", 404],
    ["a 400", "POST", "/vote", 400],
  ])("%s carries the headers", async (_what, method, path, status) => {
    const answer = await raw(sandbox().url, { method, path, headers: ORIGIN });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Credentials": "true",
      Vary: "Origin",
    });
  });

  it.each([
    ["PATCH", "/integrator"],
    ["POST", "/integrator"],
    ["OPTIONS", "/integrator"],
  ])("a 405 (%s %s) doesn't", async (method, path) => {
    const answer = await raw(sandbox().url, { method, path, headers: ORIGIN });
    expect(answer.status).toBe(405);
    expect(answer.headers).not.toHaveProperty("Access-Control-Allow-Origin");
  });

  it("without an Origin only Vary is added", async () => {
    const answer = await raw(sandbox().url, { method: "GET", path: "/nope" });
    expect(answer.headers).toMatchObject({ Vary: "Origin" });
    expect(answer.headers).not.toHaveProperty("Access-Control-Allow-Origin");
  });

  it.each([
    ["authorization", true],
    ["authorization, content-type, accept, x-csrf-token", true],
    ["if-none-match", false],
    ["x-request-id", false],
    ["idempotency-key", false],
    ["authorization, cache-control", false],
  ])("a preflight for %s: allowed %s", async (names, allowed) => {
    const answer = await preflight("GET", names);
    expect(answer.status).toBe(200);
    expect("Access-Control-Allow-Origin" in answer.headers).toBe(allowed);
  });

  it("a preflight for a method it doesn't know is refused in silence", async () => {
    const answer = await preflight("PATCH", "authorization");
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty("Access-Control-Allow-Methods");
  });

  it("nothing else is exposed: no ETag, no Cache-Control, no X-Powered-By", async () => {
    const answer = await raw(sandbox().url, { method: "GET", path: "/integrator", headers: ORIGIN });
    expect(Object.keys(answer.headers).sort()).toEqual([
      "Access-Control-Allow-Credentials",
      "Access-Control-Allow-Origin",
      "Connection",
      "Content-Length",
      "Content-Type",
      "Date",
      "Vary",
      "X-Content-Type-Options",
    ]);
  });
});

function preflight(method: string, names: string) {
  const headers = {
    ...ORIGIN,
    "Access-Control-Request-Method": method,
    "Access-Control-Request-Headers": names,
  };
  return raw(sandbox().url, { method: "OPTIONS", path: "/integrator", headers });
}
