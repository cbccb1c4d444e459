import type { Response } from "@playwright/test";
import { expect, test } from "./support/demo";

test("the quota is handed on as the platform sent it, and kept by nobody", async ({ request, demo }) => {
  const answer = await request.get("/api/quota");
  expect(answer.status()).toBe(200);
  expect(answer.headers()["cache-control"]).toBe("no-store");
  const { fullKey } = demo.sandbox.credentials("free-tier");
  const upstream = await fetch(`${demo.sandbox.url}/integrator`, {
    headers: { Authorization: `Bearer ${fullKey}` },
  });
  expect(await answer.text()).toBe(await upstream.text());
});

test("so are its refusals", async ({ request, demo }) => {
  demo.sandbox.addFault({
    fault: { kind: "status", status: 429, body: "Server capacity exceeded.\n", contentType: "text/plain" },
  });
  const answer = await request.get("/api/quota");
  expect(answer.status()).toBe(429);
  expect(await answer.text()).toBe("Server capacity exceeded.\n");
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
