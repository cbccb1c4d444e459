import {
  createGate,
  type GateOptions,
  isQuotaError,
  QuotaError,
  type VocdoniOptions,
  vocdoni,
} from "quota-gate";
import { afterEach, describe, expect, test, vi } from "vitest";
import { GUIDE, gateOn, gateOver } from "./support.js";

afterEach(() => vi.unstubAllGlobals());

const refusal = (action: () => unknown): { code: string; message: string } => {
  try {
    action();
  } catch (error) {
    if (isQuotaError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("nothing was thrown");
};
const creating = async (options: unknown, endpoint: unknown = { source: async () => GUIDE }) => {
  try {
    (await createGate(vocdoni(endpoint as VocdoniOptions), options as GateOptions)).dispose();
  } catch (error) {
    if (isQuotaError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  return null;
};

describe("questions", () => {
  test.each([
    [["nonsense"], "unknown-action", 'vocdoni has no action "nonsense"; it has createManagedOrg,'],
    [["constructor"], "unknown-action", 'no action "constructor"'],
    [["relayVotes", { count: -1 }], "invalid-params", "count must be a whole number, 0 or more, got -1"],
    [["relayVotes", { count: 1.5 }], "invalid-params", "got 1.5"],
    [["relayVotes", { count: Number.NaN }], "invalid-params", "got NaN"],
    [["relayVotes", { count: "3" }], "invalid-params", 'got "3"'],
    [["relayVotes", { count: null }], "invalid-params", "got null"],
    [["relayVotes", { voters: 3 }], "invalid-params", 'relayVotes has no parameter "voters"; it has count'],
    [["relayVotes", 3], "invalid-params", "an object such as { count: 1 }, got 3"],
    [["publishProcess", { emailOtp: 1 }], "invalid-params", "emailOtp must be true or false, got 1"],
  ])("%j", async (question, code, message) => {
    const { gate } = await gateOver([GUIDE]);
    const ask = question as unknown as Parameters<typeof gate.check>;
    for (const call of [() => gate.can(...ask), () => gate.check(...ask)]) {
      expect(refusal(call)).toEqual({ code, message: expect.stringContaining(message) });
    }
  });

  test("a resource or scope that isn't there", async () => {
    const { gate } = await gateOver([GUIDE]);
    const odd = gate as unknown as { headroom: (resource: string, scope?: string) => unknown };
    expect(refusal(() => odd.headroom("faxes"))).toMatchObject({ code: "unknown-resource" });
    expect(refusal(() => odd.headroom("toString"))).toMatchObject({ code: "unknown-resource" });
    expect(refusal(() => odd.headroom("votes", "x")).message).toContain("votes has no scope");
  });

  test("the largest amounts saturate", async () => {
    const { gate } = await gateOver([{ ...GUIDE, limits: { ...GUIDE.limits, maxVotes: 1e300 } }]);
    await gate.ready;
    expect(gate.headroom("votes").limit).toBe(Number.MAX_SAFE_INTEGER);
    expect(gate.can("relayVotes", { count: Number.MAX_SAFE_INTEGER - 134 })).toBe(true);
    expect(gate.can("relayVotes", { count: Number.POSITIVE_INFINITY })).toBe(false);
  });
});

describe("options", () => {
  test.each([
    [{ nearLimit: 0 }, "nearLimit must be above 0 and at most 1, got 0"],
    [{ nearLimit: "0.8" }, 'got "0.8"'],
    [{ staleAfter: -1 }, "staleAfter must be milliseconds, 0 or more, got -1"],
    [{ staleAfter: Number.NaN }, "got NaN"],
    [{ staleAfter: 5_000, expireAfter: 4_000 }, "expireAfter must be at least staleAfter (5000), got 4000"],
    [{ timeoutMs: 0 }, "timeoutMs must be milliseconds, above 0, got 0"],
    [{ whenUnknown: "maybe" }, 'whenUnknown must be "allow" or "deny", got "maybe"'],
    [{ whenUnknown: { publish: "deny" } }, "whenUnknown must be about createManagedOrg"],
    [{ whileLoading: true }, 'whileLoading must be "deny" or "allow", got true'],
    [{ audience: "staff" }, 'audience must be "customer" or "operator", got "staff"'],
    [{ revealMax: 1 }, "revealMax must be true or false, got 1"],
    [{ locale: "no such tongue" }, "locale must be a BCP 47 language tag"],
    [{ message: "no" }, "message must be a function"],
    [null, "the options must be an object, got null"],
  ])("%j", async (options, message) => {
    expect(await creating(options)).toEqual({
      code: "invalid-options",
      message: expect.stringContaining(message),
    });
  });

  test.each([
    [{}, "invalid-options", "baseUrl is missing"],
    [{ baseUrl: "/api/quota" }, "invalid-options", "baseUrl must be absolute outside a page"],
    [{ baseUrl: "ftp://example.org" }, "invalid-options", "https"],
    [{ baseUrl: "http://example.org" }, "insecure", "baseUrl must be https: http://example.org"],
    [{ baseUrl: "https://me:pw@example.org" }, "insecure", "must not contain user:password"],
    [{ baseUrl: "https://example.org/?a=1" }, "invalid-options", "has a query"],
    [{ baseUrl: "https://example.org", credentials: "yes" }, "invalid-options", 'got "yes"'],
    [{ baseUrl: "https://example.org", token: 5 }, "invalid-options", "token must be"],
    [{ baseUrl: "https://example.org", path: 5 }, "invalid-options", "path must be a string, got 5"],
    [{ source: "no" }, "invalid-options", "source must be a function"],
  ])("endpoint %j", async (endpoint, code, message) => {
    expect(await creating({}, endpoint)).toEqual({ code, message: expect.stringContaining(message) });
  });

  test.each([
    [{ environment: "test" }, 'environment must be "production" or "staging", got "test"'],
    [{ rules: "guessed" }, 'rules must be "documented" or "observed", got "guessed"'],
    [{ rules: null }, 'rules must be "documented" or "observed", got null'],
  ])("provider %j", (options, message) => {
    expect(refusal(() => vocdoni({ baseUrl: "https://example.org", ...options } as VocdoniOptions))).toEqual({
      code: "invalid-options",
      message,
    });
  });

  test.each(["documented", "observed"] as const)("rules may be %j", async (rules) => {
    expect(await creating({}, { source: async () => GUIDE, rules })).toBeNull();
  });

  test("a provider of nobody's making is refused", async () => {
    const forged = { name: "vocdoni", actions: [], resources: [] };
    await expect(createGate(forged)).rejects.toMatchObject({ code: "invalid-options" });
  });

  test("loopback may be plain http; paths are joined with one slash", async () => {
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (request: Request) => {
      asked.push(request.url);
      return Response.json(GUIDE);
    });
    for (const endpoint of [
      { baseUrl: "http://127.0.0.1:4180" },
      { baseUrl: "http://localhost:4180/" },
      { baseUrl: "http://[::1]:4180/base/", path: "quota" },
      { baseUrl: "https://example.org/api/quota?team=7", path: "" },
    ]) {
      expect((await (await gateOn(endpoint)).ready).error).toBeNull();
    }
    expect(asked).toEqual([
      "http://127.0.0.1:4180/integrator",
      "http://localhost:4180/integrator",
      "http://[::1]:4180/base/quota",
      "https://example.org/api/quota?team=7",
    ]);
  });
});

describe("secrets", () => {
  const key = `vsk_${"0".repeat(64)}`;

  test("an account key is refused in a page, given or fetched, and not quoted", async () => {
    vi.stubGlobal("document", {});
    const given = await creating({}, { baseUrl: "https://example.org", token: key });
    expect(given).toMatchObject({ code: "secret-in-browser" });
    expect(given?.message).not.toContain(key);
    const gate = await gateOn({ baseUrl: "http://127.0.0.1:9", token: () => key }, { locale: "en" });
    expect((await gate.ready).error).toMatchObject({ code: "secret-in-browser" });
  });

  test("unless the page says otherwise", async () => {
    vi.stubGlobal("document", {});
    const endpoint = { baseUrl: "http://127.0.0.1:9", token: key, dangerouslyAllowSecretInBrowser: true };
    const gate = await gateOn(endpoint, { locale: "en" });
    expect((await gate.ready).error?.code).toBe("network");
  });

  test("a provider shows nothing of its endpoint", () => {
    const provider = vocdoni({ baseUrl: "https://example.org", token: key });
    expect(JSON.stringify(provider)).not.toContain("vsk_");
    expect(Reflect.ownKeys(provider)).toEqual(["name", "actions", "resources"]);
  });
});

describe("errors", () => {
  test("of another copy of the package are known too", () => {
    const mine = new (QuotaError as unknown as new (code: string, message: string) => QuotaError)(
      "network",
      "…",
    );
    expect(isQuotaError(mine)).toBe(true);
    const foreign = Object.defineProperty(new Error("…"), Symbol.for("quota-gate.error"), { value: true });
    expect(isQuotaError(foreign)).toBe(true);
    for (const other of [new Error("…"), {}, null, "network"]) expect(isQuotaError(other)).toBe(false);
  });
});
