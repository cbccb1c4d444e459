/** Pages whose gates ask the proxy: they decide as gates that ask the platform itself, and know how old an answer is. */
import {
  createGate,
  type Decision,
  didomi,
  type GateOptions,
  type Step,
  type VocdoniActions,
  vocdoni,
} from "quota-gate";
import type { ProxyOptions } from "quota-gate/proxy";
import { describe, expect, test, vi } from "vitest";
import { ACCOUNT_NAMES, DIDOMI_ORGANIZATIONS } from "../../www/sandbox/index.js";
import { backEnd, stubPlatform } from "./proxy-support.js";
import { finally_, GUIDE, guide, pass, sandbox, stubPage, useFakeClock } from "./support.js";

const APP = "https://app.example/api/quota";

/** The page's requests go to the back end, which counts them, and its to the platform. */
const mounted = (options: Partial<ProxyOptions>) => {
  const server = backEnd(options);
  const platform = globalThis.fetch;
  const visits: Request[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    if (!request.url.startsWith(APP)) return platform(request);
    visits.push(request);
    return server.proxy(request);
  });
  finally_(() => vi.unstubAllGlobals());
  return { ...server, visits };
};

const closing = <G extends { dispose(): void }>(gate: G): G => {
  finally_(() => gate.dispose());
  return gate;
};

/** All of a decision but what a limit is a measure of. */
const saidOf = ({ blockers, warnings, asOf, ...rest }: Decision) => ({
  ...rest,
  blockers: blockers.map(({ resource, requested, shortBy }) => [resource, requested, shortBy]),
  exceeded: warnings.filter(({ shortBy }) => shortBy > 0).map(({ resource, shortBy }) => [resource, shortBy]),
});

const QUESTIONS = [
  ["createManagedOrg", { count: 1 }],
  ["createManagedOrg", { count: 3 }],
  ["publishProcess", {}],
  ["publishProcess", { voters: 8, emailOtp: true }],
  ["publishProcess", { voters: 500, questions: 2, smsOtp: true, emailOtp: true, count: 4 }],
  ["relayVotes", { count: 900 }],
  ["sendEmailOtp", { count: 414 }],
  ["sendSmsOtp", {}],
] as const;

describe.each(["headroom", "all"] as const)("with %s shown", (reveal) => {
  describe.each(["documented", "observed"] as const)("by the %s rules", (rules) => {
    test.each(ACCOUNT_NAMES)("%s decides alike", async (account) => {
      const platform = await sandbox();
      const token = platform.credentials(account).fullKey;
      const there = { baseUrl: platform.url, token };
      mounted({ ...there, reveal });
      const environment = account === "staging" ? ("staging" as const) : ("production" as const);
      const open = async (endpoint: { baseUrl: string; path?: string; token?: string }) => {
        const options: GateOptions = { revealMax: true, retries: 0 };
        const gate = closing(await createGate(vocdoni({ ...endpoint, rules, environment }), options));
        await gate.ready;
        return gate;
      };
      const [direct, through] = [await open(there), await open({ baseUrl: APP, path: "" })];
      expect(through.state.enabled).toBe(direct.state.enabled);
      for (const [action, params] of QUESTIONS) {
        const [one, other] = [direct, through].map((gate) => saidOf(gate.check(action, params)));
        expect(other).toEqual(one);
      }
      const steps = QUESTIONS.map(([action, params]) => ({ action, params })) as Step<VocdoniActions>[];
      const [one, other] = [direct, through].map((gate) => gate.checkAll(steps).steps.map(saidOf));
      expect(other).toEqual(one);
    });
  });

  test.each(DIDOMI_ORGANIZATIONS)("%s decides alike on Didomi", async (organizationId) => {
    const platform = await sandbox();
    const baseUrl = `${platform.url}/v1`;
    const token = await platform.didomi.token(organizationId);
    mounted({ platform: "didomi", baseUrl, token, organizationId, reveal });
    const open = async (endpoint: { baseUrl: string; token?: string }) => {
      const gate = closing(await createGate(didomi({ ...endpoint, organizationId }), { retries: 0 }));
      await gate.ready;
      return gate;
    };
    const [direct, through] = [await open({ baseUrl, token }), await open({ baseUrl: APP })];
    expect(through.state).toMatchObject({ phase: direct.state.phase, enabled: direct.state.enabled });
    for (const count of [1, 2, 5]) {
      const asked = (gate: typeof direct) => [
        saidOf(gate.check("enableExportConfig", { count })),
        saidOf(gate.check("attachExportDestination", { configId: "config-1", count })),
      ];
      expect(asked(through)).toEqual(asked(direct));
    }
  });
});

describe("an answer's age", () => {
  useFakeClock();

  const page = async (options?: GateOptions) => {
    const gate = closing(
      await createGate(vocdoni({ baseUrl: APP, path: "" }), { retries: 0, timeoutMs: 60_000, ...options }),
    );
    return gate;
  };

  test("is what the gate goes by", async () => {
    stubPlatform();
    const { ask } = mounted({ maxAge: 30_000 });
    await ask();
    await pass(20_000);
    const gate = await page();
    const { asOf } = await gate.ready;
    expect(asOf).toBe(Date.now() - 20_000);
    await pass(39_999);
    expect(gate.state.phase).toBe("ready");
    await pass(1);
    expect(gate.state.phase).toBe("stale");
  });

  test("keeps what was committed out of the headroom until the platform was asked since, at no more than a request in ten seconds", async () => {
    const platform = stubPlatform(() => Response.json(guide({ maxManagedOrgs: 9 }, { managedOrgs: 2 })));
    // A page may hold this one, as here it seems to.
    const { visits, settled } = mounted({ token: "no-secret" });
    stubPage();
    const gate = await page();
    const leave = gate.subscribe(() => {});
    finally_(leave);
    await gate.ready;
    const left = () => gate.headroom("managedOrgs").remaining;
    expect(left()).toBe(7);
    await pass(3_000);
    const hold = gate.hold("createManagedOrg", { count: 2 });
    hold.commit();
    platform.answer = () => Response.json(guide({ maxManagedOrgs: 9 }, { managedOrgs: 4 }));
    const seen: unknown[] = [];
    for (let second = 0; second < 30; second += 1) {
      await pass(1_000);
      await settled();
      seen.push(left());
    }
    expect(new Set(seen)).toEqual(new Set([5]));
    expect(gate.headroom("managedOrgs")).toMatchObject({ held: 0, remaining: 5 });
    // The first one, after the commit, and then every ten seconds.
    expect(visits.length).toBe(4);
  });

  test("is right at once, where the back end forgets what it did itself", async () => {
    const platform = stubPlatform(() => Response.json(guide({ maxManagedOrgs: 9 }, { managedOrgs: 2 })));
    const { proxy } = mounted({});
    const gate = await page();
    await gate.ready;
    await pass(3_000);
    const created = gate.run("createManagedOrg", { count: 2 }, async () => {
      platform.answer = () => Response.json(guide({ maxManagedOrgs: 9 }, { managedOrgs: 4 }));
      proxy.forget();
    });
    await pass(1_000);
    await created;
    await gate.refresh();
    expect(gate.headroom("managedOrgs")).toMatchObject({ held: 0, remaining: 5 });
  });

  test("that can't be read is none", async () => {
    stubPlatform(() => Response.json(GUIDE, { headers: { Age: "soon" } }));
    const gate = closing(await createGate(vocdoni({ baseUrl: "https://platform.example" }), { retries: 0 }));
    expect((await gate.ready).asOf).toBe(Date.now());
  });
});

describe("whose quota it is on Didomi, where nobody says", () => {
  const records = (...ids: string[]) => ({
    data: ids.map((organization_id) => ({ organization_id, exports_configs: 4 })),
    total: ids.length,
  });
  const answering = (list: unknown) =>
    stubPlatform(({ url }) => Response.json(url.includes("/quotas") ? list : { data: [], total: 0 }));

  test("is what the token sees, where that is one organization's", async () => {
    const platform = answering(records("acme", "acme"));
    const { ask } = backEnd({ platform: "didomi" });
    expect(await (await ask("/quotas")).json()).toEqual({
      data: [{ organization_id: "acme", exports_configs: 4 }],
      total: 1,
    });
    const asked = platform.asked.map(({ url }) => new URL(url).searchParams.get("organization_id"));
    expect(asked).toEqual([null, "acme", "acme", "acme"]);
    expect((await ask("/quotas?organization_id=other")).status).toBe(404);
    expect((await ask("/quotas?organization_id=acme")).status).toBe(200);
  });

  test.each<[string, unknown, RegExp]>([
    ["several", records("acme", "other"), /organizationId is missing: .* several organizations/],
    ["nobody's", records(), /organizationId is missing: .* no record/],
    ["no list", {}, /can't be read/],
  ])("is a mistake that is told, where it is %s", async (_, list, message) => {
    answering(list);
    const { ask, errors } = backEnd({ platform: "didomi" });
    expect((await ask("/quotas")).status).toBe(502);
    expect(errors).toMatchObject([{ message: expect.stringMatching(message) }]);
  });

  test("other lists than a refresh takes aren't there", async () => {
    const platform = answering(records("acme"));
    const { ask } = backEnd({ platform: "didomi", organizationId: "acme" });
    for (const path of ["", "/organizations", "/quotas/1", "/marketplace"]) {
      expect((await ask(path)).status).toBe(404);
    }
    expect(platform.asked).toEqual([]);
  });

  test("a path of slashes is read before the time for a test is over", async () => {
    answering(records("acme"));
    const { ask } = backEnd({ platform: "didomi", organizationId: "acme" });
    expect((await ask("/quotas/")).status).toBe(200);
    expect((await ask(`${"/".repeat(400_000)}x`)).status).toBe(404);
  });

  describe("the question for that", () => {
    useFakeClock();
    const fails = (status: number, headers = {}) => new Response("", { status, headers });
    const lists = ({ url }: Request) =>
      Response.json(url.includes("/quotas") ? records("acme") : { data: [], total: 0 });

    test("is asked for again where that fails, as any list is", async () => {
      let failures = 2;
      const platform = stubPlatform((request) => (failures-- > 0 ? fails(500) : lists(request)));
      const { ask, errors } = backEnd({ platform: "didomi" });
      const asking = ask("/quotas");
      await pass(5_000);
      expect((await asking).status).toBe(200);
      expect([platform.asked.length, errors]).toEqual([6, []]);
    });

    test("isn't asked for while the platform wants to be left alone", async () => {
      const platform = stubPlatform(() => fails(429, { "Retry-After": "30" }));
      const { ask } = backEnd({ platform: "didomi" });
      const asking = ask("/quotas");
      await pass(1_000);
      expect((await asking).headers.get("Retry-After")).toMatch(/^(29|30)$/);
      await ask("/quotas");
      expect(platform.asked).toHaveLength(1);
      platform.answer = lists;
      await pass(30_000);
      const later = ask("/quotas");
      await pass(1_000);
      expect((await later).status).toBe(200);
    });

    test("is asked for with another token where the first is refused", async () => {
      stubPlatform((request) =>
        request.headers.get("Authorization") === "Bearer two" ? lists(request) : fails(401),
      );
      const tokens = ["one", "two", "two"];
      const { ask, errors } = backEnd({ platform: "didomi", token: () => tokens.shift() ?? "" });
      const asking = ask("/quotas");
      await pass(1_000);
      expect([(await asking).status, errors]).toEqual([200, []]);
    });

    test("isn't asked for with refused credentials but once a minute", async () => {
      const platform = stubPlatform(() => fails(401));
      const { ask } = backEnd({ platform: "didomi", token: () => "one" });
      const asking = ask("/quotas");
      await pass(1_000);
      expect((await asking).status).toBe(502);
      expect(platform.asked).toHaveLength(2);
      await pass(50_000);
      await ask("/quotas");
      expect(platform.asked).toHaveLength(2);
    });
  });
});
