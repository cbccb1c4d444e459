/** Who gets an answer, and what is in it. */
import { describe, expect, test } from "vitest";
import { noSecretCameOf, useStage } from "./support/stage";

const stage = useStage();
const MARKER = "visitor-marker";

/** What servers add to any answer, and connections need. */
const TRANSPORT = [
  "connection",
  "content-encoding",
  "content-length",
  "date",
  "keep-alive",
  "transfer-encoding",
];
/** What any `fetch` sends. */
const FETCH = [
  ...[
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "cf-worker",
    "connection",
    "host",
    "pragma",
    "sec-fetch-mode",
    "user-agent",
  ],
];

const guide = {
  enabled: true,
  limits: { maxManagedOrgs: 1, maxManagedProcesses: 8, maxVotes: 866, maxSMS: 188, maxEmails: 413 },
  usage: { managedOrgs: 1, managedProcesses: 0, sentVotes: 0, sentSMS: 0, sentEmails: 0 },
};

test("whoever is signed in gets what is left, and neither the contract's numbers nor what was used", async () => {
  const app = await stage.app();
  const { status, json, text } = await app.ask();
  expect(status).toBe(200);
  expect(json).toEqual(guide);
  // 1000 votes with 134 used, 200 messages with 12, 500 e-mails with 87.
  expect(text).not.toMatch(/\b(1000|134|200|12|500|87)\b/);
});

test("whoever isn't is refused with 401, and the platform isn't asked", async () => {
  const app = await stage.app();
  const nobody = {};
  const stale = { Cookie: "session=stale" };
  const stranger = { Authorization: "Bearer stranger" };
  for (const path of ["/api/quota", "/api/didomi/quotas"]) {
    for (const headers of [nobody, stale, stranger]) {
      const { status, json, headers: sent } = await app.ask(path, { headers });
      expect([status, json]).toEqual([401, { error: expect.any(String) }]);
      expect(sent.get("Cache-Control")).toBe("no-store");
    }
  }
  expect(stage.sandbox.requests()).toEqual([]);
});

test("a refusal of authorize's own goes out as it is", async () => {
  const app = await stage.app();
  const { status, text, headers } = await app.ask("/api/quota", { headers: { Cookie: "session=over" } });
  expect([status, text]).toEqual([403, "Your trial is over."]);
  expect(headers.get("X-Trial")).toBe("over");
  expect(stage.sandbox.requests()).toEqual([]);
});

test("there is nothing but GET", async () => {
  const app = await stage.app();
  for (const path of ["/api/quota", "/api/didomi/quotas"]) {
    const body = JSON.stringify({ marker: MARKER });
    const headers = { Cookie: "session=good", "Content-Type": "application/json" };
    const answer = await app.ask(path, { method: "POST", body, headers });
    expect([answer.status, answer.headers.get("Allow")]).toEqual([405, "GET"]);
  }
  expect(stage.sandbox.requests()).toEqual([]);
});

describe("between the visitor and the platform", () => {
  const odd = {
    Cookie: `session=good; private=${MARKER}`,
    Authorization: `Bearer ${MARKER}`,
    "User-Agent": MARKER,
    "Accept-Language": MARKER,
    "X-Forwarded-For": MARKER,
    "X-Marker": MARKER,
    "Cache-Control": "no-cache",
    Referer: `https://shop.example/${MARKER}`,
  };

  const lists = ["/v1/marketplace/integrations", "/v1/premium-features", "/v1/quotas"];

  test.each([
    ["/api/quota", `?organization_id=${MARKER}&x=${MARKER}`, ["/integrator"]],
    ["/api/didomi/quotas", `?x=${MARKER}`, lists],
    ["/api/didomi/premium-features", `?x=${MARKER}`, lists],
    ["/api/didomi/marketplace/integrations", `?$skip=7&x=${MARKER}`, lists],
  ])("nothing that came with a request for %s goes on", async (path, query, routes) => {
    const app = await stage.app();
    expect((await app.ask(path + query, { headers: odd })).status).toBe(200);
    const seen = stage.sandbox.requests();
    expect(seen.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      routes.map((route) => `GET ${route}`),
    );
    for (const { headers } of seen) {
      expect(headers).toContain("authorization");
      expect(headers.filter((name) => ![...FETCH, "authorization"].includes(name))).toEqual([]);
    }
    expect(stage.wire.asked).not.toContain(MARKER);
    expect(stage.wire.asked).not.toContain("skip=7");
  });

  test("nothing that the platform sends comes back but what a quota is made of", async () => {
    const app = await stage.app();
    const platform = "platform-marker";
    const { limits, usage } = stage.sandbox.account("free-tier");
    stage.sandbox.addFault({
      fault: {
        kind: "status",
        status: 200,
        contentType: "application/json; charset=utf-8",
        body: JSON.stringify({ enabled: true, limits: { ...limits, x: platform }, usage, note: platform }),
        headers: {
          ETag: `"${platform}"`,
          "Cache-Control": "public, max-age=86400",
          "Set-Cookie": `id=${platform}`,
          "X-Request-Id": platform,
          Age: "1234",
          Via: platform,
        },
      },
    });
    const { json, text, headers } = await app.ask();
    expect(json).toEqual(guide);
    expect(text).not.toContain(platform);
    expect([...headers].filter(([, value]) => value.includes(platform))).toEqual([]);
    const names = [...headers.keys()].filter((name) => !TRANSPORT.includes(name));
    expect(names).toEqual(["age", "cache-control", "content-type", "etag", "vary"]);
    // A cache in between had it for so long, and that it is as old isn't kept from anybody.
    expect(headers.get("Age")).toBe("1234");
  });
});

describe("Didomi", () => {
  test("its three lists are there, and nothing else of it", async () => {
    const app = await stage.app();
    for (const list of ["quotas", "premium-features", "marketplace/integrations"]) {
      const { status, json } = await app.ask(`/api/didomi/${list}`);
      expect([list, status, Array.isArray(json.data)]).toEqual([list, 200, true]);
    }
    const asked = stage.sandbox.requests().length;
    for (const path of ["users", "quotas/1", "sessions", "marketplace/integrations/1"]) {
      expect([path, (await app.ask(`/api/didomi/${path}`)).status]).toEqual([path, 404]);
    }
    expect(stage.sandbox.requests().length).toBe(asked);
  });

  test("it is the proxy's organization, and no other", async () => {
    const app = await stage.app();
    expect((await app.ask("/api/didomi/quotas?organization_id=media-group")).status).toBe(200);
    expect((await app.ask("/api/didomi/quotas?organization_id=at-limit")).status).toBe(404);
  });
});

noSecretCameOf(stage);
