import type { Response } from "@playwright/test";
import { answersTo, arrange, expect, test } from "./support/demo";

const QUOTA = "/api/quota";
const CONSOLE = "/api/console/quota";

test("a customer's page is told what is left, and not one number of the contract", async ({ page, demo }) => {
  await arrange(demo, { account: "near-limits" });
  await page.goto("/");
  const answer = await page.request.get(QUOTA);
  expect(answer.headers()["cache-control"]).toBe("private, no-cache");
  const { limits, usage } = await answer.json();
  expect(limits).toEqual({
    maxManagedOrgs: 1,
    maxManagedProcesses: 1,
    maxVotes: 413,
    maxEmails: 110,
    maxSMS: 30,
  });
  expect(Object.values(usage)).toEqual([0, 0, 0, 0, 0]);
});

for (const path of ["/", "/wiring/html", "/exports"]) {
  test(`no answer to a customer's page has a number of the contract, ${path}`, async ({ page, demo }) => {
    await arrange(demo, { account: "near-limits", client: "many" });
    const answers = answersTo(page, /\/api\//);
    await page.goto(path);
    await expect(page.locator("[data-quota-verdict=allow]").first()).toBeVisible();
    const numbers = [...(await answers()).matchAll(/(?<=:)\d+/g)].map(([number]) => Number(number));
    expect(numbers).toContain(path === "/exports" ? 30 : 413);
    for (const number of [5000, 4587, 2000, 1890, 500, 470, 150, 120]) expect(numbers).not.toContain(number);
  });
}

test("the company's staff is told all of them", async ({ page, demo }) => {
  await arrange(demo, { account: "near-limits" });
  await page.goto("/console");
  const { limits, usage } = await (await page.request.get(CONSOLE)).json();
  expect(limits).toMatchObject({ maxManagedOrgs: 5, maxVotes: 5000 });
  expect(usage).toMatchObject({ managedOrgs: 4, sentVotes: 4587 });
});

test("who opened no page is told nothing, and a customer nothing of the staff's", async ({
  request,
  demo,
}) => {
  for (const path of [QUOTA, CONSOLE, "/api/console/history", "/api/didomi/quotas", "/api/didomi/usage"]) {
    expect((await request.get(path)).status(), path).toBe(401);
  }
  const cookie = (await request.get("/")).headers()["set-cookie"] ?? "";
  expect(cookie).toMatch(/^customer=[-0-9a-f]{36}; Path=\/api; HttpOnly; SameSite=Strict$/);
  expect((await request.get(QUOTA)).status()).toBe(200);
  for (const path of [CONSOLE, "/api/console/history"]) {
    expect((await request.get(path)).status(), path).toBe(403);
  }
  expect(demo.sandbox.requests({ path: "/integrator" })).toHaveLength(1);
  const forged = { Cookie: "staff=1; customer=" };
  expect((await fetch(`${demo.url}${CONSOLE}`, { headers: forged })).status).toBe(401);
});

test("the platform is asked once for all visitors, and again when something was done", async ({
  request,
  demo,
}) => {
  const asked = () => demo.sandbox.requests({ path: "/integrator" }).length;
  await request.get("/");
  await Promise.all(Array.from({ length: 20 }, () => request.get(QUOTA)));
  expect(asked()).toBe(1);
  const { organizations } = await (await request.get("/api/organizations")).json();
  await request.delete(`/api/organizations/${organizations[0].address}`);
  const answer = await request.get(QUOTA);
  expect(answer.headers()["age"]).toBe("0");
  expect((await answer.json()).limits.maxManagedOrgs).toBe(1);
  expect((await answer.json()).usage.managedOrgs).toBe(0);
  expect(asked()).toBe(2);
});

for (const [named, status, body, told] of [
  ["a key that was revoked", 401, '{"error":"invalid, revoked or expired API key","code":40156}', 502],
  ["its failure", 500, '{"error":"server error","code":50002}', 502],
  ["that it is too busy", 429, "Server capacity exceeded.\n", 503],
] as const) {
  test(`the platform's words stay here, and ${named} is told in the back end's`, async ({
    request,
    demo,
  }) => {
    const headers = { "Retry-After": "3" };
    demo.sandbox.addFault({ fault: { kind: "status", status, body, contentType: "text/plain", headers } });
    await request.get("/");
    for (const path of [QUOTA, "/api/organizations"]) {
      const answer = await request.get(path);
      expect(answer.status()).toBe(told);
      expect(Object.keys(await answer.json())).toEqual(["error"]);
      expect(await answer.text()).not.toMatch(/revoked|capacity|server error/);
      if (told === 503) expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(0);
    }
  });
}

test("no integrator is told as that", async ({ request, demo }) => {
  await arrange(demo, { account: "no-integrator" });
  await request.get("/");
  const answer = await request.get(QUOTA);
  expect(answer.status()).toBe(403);
  expect(await answer.json()).toMatchObject({ code: 40153 });
});

for (const path of ["/", "/console"]) {
  test(`no page, script or answer holds the key, ${path}`, async ({ page, demo }) => {
    const responses: Response[] = [];
    page.on("response", (response) => responses.push(response));
    await page.goto(path);
    await expect(page.getByRole("button", { name: "Delete Riverside Choir" })).toBeVisible();
    await expect(page.getByText(/^(Availability checked|As of)/)).toBeVisible();
    expect(responses.length).toBeGreaterThan(10);
    const { fullKey, quotaKey } = demo.sandbox.credentials("free-tier");
    for (const response of responses) {
      const body = (await response.body()).toString();
      expect(body).not.toContain(fullKey);
      expect(body).not.toContain(quotaKey);
      expect(Object.keys(await response.request().allHeaders())).not.toContain("authorization");
    }
  });
}

test("every page comes with a strict policy", async ({ request }) => {
  for (const path of ["/", "/console"]) {
    const answer = await request.get(path);
    const policy = answer.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain("unsafe-inline");
  }
});

test("wasm is served as wasm", async ({ request }) => {
  const answer = await request.get("/quota-gate/quota_gate.wasm");
  expect(answer.headers()["content-type"]).toBe("application/wasm");
});

test("a request that can't be read is refused before the platform is asked", async ({ request, demo }) => {
  const bodies = [{}, { organization: "x", title: "y", voters: 0, questions: 1 }, { title: 3 }];
  for (const data of bodies) {
    expect((await request.post("/api/processes", { data })).status()).toBe(400);
  }
  expect((await request.post("/api/organizations", { data: "{" })).status()).toBe(400);
  expect(demo.sandbox.requests()).toEqual([]);
});
