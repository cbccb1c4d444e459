/** The key is the proxy's and the platform's: no visitor gets a piece of it, whatever the platform does with it. */
import { createQuotaProxy, type ProxyOptions } from "quota-gate/proxy";
import { beforeEach, expect, test, vi } from "vitest";
import { JWT, KEY, type Manner } from "../e2e/support/secrets.js";
import { foundIn, useParrots } from "./secrets-found.js";
import { finally_, thrownBy } from "./support.js";

const MANNERS: readonly Manner[] = [
  ...(["well", "nonsense", "html", "cut", "close", "redirect-away", "redirect-home"] as const),
  ...(["401-once", "401", "403", "404", "408", "429", "500", "well"] as const),
];

const watch = useParrots();

beforeEach(() => {
  const chance = vi.spyOn(Math, "random").mockReturnValue(0);
  finally_(() => chance.mockRestore());
});

/** All that a visitor sees of an answer. */
const everythingOf = async (answer: Response): Promise<unknown[]> => [
  answer.status,
  answer.statusText,
  [...answer.headers],
  await answer.text(),
];

const VISITS: readonly RequestInit[] = [
  {},
  { headers: { Cookie: "s=1" } },
  { headers: { "If-None-Match": "*", Authorization: "Bearer visitor", Cookie: "s=1" } },
  { method: "POST", body: "{}" },
];

for (const secret of [JWT, KEY]) {
  for (const reveal of ["headroom", "all"] as const) {
    for (const platform of ["vocdoni", "didomi"] as const) {
      test(`${secret.slice(0, 4)}… of ${platform}, ${reveal}`, { timeout: 20_000 }, async () => {
        const seen: unknown[] = [];
        for (const manner of MANNERS) {
          for (const token of [secret, async () => secret]) {
            watch.parrots.manner = manner;
            const options: ProxyOptions = {
              platform,
              baseUrl: watch.parrots.url,
              token,
              authorize: ({ headers }) => headers.has("Cookie"),
              reveal,
            };
            const proxy = createQuotaProxy(options);
            for (const visit of VISITS) {
              const path = platform === "didomi" ? "/quotas?organization_id=acme" : "";
              const request = new Request(`https://app.example/api${path}`, visit);
              seen.push(...(await everythingOf(await proxy(request))));
            }
            seen.push(proxy);
          }
        }
        expect(foundIn(...seen)).toEqual([]);
        expect(watch.said).not.toEqual([]);
        expect(foundIn(...watch.said)).toEqual([]);
        expect(new Set(watch.parrots.heard.map(({ at }) => at))).toEqual(new Set(["platform"]));
        expect(new Set(watch.parrots.heard.map(({ authorization }) => authorization))).toEqual(
          new Set([`Bearer ${secret}`]),
        );
      });
    }
  }
}

test("of a platform that never answers", { timeout: 20_000 }, async () => {
  watch.parrots.manner = "hang";
  const proxy = createQuotaProxy({
    platform: "vocdoni",
    baseUrl: watch.parrots.url,
    token: KEY,
    authorize: () => true,
  });
  const answer = await proxy(new Request("https://app.example/api/quota"));
  expect(answer.status).toBe(504);
  expect(foundIn(...(await everythingOf(answer)), ...watch.said)).toEqual([]);
});

test.each<[string, (secret: string) => object]>([
  ["an object for a token", (secret) => ({ token: { secret } })],
  ["the token for a platform", (secret) => ({ platform: secret })],
  ["the token where who may ask belongs", (secret) => ({ authorize: secret })],
  ["user:password", (secret) => ({ baseUrl: `https://user:${secret}@example.org` })],
  ["plain http with a query", (secret) => ({ baseUrl: `http://example.org/?key=${secret}` })],
  ["the token for an organization", (secret) => ({ organizationId: secret })],
  ["the token for a time", (secret) => ({ maxAge: secret })],
])("an option that makes no sense is not quoted: %s", (_, wrong) => {
  for (const secret of [JWT, KEY]) {
    const good = { platform: "vocdoni", baseUrl: watch.parrots.url, token: secret, authorize: () => true };
    const error = thrownBy(() => createQuotaProxy({ ...good, ...wrong(secret) } as ProxyOptions));
    expect(error).toMatchObject({ code: expect.stringMatching(/^(invalid-options|insecure)$/) });
    expect(foundIn(error)).toEqual([]);
  }
});

test.each<[string, () => unknown]>([
  ["throws", () => Promise.reject(new Error(JWT, { cause: KEY }))],
  ["gives a line too many", () => `${JWT}\n`],
  ["gives an object", () => ({ token: KEY })],
])("a token function that %s is not quoted", async (_, token) => {
  const proxy = createQuotaProxy({
    platform: "vocdoni",
    baseUrl: watch.parrots.url,
    token: token as () => string,
    authorize: () => true,
  });
  const answer = await proxy(new Request("https://app.example/api/quota"));
  expect(answer.status).toBe(502);
  expect(foundIn(...(await everythingOf(answer)), ...watch.said)).toEqual([]);
  expect(watch.parrots.heard).toEqual([]);
});
