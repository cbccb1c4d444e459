import { QuotaError } from "quota-gate";
import { createQuotaProxy, type ProxyOptions } from "quota-gate/proxy";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { ageOf, backEnd, headersOf, KEY, PLATFORM, stubPlatform } from "./proxy-support.js";
import { finally_, GUIDE, pass, pending, thrownBy, useFakeClock } from "./support.js";

// A process loads its core once, and no fake clock waits for that.
beforeAll(async () => {
  stubPlatform();
  await backEnd().ask();
});
useFakeClock();
beforeEach(() => {
  const chance = vi.spyOn(Math, "random").mockReturnValue(0);
  finally_(() => chance.mockRestore());
});

const SECOND = 1_000;
const failing =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    new Response("…", { status, headers });

describe("options that make no sense are told at once, each by its name", () => {
  const good: ProxyOptions = { platform: "vocdoni", baseUrl: PLATFORM, token: KEY, authorize: () => true };
  test.each<[string, unknown, string, RegExp]>([
    ["no options", undefined, "invalid-options", /the options must be an object/],
    [
      "a platform that isn't one of the two",
      { ...good, platform: "acme" },
      "invalid-options",
      /platform must be vocdoni or didomi/,
    ],
    ["no token", { ...good, token: undefined }, "invalid-options", /token must be the account's key/],
    [
      "no authorize",
      { ...good, authorize: undefined },
      "invalid-options",
      /authorize .* an open proxy tells the world/,
    ],
    ["no base URL", { ...good, baseUrl: undefined }, "invalid-options", /baseUrl is missing/],
    ["a relative base URL", { ...good, baseUrl: "/v1" }, "invalid-options", /baseUrl must be absolute/],
    ["http", { ...good, baseUrl: "http://platform.example" }, "insecure", /must be https/],
    [
      "a password in the URL",
      { ...good, baseUrl: "https://a:b@platform.example" },
      "insecure",
      /user:password/,
    ],
    ["a negative age", { ...good, maxAge: -1 }, "invalid-options", /maxAge must be milliseconds/],
    [
      "something else to reveal",
      { ...good, reveal: "some" },
      "invalid-options",
      /reveal must be "headroom" or "all"/,
    ],
    [
      "an organization where there is none",
      { ...good, organizationId: "a" },
      "invalid-options",
      /organizationId must be left out/,
    ],
    [
      "an empty organization",
      { ...good, platform: "didomi", organizationId: "" },
      "invalid-options",
      /organizationId must be the id/,
    ],
    [
      "a waitUntil that is none",
      { ...good, waitUntil: true },
      "invalid-options",
      /waitUntil must be a function/,
    ],
    ["an onError that is none", { ...good, onError: "log" }, "invalid-options", /onError must be a function/],
  ])("%s", (_, options, code, message) => {
    const error = thrownBy(() => createQuotaProxy(options as ProxyOptions));
    expect(error).toBeInstanceOf(QuotaError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(String(error)).not.toContain(KEY);
  });

  test("a page that holds it", () => {
    vi.stubGlobal("document", {});
    finally_(() => vi.unstubAllGlobals());
    expect(thrownBy(() => createQuotaProxy(good))).toMatchObject({ code: "secret-in-browser" });
  });
});

describe("who may ask", () => {
  test("true lets pass", async () => {
    stubPlatform();
    const seen: Request[] = [];
    const { ask } = backEnd({ authorize: async (request) => seen.push(request) > 0 });
    expect((await ask("?a=b", { headers: { Cookie: "s=1" } })).status).toBe(200);
    expect(seen[0]?.url).toBe("https://app.example/api/quota?a=b");
    expect(seen[0]?.headers.get("Cookie")).toBe("s=1");
  });

  test("false is a 401, and the platform isn't asked", async () => {
    const platform = stubPlatform();
    const answer = await backEnd({ authorize: () => false }).ask();
    expect(answer.status).toBe(401);
    expect(headersOf(answer)).toMatchObject({ "cache-control": "no-store", vary: "Authorization, Cookie" });
    expect(platform.asked).toEqual([]);
  });

  test("a Response is sent as it is", async () => {
    stubPlatform();
    const own = new Response("not today", { status: 403, headers: { "X-Why": "because" } });
    expect(await backEnd({ authorize: async () => own }).ask()).toBe(own);
  });

  test.each<[string, () => unknown]>([
    ["undefined", () => undefined],
    ["a truthy text", () => "yes"],
    ["an object", () => ({ ok: true })],
    ["an error", () => Promise.reject(new Error("no database"))],
  ])("%s lets nobody pass, and is told", async (_, authorize) => {
    const platform = stubPlatform();
    const { ask, errors } = backEnd({ authorize: authorize as ProxyOptions["authorize"] });
    const answer = await ask();
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("database");
    expect(errors).toHaveLength(1);
    expect(platform.asked).toEqual([]);
  });

  test("is found out for each request, also of what is remembered", async () => {
    stubPlatform();
    let signedIn = true;
    const { ask } = backEnd({ authorize: () => signedIn });
    expect((await ask()).status).toBe(200);
    signedIn = false;
    expect((await ask()).status).toBe(401);
  });
});

test.each(["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])(
  "%s is refused, whoever asks",
  async (method) => {
    const platform = stubPlatform();
    const answer = await backEnd().ask("", { method });
    expect([answer.status, answer.headers.get("Allow")]).toEqual([405, "GET"]);
    expect(platform.asked).toEqual([]);
  },
);

test("nothing of a visitor's request goes to the platform", async () => {
  const platform = stubPlatform();
  await backEnd().ask("/../organizations?path=/organizations&marker=1", {
    headers: {
      Cookie: "s=marker",
      Authorization: "Bearer marker",
      "X-Forwarded-For": "10.0.0.1",
      "X-Marker": "marker",
    },
  });
  const [asked] = platform.asked;
  expect(platform.asked).toHaveLength(1);
  expect([asked?.method, asked?.url, asked?.redirect]).toEqual(["GET", `${PLATFORM}/integrator`, "manual"]);
  expect([...(asked?.headers ?? [])]).toEqual([["authorization", `Bearer ${KEY}`]]);
  expect(asked?.body).toBeNull();
});

test("nothing of the platform's but the quota comes back", async () => {
  stubPlatform(() =>
    Response.json(
      { ...GUIDE, owner: "marker", usage: { ...GUIDE.usage, note: "marker" } },
      {
        headers: {
          "Set-Cookie": "p=marker",
          "X-Marker": "marker",
          ETag: '"marker"',
          RateLimit: "limit=9",
          Server: "p/1",
        },
      },
    ),
  );
  const answer = await backEnd({ reveal: "all" }).ask();
  expect(Object.keys(headersOf(answer)).sort()).toEqual([
    "age",
    "cache-control",
    "content-type",
    "etag",
    "vary",
  ]);
  expect(JSON.stringify([headersOf(answer), await answer.text()])).not.toMatch(/marker/);
});

describe("what is shown", () => {
  test("is what is left", async () => {
    stubPlatform();
    expect(await (await backEnd().ask()).json()).toEqual({
      enabled: true,
      limits: { maxManagedOrgs: 1, maxManagedProcesses: 8, maxVotes: 866, maxEmails: 413, maxSMS: 188 },
      usage: { managedOrgs: 1, managedProcesses: 0, sentVotes: 0, sentEmails: 0, sentSMS: 0 },
    });
  });

  test("is what the platform said, where all is to be seen", async () => {
    stubPlatform();
    expect(await (await backEnd({ reveal: "all" }).ask()).json()).toEqual(GUIDE);
  });

  test("has a tag that tells nothing of what isn't shown", async () => {
    const platform = stubPlatform();
    const one = await backEnd().ask();
    platform.answer = () =>
      Response.json({
        ...GUIDE,
        limits: { ...GUIDE.limits, maxVotes: 2000 },
        usage: { ...GUIDE.usage, sentVotes: 1134 },
      });
    const other = await backEnd().ask();
    expect(other.headers.get("ETag")).toBe(one.headers.get("ETag"));
  });
});

describe("a visitor who has it already", () => {
  test.each<[string, (tag: string) => string, number]>([
    ["is told that it is the same", (tag) => tag, 304],
    ["also by a weak tag, as what compresses makes of it", (tag) => `W/${tag}`, 304],
    ["among others", (tag) => `"a", ${tag}`, 304],
    ["whichever it is", () => "*", 304],
    ["gets another", () => '"a"', 200],
  ])("%s", async (_, wanted, status) => {
    stubPlatform();
    const { ask } = backEnd();
    const first = await ask();
    const tag = first.headers.get("ETag") ?? "";
    expect(tag).toMatch(/^"[\w+/]{22}"$/);
    const again = await ask("", { headers: { "If-None-Match": wanted(tag) } });
    expect(again.status).toBe(status);
    expect(headersOf(again)).toMatchObject({
      etag: tag,
      "cache-control": "private, no-cache",
      vary: "Authorization, Cookie",
    });
    if (status === 304) expect(await again.text()).toBe("");
  });

  test("gets another once the platform says something else", async () => {
    const platform = stubPlatform();
    const { ask } = backEnd();
    const tag = (await ask()).headers.get("ETag") ?? "";
    platform.answer = () => Response.json({ ...GUIDE, enabled: false });
    await pass(60 * SECOND);
    expect((await ask("", { headers: { "If-None-Match": tag } })).status).toBe(200);
  });
});

describe("one answer for all", () => {
  test("a thousand visitors at once make one request", async () => {
    const { answer, come } = pending();
    const platform = stubPlatform(async () => Response.json(await answer));
    const { ask } = backEnd();
    const visitors = Promise.all(Array.from({ length: 1_000 }, () => ask()));
    await pass(0);
    expect(platform.asked).toHaveLength(1);
    come(GUIDE);
    const answers = await visitors;
    expect(platform.asked).toHaveLength(1);
    expect(answers.every((each) => each.status === 200 && ageOf(each) === 0)).toBe(true);
    expect(new Set(await Promise.all(answers.map((each) => each.text()))).size).toBe(1);
  });

  test("it is served for maxAge, with its age in whole seconds, rounded up", async () => {
    const platform = stubPlatform();
    const { ask } = backEnd();
    expect(ageOf(await ask())).toBe(0);
    await pass(1);
    expect(ageOf(await ask())).toBe(1);
    await pass(9_998);
    expect(ageOf(await ask())).toBe(10);
    expect(platform.asked).toHaveLength(1);
  });

  test("what a cache in front of the platform adds to its age is told, and keeps it no less long", async () => {
    const platform = stubPlatform(() => Response.json(GUIDE, { headers: { Age: "25" } }));
    const { ask } = backEnd();
    expect(ageOf(await ask())).toBe(25);
    await pass(9_999);
    expect(ageOf(await ask())).toBe(35);
    expect(platform.asked).toHaveLength(1);
  });

  test("an age beyond all bounds is the oldest that caches tell of", async () => {
    stubPlatform(() => Response.json(GUIDE, { headers: { Age: "9".repeat(400) } }));
    expect(ageOf(await backEnd().ask())).toBe(2_147_483_648);
  });

  test("then it is served while another is asked for", async () => {
    const platform = stubPlatform();
    const { ask, settled } = backEnd();
    const first = await (await ask()).text();
    platform.answer = () => Response.json({ ...GUIDE, enabled: false });
    await pass(10 * SECOND);
    const stale = await ask();
    expect([ageOf(stale), await stale.text()]).toEqual([10, first]);
    await settled();
    expect(platform.asked).toHaveLength(2);
    expect(await (await ask()).json()).toMatchObject({ enabled: false });
    expect(platform.asked).toHaveLength(2);
  });

  test("and once it is six times as old, another is waited for", async () => {
    const platform = stubPlatform();
    const { ask } = backEnd();
    await ask();
    platform.answer = () => Response.json({ ...GUIDE, enabled: false });
    await pass(60 * SECOND);
    const answer = await ask();
    expect([ageOf(answer), await answer.json()]).toMatchObject([0, { enabled: false }]);
  });

  test("with a maxAge of 0 each visitor's is asked for, one at a time", async () => {
    const platform = stubPlatform();
    const { ask } = backEnd({ maxAge: 0 });
    await Promise.all([ask(), ask()]);
    await ask();
    expect(platform.asked).toHaveLength(2);
  });

  test("forgotten, another is waited for, and what is under way doesn't count", async () => {
    const { answer, come } = pending();
    const platform = stubPlatform(async () => Response.json(await answer));
    const { proxy, ask } = backEnd();
    const before = ask();
    await pass(0);
    proxy.forget();
    platform.answer = () => Response.json({ ...GUIDE, enabled: false });
    const after = ask();
    come(GUIDE);
    expect(await (await before).json()).toMatchObject({ enabled: true });
    expect(await (await after).json()).toMatchObject({ enabled: false });
    expect(platform.asked).toHaveLength(2);
  });

  test("forgotten over and over, one more is asked for, after the last time", async () => {
    const { answer, come } = pending();
    const platform = stubPlatform(async () => Response.json(await answer));
    const { proxy, ask } = backEnd();
    const first = ask();
    await pass(0);
    platform.answer = () => Response.json({ ...GUIDE, enabled: false });
    const others: Promise<Response>[] = [];
    for (let each = 0; each < 20; each += 1) {
      proxy.forget();
      others.push(ask());
      await pass(0);
    }
    come(GUIDE);
    await first;
    for (const other of others) expect(await (await other).json()).toMatchObject({ enabled: false });
    expect(platform.asked).toHaveLength(2);
  });

  test("forgotten while the platform is slow, it isn't asked beside what it still answers", async () => {
    let [asking, most] = [0, 0];
    const platform = stubPlatform();
    const { proxy, ask, settled } = backEnd();
    await ask();
    platform.answer = async () => {
      asking += 1;
      most = Math.max(most, asking);
      await new Promise((resolve) => setTimeout(resolve, 5_900));
      asking -= 1;
      return failing(500)();
    };
    proxy.forget();
    const before = ask();
    await pass(10);
    proxy.forget();
    const after = ask();
    await pass(60 * SECOND);
    await settled();
    expect([(await before).status, (await after).status]).toEqual([200, 200]);
    expect([most, platform.asked.length]).toEqual([1, 4]);
  });

  test("one that was taken for cut off, and wasn't, is nobody's answer", async () => {
    const platform = stubPlatform();
    const { proxy, ask, settled } = backEnd();
    await ask();
    const { answer: late, come } = pending();
    platform.answer = () => late as Promise<Response>;
    proxy.forget();
    const before = ask();
    await pass(0);
    // The server slept.
    vi.setSystemTime(Date.now() + 60 * SECOND);
    platform.answer = failing(403);
    proxy.forget();
    const after = ask();
    await pass(0);
    come(failing(401)());
    await settled();
    expect([(await before).status, (await after).status, (await ask()).status]).toEqual([200, 200, 200]);
  });

  test("a clock that was set back keeps nobody from asking", async () => {
    const platform = stubPlatform();
    const { ask } = backEnd();
    await ask();
    vi.setSystemTime(Date.now() - 3_600 * SECOND);
    expect(ageOf(await ask())).toBe(0);
    expect(platform.asked).toHaveLength(2);
  });

  test("a request that was cut off with its visitor is given up after 30 s", async () => {
    const platform = stubPlatform(() => new Promise<Response>(() => {}));
    vi.stubGlobal("setTimeout", () => 0);
    const { proxy } = backEnd();
    proxy(new Request("https://app.example/")).catch(() => {});
    await pass(30 * SECOND);
    platform.answer = () => Response.json(GUIDE);
    expect((await proxy(new Request("https://app.example/"))).status).toBe(200);
  });
});

describe("where the platform fails", () => {
  test("the last answer is served with its age, for as long as a gate decides by it", async () => {
    const platform = stubPlatform();
    const { ask, errors } = backEnd({ maxAge: SECOND });
    await ask();
    platform.answer = failing(500);
    await pass(3_600 * SECOND);
    const asking = ask();
    await pass(2 * SECOND);
    const answer = await asking;
    expect([answer.status, ageOf(answer)]).toEqual([200, 3_600]);
    expect(errors).toMatchObject([{ code: "server", status: 500 }]);
    await pass(10_800 * SECOND);
    const later = ask();
    await pass(2 * SECOND);
    expect((await later).status).toBe(502);
  });

  test.each<[string, () => Response, number, number]>([
    ["500", failing(500), 502, 3],
    [
      "a redirect, which is not followed",
      () => new Response(null, { status: 302, headers: { Location: PLATFORM } }),
      502,
      1,
    ],
    ["no JSON", () => new Response("<html>"), 502, 1],
    ["no quota", () => Response.json({}), 502, 1],
    ["403", failing(403), 502, 1],
    ["404", failing(404), 502, 1],
    ["408", failing(408), 504, 3],
    ["429", failing(429), 503, 3],
    ["no connection", () => Promise.reject(new TypeError("fetch failed")) as never, 502, 3],
  ])(
    "%s is tried again as a gate does, and told in the proxy's own words",
    async (_, answer, status, tries) => {
      const platform = stubPlatform(answer);
      const { ask, errors } = backEnd();
      const asking = ask();
      await pass(2 * SECOND);
      const answered = await asking;
      expect(answered.status).toBe(status);
      expect(headersOf(answered)).toMatchObject({
        "cache-control": "no-store",
        "content-type": "application/json",
      });
      expect(Object.keys(await answered.json())).toEqual(["error"]);
      expect(platform.asked).toHaveLength(tries);
      expect(errors).toHaveLength(1);
    },
  );

  test("a crowd makes no crowd there: the failure is everybody's for a second", async () => {
    const platform = stubPlatform(failing(500));
    const { ask, errors } = backEnd();
    const visitors = Promise.all(Array.from({ length: 100 }, () => ask()));
    await pass(2 * SECOND);
    expect((await visitors).every(({ status }) => status === 502)).toBe(true);
    expect([platform.asked.length, errors.length]).toEqual([3, 1]);
    platform.answer = () => Response.json(GUIDE);
    expect((await ask()).status).toBe(200);
  });

  test.each([300 * SECOND, Number.POSITIVE_INFINITY])(
    "what is no use to ask again is asked again after a minute, with a maxAge of %d too",
    async (maxAge) => {
      const platform = stubPlatform(failing(403));
      const { ask } = backEnd({ maxAge });
      await ask();
      await pass(59 * SECOND);
      await ask();
      expect(platform.asked).toHaveLength(1);
      await pass(SECOND);
      await ask();
      expect(platform.asked).toHaveLength(2);
    },
  );

  test("it is left alone also by who waited for what it answered so", async () => {
    const { answer, come } = pending();
    const platform = stubPlatform(() => answer as Promise<Response>);
    const { proxy, ask } = backEnd();
    const before = ask();
    await pass(0);
    proxy.forget();
    const after = ask();
    come(failing(429, { "Retry-After": "30" })());
    expect([(await before).status, (await after).status]).toEqual([503, 503]);
    expect(platform.asked).toHaveLength(1);
  });

  test("it is left alone for as long as it asks, up to a minute", async () => {
    const platform = stubPlatform(failing(429, { "Retry-After": "30" }));
    const { ask } = backEnd();
    const refused = await ask();
    expect([refused.status, refused.headers.get("Retry-After")]).toEqual([503, "30"]);
    platform.answer = () => Response.json(GUIDE);
    await pass(12_500);
    expect((await ask()).headers.get("Retry-After")).toBe("18");
    expect(platform.asked).toHaveLength(1);
    await pass(17_500);
    expect((await ask()).status).toBe(200);
  });

  test("nobody waits for longer than a gate does", async () => {
    stubPlatform(() => new Promise<Response>(() => {}));
    const asking = backEnd().ask();
    await pass(7 * SECOND);
    const answer = await asking;
    expect(answer.status).toBe(504);
  });

  test("an account that is no integrator is told as the platform tells it, by its code", async () => {
    stubPlatform(() =>
      Response.json({ error: "organization acme is not an integrator", code: 40153 }, { status: 403 }),
    );
    const { ask, errors } = backEnd();
    const answer = await ask();
    expect([answer.status, await answer.json()]).toEqual([
      403,
      { error: "this account has no quota here", code: 40153 },
    ]);
    expect(errors).toEqual([]);
  });
});

describe("credentials that the platform refuses", () => {
  test("a token that can be renewed is, at once", async () => {
    const platform = stubPlatform(({ headers }) =>
      headers.get("Authorization") === "Bearer two" ? Response.json(GUIDE) : failing(401)(),
    );
    const tokens = ["one", "two"];
    const { ask, errors } = backEnd({ token: async () => tokens.shift() ?? "" });
    expect((await ask()).status).toBe(200);
    expect([platform.asked.length, errors]).toEqual([2, []]);
  });

  test("once, the last answer stays; twice in a row, it is nobody's to see", async () => {
    const platform = stubPlatform();
    const { ask, settled } = backEnd();
    await ask();
    platform.answer = failing(401);
    await pass(10 * SECOND);
    expect((await ask()).status).toBe(200);
    await settled();
    await pass(10 * SECOND);
    await ask();
    await settled();
    const answer = await ask();
    // Nobody asked anybody to wait: a page's gate tells at once that something is wrong.
    expect([answer.status, answer.headers.get("Retry-After")]).toEqual([502, null]);
    expect(await answer.text()).toContain("this server's credentials");
  });

  test("after that they are tried once a minute", async () => {
    const platform = stubPlatform(failing(401));
    const { ask } = backEnd({ token: () => "one" });
    await ask();
    expect(platform.asked).toHaveLength(2);
    await pass(59 * SECOND);
    await ask();
    expect(platform.asked).toHaveLength(2);
    platform.answer = () => Response.json(GUIDE);
    await pass(SECOND);
    expect((await ask()).status).toBe(200);
  });

  test("a token function that fails is a failure of the platform's side, and says nothing of why", async () => {
    stubPlatform();
    const { ask, errors } = backEnd({
      token: () => {
        throw new Error(`vault refused ${KEY}`);
      },
    });
    const answer = await ask();
    expect(answer.status).toBe(502);
    expect(await answer.text()).not.toContain("vault");
    expect(errors).toMatchObject([{ code: "unauthorized" }]);
  });

  test("nor does it, however often it fails, take the last answer away: nobody refused anything", async () => {
    stubPlatform();
    const token = vi.fn(() => KEY);
    const { ask, errors, settled } = backEnd({ token });
    await ask();
    token.mockImplementation(() => {
      throw new Error("no vault");
    });
    for (let failures = 1; failures <= 3; failures++) {
      await pass(10 * SECOND);
      expect((await ask()).status).toBe(200);
      await settled();
      expect(errors).toHaveLength(failures);
    }
  });
});

test("without onError the console hears of it", async () => {
  stubPlatform(failing(403));
  const heard = vi.spyOn(console, "error").mockReturnValue();
  finally_(() => heard.mockRestore());
  const proxy = createQuotaProxy({
    platform: "vocdoni",
    baseUrl: PLATFORM,
    token: KEY,
    authorize: () => true,
  });
  await proxy(new Request("https://app.example/"));
  expect(heard).toHaveBeenCalledExactlyOnceWith(
    "quota-gate/proxy:",
    expect.objectContaining({ code: "forbidden" }),
  );
});

describe("a function of the application that throws keeps nobody from an answer", () => {
  const broken = () => {
    throw new Error("not here");
  };

  test("waitUntil, of which onError hears", async () => {
    stubPlatform();
    const { ask, errors } = backEnd({ waitUntil: broken });
    expect((await ask()).status).toBe(200);
    expect(errors).toMatchObject([{ message: "not here" }]);
  });

  test.each<[string, Partial<ProxyOptions>, number]>([
    ["that the platform failed", {}, 502],
    ["of an error of authorize", { authorize: broken }, 500],
  ])("onError, when it hears %s", async (_, options, status) => {
    stubPlatform(failing(403));
    const heard = vi.spyOn(console, "error").mockReturnValue();
    finally_(() => heard.mockRestore());
    const { ask } = backEnd({ ...options, onError: broken });
    expect((await ask()).status).toBe(status);
    expect(heard).toHaveBeenCalledExactlyOnceWith(
      "quota-gate/proxy:",
      expect.objectContaining({ message: "not here" }),
    );
  });
});

test("lists that a page asks for at once are all asked for since: a commit just before is in them", async () => {
  const platform = stubPlatform(() => Response.json({ data: [], total: 0 }));
  const baseUrl = `${PLATFORM}/v1`;
  const { ask } = backEnd({ platform: "didomi", baseUrl, organizationId: "acme" });
  const quotas = ask("/quotas");
  await pass(20);
  const integrations = ask("/marketplace/integrations");
  await pass(SECOND);
  expect([await quotas, await integrations].map(ageOf)).toEqual([0, 0]);
  expect(platform.asked).toHaveLength(3);
});

test("a list whose pages come slowly, for longer than what was cut off is waited for, is asked for once and whole", async () => {
  let [asking, most] = [0, 0];
  const item = (id: number) => ({ id: `${id}`, organization_id: "acme", type_id: "batch-exports-s3" });
  const slowly = async (skip: number) => {
    asking += 1;
    most = Math.max(most, asking);
    await new Promise((resolve) => setTimeout(resolve, 5 * SECOND));
    asking -= 1;
    return { data: Array.from({ length: 50 }, (_, place) => item(skip + place)), total: 500 };
  };
  const record = { organization_id: "acme", exports_configs: 700 };
  stubPlatform(async ({ url }) => {
    const { pathname, searchParams } = new URL(url);
    if (pathname.endsWith("/integrations"))
      return Response.json(await slowly(Number(searchParams.get("$skip"))));
    return Response.json({ data: pathname.endsWith("/quotas") ? [record] : [], total: 1 });
  });
  const { ask, errors } = backEnd({ platform: "didomi", baseUrl: `${PLATFORM}/v1`, organizationId: "acme" });
  const visits: Promise<Response>[] = [];
  for (let second = 0; second < 70; second += 1) {
    visits.push(ask("/quotas"));
    await pass(SECOND);
  }
  await pass(10 * SECOND);
  const answers = (await Promise.all(visits)).filter(({ status }) => status === 200);
  const texts = new Set(await Promise.all(answers.map((answer) => answer.text())));
  expect([...texts].map((text) => JSON.parse(text).data[0].exports_configs)).toEqual([200]);
  expect([most, errors]).toEqual([1, []]);
});
