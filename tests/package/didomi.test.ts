import { createGate, type DidomiOptions, didomi, type GateOptions } from "quota-gate";
import { describe, expect, test, vi } from "vitest";
import type { DidomiOrganizationName, Sandbox } from "../../www/sandbox/index.js";
import { failing, finally_, sandbox, thrownBy } from "./support.js";

const gateOn = async (options: DidomiOptions, more?: GateOptions) => {
  const gate = await createGate(didomi(options), { retries: 0, ...more });
  finally_(() => gate.dispose());
  return gate;
};

/** A gate that asks the platform itself, as the organization's own key. */
const gateOf = (
  platform: Sandbox,
  organizationId: DidomiOrganizationName,
  options?: Partial<DidomiOptions>,
  more?: GateOptions,
) =>
  gateOn(
    {
      organizationId,
      baseUrl: `${platform.url}/v1`,
      token: () => platform.didomi.token(organizationId),
      ...options,
    },
    more,
  );

const asked = (platform: Sandbox) => platform.requests().map(({ path, query }) => `${path}${query}`);

describe("a refresh", () => {
  test("asks for quotas, premium feature and integrations, and is one answer", async () => {
    const platform = await sandbox();
    const gate = await gateOf(platform, "media-group");
    const heard = vi.fn();
    gate.subscribe(heard);
    const state = await gate.ready;
    expect(state).toMatchObject({
      phase: "ready",
      enabled: true,
      enforced: true,
      error: null,
      source: "server",
    });
    expect(heard.mock.calls.filter(([{ phase }]) => phase === "ready")).toHaveLength(1);
    expect(asked(platform).sort()).toEqual(
      ["/v1/marketplace/integrations", "/v1/premium-features", "/v1/quotas"].map(
        (path) => `${path}?organization_id=media-group&$limit=50&$skip=0`,
      ),
    );
    expect(gate.headroom("exportConfigs")).toMatchObject({
      limitName: "exports_configs",
      usageName: null,
      limit: 3,
      used: 2,
      remaining: 1,
      level: "near",
      origin: "counted",
      scope: null,
    });
    expect(gate.check("enableExportConfig")).toMatchObject({ verdict: "allow", max: 1 });
  });

  test("counts over all pages, with one token", async () => {
    const platform = await sandbox();
    const token = vi.fn(() => platform.didomi.token("many"));
    const gate = await gateOf(platform, "many", { token });
    await gate.ready;
    expect(gate.headroom("exportConfigs")).toMatchObject({ limit: 150, used: 120, origin: "counted" });
    const pages = platform.requests({ path: "/v1/marketplace/integrations" });
    expect(pages.map(({ query }) => /skip=(\d+)/.exec(query)?.[1])).toEqual(["0", "50", "100"]);
    expect(token).toHaveBeenCalledTimes(1);
  });

  test.each([
    ["bare arrays", { bareArrays: true }],
    ["filters that aren't honoured", { ignoresFilters: true }],
    ["smaller pages than asked for", { pageCap: 7 }],
    ["all of it", { bareArrays: true, ignoresFilters: true, pageCap: 20 }],
  ])("comes to the same with %s", async (_, settings) => {
    const platform = await sandbox();
    platform.didomi.changeSettings(settings);
    const gate = await gateOf(platform, "at-limit", { token: () => platform.didomi.token("agency") });
    expect(await gate.ready).toMatchObject({ phase: "ready", enabled: true });
    expect(gate.headroom("exportConfigs")).toMatchObject({ limit: 3, used: 3, level: "exhausted" });
    expect(gate.can("enableExportConfig")).toBe(false);
  });

  test("that doesn't get beyond the first page knows no usage", async () => {
    const platform = await sandbox();
    platform.didomi.changeSettings({ ignoresSkip: true });
    const gate = await gateOf(platform, "many");
    await gate.ready;
    expect(gate.headroom("exportConfigs")).toMatchObject({ limit: 150, used: null, origin: "reported" });
    expect(gate.check("enableExportConfig")).toMatchObject({ verdict: "unknown", reason: "usage-unknown" });
  });

  test.each([
    [401, "unauthorized"],
    [429, "rate-limited"],
    [500, "server"],
  ])("with a %d in any part of it fails as a whole, and the last good answer stays", async (status, code) => {
    for (const path of ["/v1/quotas", "/v1/premium-features", "/v1/marketplace/integrations"]) {
      const platform = await sandbox();
      const gate = await gateOf(platform, "media-group", { token: platform.didomi.token("media-group") });
      await gate.ready;
      platform.addFault({
        fault: { kind: "status", status, body: "{}", contentType: "application/json" },
        path,
      });
      expect((await gate.refresh()).error).toMatchObject({ code, status });
      expect(gate.headroom("exportConfigs").used).toBe(2);
    }
  });

  test.each([403, 404, 400])(
    "with a %d beside the quotas leaves open what it would have said",
    async (status) => {
      const platform = await sandbox();
      const fault = { kind: "status", status, body: "{}", contentType: "application/json" } as const;
      platform.addFault({ fault, path: "/v1/premium-features" });
      platform.addFault({ fault, path: "/v1/marketplace/integrations" });
      const gate = await gateOf(platform, "media-group");
      expect(await gate.ready).toMatchObject({ phase: "ready", enabled: null, error: null });
      expect(gate.headroom("exportConfigs")).toMatchObject({ limit: 3, used: null, level: "unknown" });
      expect(gate.check("enableExportConfig")).toMatchObject({ verdict: "unknown", reason: "usage-unknown" });
    },
  );

  test("is given up whole: the other requests are aborted", async () => {
    const signals: AbortSignal[] = [];
    const source = ({ path, signal }: { path: string; signal: AbortSignal }) => {
      signals.push(signal);
      return path.startsWith("/quotas") ? Promise.reject(new Error("down")) : new Promise(() => {});
    };
    const gate = await gateOn({ organizationId: "acme", source });
    expect((await gate.ready).error?.code).toBe("network");
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });

  test("when the session ends asks with another one", async () => {
    const platform = await sandbox();
    const token = vi.fn(() => platform.didomi.token("media-group"));
    const gate = await gateOf(platform, "media-group", { token });
    await gate.ready;
    const first = token.mock.results[0]?.value as string;
    token.mockImplementationOnce(() => first);
    platform.advance(3_600_000);
    expect((await gate.refresh()).error).toBeNull();
    expect(token).toHaveBeenCalledTimes(3);
  });
});

describe("the platform's rate", () => {
  test("isn't exceeded, however often somebody asks", async () => {
    const platform = await sandbox();
    const gate = await gateOf(platform, "media-group");
    await gate.ready;
    for (let refreshes = 0; refreshes < 40; refreshes += 1) await gate.refresh();
    expect(gate.state.error).toMatchObject({ code: "rate-limited", status: null, retryable: true });
    expect(platform.requests().length).toBe(99);
    expect(gate.headroom("exportConfigs").used).toBe(2);
  });

  test("is what the platform says is left, where others ask with the same key", async () => {
    const platform = await sandbox();
    const token = platform.didomi.token("media-group");
    const gate = await gateOf(platform, "media-group", { token });
    await gate.ready;
    for (let others = 0; others < 95; others += 1) {
      await fetch(`${platform.url}/v1/quotas`, { headers: { Authorization: `Bearer ${token}` } });
    }
    // Of a hundred two are left, which this takes; the third is refused.
    expect((await gate.refresh()).error).toMatchObject({ code: "rate-limited", status: 429 });
    const before = platform.requests().length;
    expect((await gate.refresh()).error).toMatchObject({ code: "rate-limited", status: null });
    expect(platform.requests().length).toBe(before);
  });
});

describe("what is in use", () => {
  const usage = async () => ({ exportConfigs: 1, exportDestinations: { "config-1": 2, "config-2": 1 } });

  test("is what the application counts, and then the list isn't asked for", async () => {
    const platform = await sandbox();
    const gate = await gateOf(platform, "media-group", { usage });
    await gate.ready;
    expect(asked(platform).some((path) => path.includes("integrations"))).toBe(false);
    expect(gate.headroom("exportConfigs")).toMatchObject({ used: 1, origin: "counted" });
  });

  test("counts for each configuration by itself", async () => {
    const platform = await sandbox();
    const gate = await gateOf(platform, "media-group", { usage });
    await gate.ready;
    expect(gate.headroom("exportDestinations", "config-1")).toMatchObject({
      scope: "config-1",
      limitName: "exports_destinations",
      limit: 2,
      used: 2,
      remaining: 0,
      level: "exhausted",
      origin: "counted",
    });
    expect(gate.headroom("exportDestinations", "config-2")).toMatchObject({
      used: 1,
      remaining: 1,
      level: "near",
    });
    expect(gate.headroom("exportDestinations", "new")).toMatchObject({ used: null, level: "unknown" });
    expect(gate.headroom("exportDestinations")).toMatchObject({ scope: null, limit: 2, used: null });
    expect(gate.check("attachExportDestination", { configId: "config-1" })).toMatchObject({
      verdict: "deny",
      max: 0,
      maxParams: { count: 0 },
      blockers: [{ resource: "exportDestinations", scope: "config-1", shortBy: 1 }],
    });
    expect(gate.can("attachExportDestination", { configId: "config-2" })).toBe(true);
    expect(gate.check("attachExportDestination", { configId: "new" }).reason).toBe("usage-unknown");
    expect(gate.check("attachExportDestination", { configId: "" }).reason).toBe("usage-unknown");
  });

  test("is held for one configuration and no other", async () => {
    const platform = await sandbox();
    const gate = await gateOf(platform, "media-group", { usage });
    await gate.ready;
    const hold = gate.hold("attachExportDestination", { configId: "config-2" });
    expect(gate.headroom("exportDestinations", "config-2")).toMatchObject({ held: 1, remaining: 0 });
    expect(gate.headroom("exportDestinations", "config-1").held).toBe(0);
    expect(gate.can("attachExportDestination", { configId: "config-2" })).toBe(false);
    hold.release();
    expect(gate.can("attachExportDestination", { configId: "config-2" })).toBe(true);
  });

  test("what the application doesn't say isn't known", async () => {
    const platform = await sandbox();
    const gate = await gateOf(platform, "media-group", { usage: async () => ({}) });
    await gate.ready;
    expect(gate.headroom("exportConfigs")).toMatchObject({ limit: 3, used: null, origin: "reported" });
  });

  test("an application that fails to count leaves the last good answer", async () => {
    const platform = await sandbox();
    const count = vi.fn(usage);
    const gate = await gateOf(platform, "media-group", { usage: count });
    await gate.ready;
    count.mockRejectedValueOnce(failing(503));
    expect((await gate.refresh()).error).toMatchObject({ code: "server", status: 503 });
    expect(gate.headroom("exportConfigs").used).toBe(1);
    count.mockRejectedValueOnce(failing(403));
    expect((await gate.refresh()).error).toBeNull();
    expect(gate.headroom("exportConfigs").used).toBeNull();
  });

  test("is found at another path, by another predicate, which sees no more than it has to", async () => {
    const platform = await sandbox();
    const seen: unknown[] = [];
    const gate = await gateOf(platform, "media-group", {
      integrations: {
        path: "/marketplace/integrations?kind=all",
        counts: (integration) => {
          seen.push(integration);
          return integration.enabled !== false;
        },
      },
    });
    await gate.ready;
    expect(gate.headroom("exportConfigs").used).toBe(4);
    expect(asked(platform)).toContain(
      "/v1/marketplace/integrations?kind=all&organization_id=media-group&$limit=50&$skip=0",
    );
    expect(seen).toHaveLength(5);
    for (const each of seen) expect(Object.keys(each as object).sort()).toEqual(["enabled", "id", "typeId"]);
  });

  test("that a predicate fails on is a bad response, and told", async () => {
    const told = vi.fn();
    vi.stubGlobal("reportError", told);
    finally_(() => vi.unstubAllGlobals());
    const platform = await sandbox();
    const mistake = new TypeError("a mistake in the predicate");
    const gate = await gateOf(platform, "media-group", {
      integrations: {
        counts() {
          throw mistake;
        },
      },
    });
    expect((await gate.ready).error).toMatchObject({ code: "bad-response" });
    expect(told).toHaveBeenCalledWith(mistake);
  });

  test("nothing of the integrations' credentials is kept", async () => {
    const platform = await sandbox();
    vi.stubGlobal("localStorage", undefined);
    finally_(() => vi.unstubAllGlobals());
    const gate = await gateOf(platform, "media-group");
    await gate.ready;
    const said = JSON.stringify([gate.state, gate.dehydrate(), gate.check("enableExportConfig")]);
    const { data } = (await (
      await fetch(`${platform.url}/v1/marketplace/integrations?organization_id=media-group`, {
        headers: { Authorization: `Bearer ${platform.didomi.token("media-group")}` },
      })
    ).json()) as { data: { authentication: Record<string, string> }[] };
    const secrets = data.flatMap(({ authentication }) => Object.values(authentication));
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of secrets) expect(said).not.toContain(secret);
  });
});

describe("limits", () => {
  test("of other quotas are shown, without usage", async () => {
    const platform = await sandbox();
    const gate = await gateOf(platform, "media-group");
    const { headroom } = await gate.ready;
    const { limits } = platform.didomi.organization("media-group");
    const others = Object.keys(limits).filter((name) => !name.startsWith("exports_"));
    expect(others.length).toBeGreaterThan(3);
    expect(Object.keys(headroom)).toEqual(["exportConfigs", "exportDestinations", ...others]);
    const all = headroom as Record<string, unknown>;
    expect(all["metadata_purposes"]).toMatchObject({
      resource: "metadata_purposes",
      limitName: "metadata_purposes",
      limit: 300,
      used: null,
      remaining: null,
      level: "unknown",
      origin: "reported",
    });
    expect(gate.headroom("metadata_purposes" as "exportConfigs").limit).toBe(300);
  });

  test("that nobody says are the documented ones, and assumed", async () => {
    const platform = await sandbox();
    const gate = await gateOf(platform, "no-record");
    await gate.ready;
    expect(gate.headroom("exportConfigs")).toMatchObject({
      limit: 3,
      used: 1,
      remaining: 2,
      origin: "assumed",
    });
    expect(gate.headroom("exportDestinations")).toMatchObject({ limit: 2, origin: "assumed" });
    platform.didomi.change("no-record", {
      record: true,
      limits: { exports_configs: null, exports_destinations: 9 },
    });
    await gate.refresh();
    expect(gate.headroom("exportConfigs")).toMatchObject({ limit: 3, origin: "assumed" });
    expect(gate.headroom("exportDestinations")).toMatchObject({ limit: 9, origin: "reported" });
  });

  test("of zero are none", async () => {
    const platform = await sandbox();
    const gate = await gateOf(platform, "zero");
    await gate.ready;
    expect(gate.check("enableExportConfig")).toMatchObject({
      verdict: "deny",
      reason: "limit-reached",
      max: 0,
    });
  });

  test("don't matter where the premium feature is off", async () => {
    const platform = await sandbox();
    const gate = await gateOf(platform, "not-premium", {}, { audience: "operator" });
    expect(await gate.ready).toMatchObject({ enabled: false });
    expect(gate.check("enableExportConfig")).toMatchObject({
      verdict: "deny",
      reason: "not-enabled",
      remedy: { kind: "enable", href: "mailto:support@didomi.io" },
    });
    const unasked = await gateOf(platform, "not-premium", { premiumFeature: false });
    expect(await unasked.ready).toMatchObject({ enabled: null });
    const another = await gateOf(platform, "not-premium", { premiumFeature: { name: "integrations_v2" } });
    expect(await another.ready).toMatchObject({ enabled: true });
  });
});

describe("who is refused", () => {
  test("is told by mail to whom to turn, if it is an operator", async () => {
    const platform = await sandbox();
    const [operator, customer] = await Promise.all([
      gateOf(platform, "at-limit", {}, { audience: "operator" }),
      gateOf(platform, "at-limit"),
    ]);
    await Promise.all([operator.ready, customer.ready]);
    expect(operator.check("enableExportConfig")).toMatchObject({
      remedy: { kind: "raise-limit", href: "mailto:support@didomi.io" },
      message: expect.stringMatching(/^Enabled batch exports: 3 of 3 used, 1 more needed\. Ask Didomi/),
    });
    const { remedy, message } = customer.check("enableExportConfig");
    expect(remedy?.href).toBeNull();
    expect(message).toBe("This can't be enabled right now. Please contact support.");
  });

  test("is refused for something that nobody can read, unless the application can", async () => {
    const platform = await sandbox();
    const body = { code: 403, name: "Forbidden", message: "Quota exceeded: exports_configs", errors: {} };
    const refusal = () => Response.json(body, { status: 403 });
    const silent = await gateOf(platform, "media-group");
    await silent.ready;
    expect(await silent.explain(refusal())).toBeNull();
    const gate = await gateOf(platform, "media-group", {
      refusal: (said, status) =>
        status === 403 && (said as typeof body).message.includes("exports_configs")
          ? { resource: "exportConfigs", remaining: 0 }
          : null,
    });
    await gate.ready;
    expect(await gate.explain(refusal())).toMatchObject({
      action: "enableExportConfig",
      reason: "limit-reached",
      blockers: [{ resource: "exportConfigs", remaining: 0 }],
    });
    expect(gate.can("enableExportConfig")).toBe(false);
    expect(await gate.explain(Response.json({ message: "…" }, { status: 409 }))).toBeNull();
  });

  test("for one configuration is refused for that one", async () => {
    const platform = await sandbox();
    const gate = await gateOf(platform, "media-group", {
      usage: async () => ({ exportDestinations: { one: 0, other: 0 } }),
      refusal: () => ({ resource: "exportDestinations" }),
    });
    await gate.ready;
    const decision = await gate.explain(Response.json({}, { status: 403 }), {
      action: "attachExportDestination",
      params: { configId: "one" },
    });
    expect(decision?.blockers).toMatchObject([{ scope: "one", remaining: 0 }]);
    expect(gate.can("attachExportDestination", { configId: "one" })).toBe(false);
    expect(gate.can("attachExportDestination", { configId: "other" })).toBe(true);
  });
});

describe("addresses", () => {
  const envelope = {
    data: [{ id: "q", organization_id: "acme", exports_configs: 5 }],
    total: 1,
    limit: 50,
    skip: 0,
  };

  test("an address that is the whole one is the only one that is asked", async () => {
    const paths: string[] = [];
    const source = async ({ path }: { path: string }) => {
      paths.push(path);
      return envelope;
    };
    const gate = await gateOn({ organizationId: "acme", path: "", source });
    await gate.ready;
    expect(paths).toEqual(["?organization_id=acme&$limit=50&$skip=0"]);
    expect(gate.headroom("exportConfigs")).toMatchObject({ limit: 5, used: null });
  });

  test("an organization's id is written as an address needs it", async () => {
    const paths: string[] = [];
    const source = async ({ path }: { path: string }) => {
      paths.push(path);
      return { data: [], total: 0 };
    };
    await (await gateOn({ organizationId: "a&b c/ü", path: "", source })).ready;
    expect(paths).toEqual(["?organization_id=a%26b%20c%2F%C3%BC&$limit=50&$skip=0"]);
  });

  test("two organizations aren't each other's", async () => {
    const one = await gateOn({ organizationId: "acme", path: "", source: async () => envelope });
    await one.ready;
    const other = await gateOn({ organizationId: "emca", path: "", source: () => new Promise(() => {}) });
    other.hydrate(one.dehydrate());
    expect(other.state.phase).toBe("loading");
    const same = await gateOn({ organizationId: "acme", path: "", source: () => new Promise(() => {}) });
    same.hydrate(one.dehydrate());
    expect(same.headroom("exportConfigs").limit).toBe(5);
  });

  test("scopes, origins and other limits survive being passed on", async () => {
    const usage = async () => ({ exportConfigs: 1, exportDestinations: { "ü/1": 2 } });
    const record = { ...envelope.data[0], secrets: 300 };
    const source = async () => ({ data: [record], total: 1 });
    const one = await gateOn({ organizationId: "acme", path: "", source, usage });
    await one.ready;
    one.hold("enableExportConfig");
    const passed = JSON.parse(JSON.stringify(one.dehydrate()));
    const other = await gateOn({
      organizationId: "acme",
      path: "",
      source: () => new Promise(() => {}),
      usage,
    });
    other.hydrate(passed);
    expect(other.state.headroom).toEqual(one.state.headroom);
    expect(other.headroom("exportDestinations", "ü/1")).toEqual(one.headroom("exportDestinations", "ü/1"));
  });
});

describe("options", () => {
  test.each<[string, unknown, RegExp]>([
    ["no organization", {}, /organizationId must be the id of an organization/],
    ["an empty one", { organizationId: "" }, /organizationId/],
    ["usage that is no function", { organizationId: "a", usage: 3 }, /usage must be a function/],
    [
      "integrations that are true",
      { organizationId: "a", integrations: true },
      /integrations must be an object or false/,
    ],
    ["a path that is none", { organizationId: "a", integrations: { path: 3 } }, /integrations\.path/],
    [
      "a predicate that is none",
      { organizationId: "a", integrations: { counts: 3 } },
      /integrations\.counts/,
    ],
    [
      "a feature without a name",
      { organizationId: "a", premiumFeature: { name: "" } },
      /premiumFeature\.name/,
    ],
    ["a refusal that is no function", { organizationId: "a", refusal: {} }, /refusal must be a function/],
  ])("%s: said at once, by name", (_, options, message) => {
    const error = thrownBy(() => didomi(options as DidomiOptions));
    expect(error).toMatchObject({ code: "invalid-options", message: expect.stringMatching(message) });
  });

  test("a configuration has to be named", async () => {
    const gate = await gateOn({ organizationId: "a", source: async () => ({ data: [], total: 0 }) });
    await gate.ready;
    for (const params of [undefined, {}, { count: 2 }, { configId: 3 }]) {
      const error = thrownBy(() => gate.check("attachExportDestination", params as { configId: string }));
      expect(error).toMatchObject({ code: "invalid-params", message: expect.stringContaining("configId") });
    }
  });

  test("the package's lists of actions and resources are the core's", async () => {
    const provider = didomi({ organizationId: "a", source: async () => ({ data: [], total: 0 }) });
    const gate = await createGate(provider);
    finally_(() => gate.dispose());
    const { headroom } = await gate.ready;
    expect(Object.keys(headroom)).toEqual([...provider.resources]);
    expect(provider.actions).toEqual([
      gate.check("enableExportConfig", { count: 1 }).action,
      gate.check("attachExportDestination", { count: 1, configId: "x" }).action,
    ]);
  });
});
