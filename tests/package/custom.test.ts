import { type CustomOptions, type CustomResource, createGate, custom, type GateOptions } from "quota-gate";
import { describe, expect, test, vi } from "vitest";
import { failing, finally_, pass, pending, START, stubStorage, useFakeClock } from "./support.js";

useFakeClock();

type Options = CustomOptions<"emails", "send">;

/** A gate over one resource, and one body or more. */
const gateOf = async (
  emails: CustomResource,
  body: unknown,
  more: Partial<Options> = {},
  options: GateOptions = {},
) => {
  const provider = custom<"emails", "send">({
    name: "post",
    source: async () => body,
    resources: { emails },
    actions: { send: { emails: 1 } },
    ...more,
  });
  const gate = await createGate(provider, { retries: 0, ...options });
  finally_(() => gate.dispose());
  await gate.ready;
  return gate;
};

const roomOf = async (emails: CustomResource, body: unknown) => {
  const { limit, used, remaining } = (await gateOf(emails, body)).headroom("emails");
  return [limit, used, remaining];
};
const INFINITY = Number.POSITIVE_INFINITY;

/** Told as an uncaught error is. */
const reported = () => {
  const told = vi.fn();
  vi.stubGlobal("reportError", told);
  finally_(() => vi.unstubAllGlobals());
  return told;
};

describe("two numbers make the third", () => {
  const all = { limit: "/l", used: "/u", remaining: "/r" };

  test.each<[string, CustomResource, unknown, unknown[]]>([
    ["limit and usage", { limit: "/l", used: "/u" }, { l: 10, u: 4 }, [10, 4, 6]],
    ["limit and what remains", { limit: "/l", remaining: "/r" }, { l: 10, r: 6 }, [10, 4, 6]],
    ["usage and what remains", { used: "/u", remaining: "/r" }, { u: 4, r: 6 }, [10, 4, 6]],
    ["what remains, alone", { remaining: "/r" }, { r: 6 }, [null, null, 6]],
    ["all three, that agree", all, { l: 10, u: 4, r: 6 }, [10, 4, 6]],
    ["all three, that don't: what remains counts", all, { l: 10, u: 4, r: 2 }, [10, 8, 2]],
    ["less than nothing remains", { limit: "/l", remaining: "/r" }, { l: 10, r: -3 }, [10, 13, 0]],
    ["all three, one of them missing", all, { l: 10, u: 4 }, [10, 4, 6]],
    ["all three, two of them missing", all, { l: 10 }, [10, null, null]],
    [
      "reserved units are used",
      { limit: "/l", used: "/u", reserved: "/x" },
      { l: 10, u: 4, x: 1 },
      [10, 5, 5],
    ],
    [
      "reserved units remain for nobody",
      { limit: "/l", remaining: "/r", reserved: "/x" },
      { l: 10, r: 6, x: 1 },
      [10, 5, 5],
    ],
    [
      "reserved units that aren't said",
      { limit: "/l", used: "/u", reserved: "/x" },
      { l: 10, u: 4 },
      [10, null, null],
    ],
  ])("%s", async (_, emails, body, room) => {
    expect(await roomOf(emails, body)).toEqual(room);
  });
});

describe("numbers", () => {
  test.each<[unknown, number | null]>([
    [5, 5],
    [5.0, 5],
    ["5000", 5000],
    ["-1", -1],
    ["12.00", 12],
    ["007", 7],
    ["", null],
    [" 1", null],
    ["1e3", null],
    ["1.5", null],
    ["0x1", null],
    ["1,000", null],
    [1.5, null],
    [true, null],
    [null, null],
    [[5], null],
    [{}, null],
    ["9".repeat(40), Number.MAX_SAFE_INTEGER],
  ])("%j is %j", async (l, limit) => {
    expect((await roomOf({ limit: "/l", used: "/u" }, { l, u: 0 }))[0]).toBe(limit);
  });
});

describe("values that mean unlimited", () => {
  test.each<[string, CustomResource["unlimited"], unknown, unknown]>([
    ["0", [0], { l: 0, u: 3 }, INFINITY],
    ["-1", [-1], { l: -1, u: 3 }, INFINITY],
    ["-1 as text", [-1], { l: "-1", u: 3 }, INFINITY],
    ["null", [null], { l: null, u: 3 }, INFINITY],
    ["a word", ["unlimited"], { l: "unlimited", u: 3 }, INFINITY],
    ["nothing at all", [{ absent: true }], { u: 3 }, INFINITY],
    ["one of several", [0, -1, "none"], { l: "none", u: 3 }, INFINITY],
    ["null, which isn't nothing at all", [{ absent: true }], { l: null, u: 3 }, null],
    ["nothing at all, which isn't null", [null], { u: 3 }, null],
    ["another word", ["unlimited"], { l: "Unlimited", u: 3 }, null],
    ["0, where nobody says so", [-1], { l: 0, u: 3 }, 0],
    ["-1, where nobody says so: plain arithmetic", undefined, { l: -1, u: -3 }, -1],
  ])("%s", async (_, unlimited, body, limit) => {
    const emails = { limit: "/l", used: "/u", ...(unlimited && { unlimited }) };
    expect((await roomOf(emails, body))[0]).toBe(limit);
  });

  test("what remains beats them", async () => {
    const emails = { limit: "/l", used: "/u", remaining: "/r", unlimited: [0] };
    expect(await roomOf(emails, { l: 0, u: 3, r: 2 })).toEqual([5, 3, 2]);
    expect(await roomOf(emails, { l: 0, r: 2 })).toEqual([null, null, 2]);
    expect(await roomOf(emails, { l: 0, u: 3, r: null })).toEqual([INFINITY, 3, INFINITY]);
  });
});

describe("usage that starts anew", () => {
  const emails = { limit: "/l", used: "/u", resetsAt: "/at" };
  const HOUR = 3_600_000;

  test.each<[string, unknown, number | null]>([
    ["seconds", (START + HOUR) / 1_000, START + HOUR],
    ["seconds as text", String((START + HOUR) / 1_000), START + HOUR],
    ["milliseconds", START + HOUR, START + HOUR],
    ["a date", "2026-01-01T01:00:00Z", START + HOUR],
    ["a date elsewhere", "2026-01-01T02:00:00.000+01:00", START + HOUR],
    ["a day", "2026-01-02", START + 24 * HOUR],
    ["what was before this answer", "2025-12-31T23:59:59Z", null],
    ["what is no date", "tomorrow", null],
    ["nothing", null, null],
  ])("%s", async (_, at, resetsAt) => {
    expect((await gateOf(emails, { l: 1, u: 1, at })).headroom("emails").resetsAt).toBe(resetsAt);
  });

  test("isn't known from then on, and asked for when somebody touches a form", async () => {
    const body = { l: 1, u: 1, at: START + HOUR };
    const source = vi.fn(async () => body);
    const gate = await gateOf(emails, body, { source }, { staleAfter: 2 * HOUR, expireAfter: 9 * HOUR });
    const heard = vi.fn();
    gate.subscribe(heard);
    await pass(HOUR - 1);
    expect(gate.check("send")).toMatchObject({ verdict: "deny", remedy: { kind: "wait" } });
    expect(gate.state.phase).toBe("ready");
    heard.mockClear();
    await pass(1);
    expect(heard).toHaveBeenCalled();
    expect(gate.state.phase).toBe("stale");
    expect(gate.check("send")).toMatchObject({
      verdict: "unknown",
      reason: "usage-unknown",
      allowed: true,
      stale: true,
    });
    body.u = 0;
    body.at = START + 2 * HOUR;
    await gate.refresh();
    expect(gate.check("send")).toMatchObject({ verdict: "allow", max: 1 });
  });

  test("doesn't help where another limit stays", async () => {
    const provider = custom({
      name: "post",
      source: async () => ({ a: 1, b: 1, at: START + HOUR }),
      resources: {
        now: { limit: "/a", used: "/a", resetsAt: "/at" },
        ever: { limit: "/b", used: "/b" },
      },
      actions: { both: { now: 1, ever: 1 }, one: { now: 1 } },
    });
    const gate = await createGate(provider, { retries: 0 });
    finally_(() => gate.dispose());
    await gate.ready;
    expect(gate.check("both").remedy?.kind).toBe("raise-limit");
    expect(gate.check("one").remedy?.kind).toBe("wait");
  });
});

describe("functions of a description", () => {
  const emails = { limit: "/l", used: "/u" };
  const mistake = new TypeError("a mistake");
  const fails = () => {
    throw mistake;
  };

  test("select says what the pointers are relative to", async () => {
    const gate = await gateOf(emails, [{ id: "x" }, { id: "emails", l: 3, u: 1 }], {
      select: (body) => (body as { id: string }[]).find(({ id }) => id === "emails"),
    });
    expect(gate.headroom("emails").remaining).toBe(2);
  });

  test("a select that finds nothing is a bad response, and one that fails is told", async () => {
    const told = reported();
    const nothing = await gateOf(emails, { l: 3, u: 1 }, { select: () => undefined });
    expect(nothing.state.error).toMatchObject({ code: "bad-response" });
    const failed = await gateOf(emails, { l: 3, u: 1 }, { select: fails });
    expect(failed.state.error).toMatchObject({ code: "bad-response", status: 200 });
    expect(told).toHaveBeenCalledExactlyOnceWith(mistake);
  });

  test("enabled switches everything, and has to be said", async () => {
    const on = await gateOf(emails, { on: true, l: 1, u: 0 }, { enabled: "/on" });
    expect([on.state.enabled, on.can("send")]).toEqual([true, true]);
    const off = await gateOf(emails, { on: false, l: 1, u: 0 }, { enabled: "/on" });
    expect(off.check("send")).toMatchObject({ reason: "not-enabled", remedy: { kind: "enable" } });
    const unsaid = await gateOf(emails, { on: "yes", l: 1, u: 0 }, { enabled: "/on" });
    expect(unsaid.state.error).toMatchObject({ code: "bad-response" });
    const undescribed = await gateOf(emails, { l: 1, u: 0 });
    expect([undescribed.state.enabled, undescribed.can("send")]).toEqual([null, true]);
  });

  test("usage counts what the answer doesn't say, and beats what it does", async () => {
    const limit = { limit: "/l" };
    const counted = await gateOf(limit, { l: 3 }, { usage: async () => ({ emails: 2 }) });
    expect(counted.headroom("emails")).toMatchObject({ used: 2, remaining: 1, origin: "counted" });
    const uncounted = await gateOf(limit, { l: 3 }, { usage: async () => ({}) });
    expect(uncounted.headroom("emails")).toMatchObject({ used: null, origin: "reported" });
    const both = await gateOf(emails, { l: 3, u: 1 }, { usage: async () => ({ emails: 3 }) });
    expect(both.can("send")).toBe(false);
    const odd = await gateOf(emails, { l: 3, u: 1 }, { usage: async () => ({ emails: 1.5 }) });
    expect(odd.headroom("emails").used).toBe(1);
  });

  test("a usage that fails is a failure of the refresh, unless it is refused for good", async () => {
    const usage = vi.fn<NonNullable<Options["usage"]>>(async () => ({ emails: 2 }));
    const gate = await gateOf({ limit: "/l" }, { l: 3 }, { usage });
    for (const [error, code] of [
      [new Error("down"), "network"],
      [failing(503), "server"],
      [failing(401), "unauthorized"],
    ] as const) {
      usage.mockRejectedValueOnce(error);
      expect((await gate.refresh()).error).toMatchObject({ code });
      expect(gate.headroom("emails").used).toBe(2);
    }
    usage.mockRejectedValueOnce(failing(404));
    expect((await gate.refresh()).error).toBeNull();
    expect(gate.headroom("emails").used).toBeNull();
  });

  test("a usage is given up with the gate", async () => {
    let given: AbortSignal | undefined;
    const { answer } = pending();
    const provider = custom({
      name: "post",
      source: async () => ({ l: 3 }),
      usage: ({ signal }) => {
        given = signal;
        return answer as Promise<{ emails: number }>;
      },
      resources: { emails: { limit: "/l" } },
      actions: { send: { emails: 1 } },
    });
    const gate = await createGate(provider);
    await pass(0);
    expect(given?.aborted).toBe(false);
    gate.dispose();
    expect(given?.aborted).toBe(true);
  });

  test("a refusal names a resource and what it says remains", async () => {
    const gate = await gateOf(
      emails,
      { l: 9, u: 0 },
      { refusal: () => ({ resource: "emails", remaining: 2 }) },
    );
    expect(await gate.explain({ any: "thing" })).toMatchObject({
      action: "send",
      blockers: [{ remaining: 2 }],
    });
    expect(gate.check("send", { count: 3 })).toMatchObject({ verdict: "deny", max: 2 });
  });

  test("a refusal that fails, or names what isn't there, is told, and isn't about quotas", async () => {
    const told = reported();
    const failed = await gateOf(emails, { l: 9, u: 0 }, { refusal: fails });
    expect(await failed.explain({})).toBeNull();
    expect(told).toHaveBeenLastCalledWith(mistake);
    const strange = await gateOf(
      emails,
      { l: 9, u: 0 },
      { refusal: () => ({ resource: "fax" as "emails" }) },
    );
    expect(await strange.explain({})).toBeNull();
    expect(told).toHaveBeenLastCalledWith(
      expect.objectContaining({ message: "refusal must name one of emails" }),
    );
    expect(told).toHaveBeenCalledTimes(2);
    const silent = await gateOf(emails, { l: 9, u: 0 });
    expect(await silent.explain(Response.json({ resource: 0 }, { status: 403 }))).toBeNull();
  });

  test("a remedy is for operators, its link of a kind that is safe", async () => {
    const remedyOf = async (href: string | null, audience: GateOptions["audience"] = "operator") => {
      const remedy = () => ({ kind: "free-slot", href, text: "Delete a draft." }) as const;
      return (await gateOf(emails, { l: 0, u: 0 }, { remedy }, { audience })).check("send").remedy;
    };
    const own = { kind: "free-slot", text: "Delete a draft." };
    expect(await remedyOf("https://post.example/drafts")).toEqual({
      ...own,
      href: "https://post.example/drafts",
    });
    expect(await remedyOf("mailto:help@post.example")).toEqual({ ...own, href: "mailto:help@post.example" });
    expect(await remedyOf("javascript:alert(1)")).toEqual({ ...own, href: null });
    expect(await remedyOf("http://post.example")).toEqual({ ...own, href: null });
    const told = await remedyOf("https://post.example/drafts", "customer");
    expect(told).toEqual({ kind: "free-slot", href: null, text: "Please contact support." });
  });

  test("a remedy that is none, or fails, leaves the built-in one", async () => {
    const told = reported();
    for (const remedy of [() => null, fails]) {
      const gate = await gateOf(emails, { l: 0, u: 0 }, { remedy }, { audience: "operator" });
      expect(gate.check("send").remedy).toEqual({
        kind: "raise-limit",
        href: null,
        text: "Raise the limit.",
      });
    }
    expect(told).toHaveBeenCalledWith(mistake);
  });
});

describe("actions", () => {
  test("take what they take from each resource, as often as they are done", async () => {
    const provider = custom({
      name: "cloud",
      source: async () => ({ s: { l: 10, u: 0 }, c: { l: 30, u: 2 } }),
      resources: {
        servers: { limit: "/s/l", used: "/s/u", label: "virtual machines" },
        cores: { limit: "/c/l", used: "/c/u" },
      },
      actions: { createServer: { servers: 1, cores: 8 }, look: {}, peek: { cores: 0 } },
    });
    const gate = await createGate(provider, { retries: 0, audience: "operator", locale: "en" });
    finally_(() => gate.dispose());
    await gate.ready;
    expect(provider).toMatchObject({
      name: "cloud",
      actions: ["createServer", "look", "peek"],
      resources: ["servers", "cores"],
    });
    expect(gate.check("createServer", { count: 3 })).toMatchObject({ verdict: "allow", max: 3 });
    expect(gate.check("createServer", { count: 11 }).message).toBe(
      "Virtual machines: 0 of 10 used, 1 more needed; cores: 2 of 30 used, 60 more needed. Raise the limit.",
    );
    expect(gate.check("look")).toMatchObject({ verdict: "allow", max: INFINITY });
    const hold = gate.hold("createServer", { count: 2 });
    expect([gate.headroom("servers").held, gate.headroom("cores").held]).toEqual([2, 16]);
    hold.release();
    expect(gate.headroom("cores").held).toBe(0);
  });

  test.each([
    [undefined, 60_000],
    [0, 0],
    [5_000, 5_000],
  ])("with settleAfter %s are held so long after the commit", async (settleAfter, milliseconds) => {
    const emails = { limit: "/l", used: "/u", ...(settleAfter !== undefined && { settleAfter }) };
    const gate = await gateOf(emails, { l: 5, u: 0 });
    gate.hold("send").commit();
    await pass(1);
    await gate.refresh();
    expect(gate.headroom("emails").held).toBe(milliseconds === 0 ? 0 : 1);
    await pass(milliseconds);
    await gate.refresh();
    expect(gate.headroom("emails").held).toBe(0);
  });
});

test("what is stored under one description is nobody else's", async () => {
  stubStorage();
  const options: GateOptions = { identity: "me", persist: "local", shareAcrossTabs: false };
  const first = await gateOf({ limit: "/l", used: "/u" }, { l: 5, u: 1 }, {}, options);
  first.dispose();
  const source = () => new Promise(() => {});
  const open = async (emails: CustomResource) => {
    const provider = custom({
      name: "post",
      source,
      resources: { emails },
      actions: { send: { emails: 1 } },
    });
    const gate = await createGate(provider, options);
    finally_(() => gate.dispose());
    return gate.state.source;
  };
  expect(await open({ limit: "/l", used: "/u" })).toBe("cache");
  expect(await open({ limit: "/l", used: "/v" })).toBeNull();
});

describe("a description that makes no sense is refused at once, by the path of what is wrong", () => {
  const good = { limit: "/l", used: "/u" };
  const withEmails = (emails: unknown) => ({ resources: { emails } });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ["no name", { name: undefined }, /^name must be what the platform is called/],
    ["an empty name", { name: "" }, /^name/],
    ["no resources", { resources: undefined }, /^resources must be an object such as/],
    ["none", { resources: {} }, /^resources/],
    ["a list of them", { resources: [good] }, /^resources/],
    ["a resource that is a pointer", withEmails("/l"), /^resources\.emails must be an object/],
    [
      "a field that is none",
      withEmails({ ...good, limts: "/l" }),
      /^resources\.emails must be about limit, used.*"limts"/,
    ],
    [
      "a pointer without its slash",
      withEmails({ ...good, limit: "l" }),
      /^resources\.emails\.limit must be a JSON Pointer.*got "l"/,
    ],
    ["a pointer with a stray tilde", withEmails({ ...good, used: "/a~2" }), /^resources\.emails\.used/],
    ["a pointer that is none", withEmails({ ...good, resetsAt: 3 }), /^resources\.emails\.resetsAt/],
    [
      "a usage alone",
      withEmails({ used: "/u" }),
      /^resources\.emails must be where two of limit, used and remaining/,
    ],
    ["a limit alone, and nobody who counts", withEmails({ limit: "/l" }), /^resources\.emails/],
    [
      "one value that means unlimited, and no list",
      withEmails({ ...good, unlimited: -1 }),
      /^resources\.emails\.unlimited must be an array/,
    ],
    [
      "a fraction that means unlimited",
      withEmails({ ...good, unlimited: [1.5] }),
      /^resources\.emails\.unlimited/,
    ],
    [
      "an object that means unlimited",
      withEmails({ ...good, unlimited: [{ absent: false }] }),
      /^resources\.emails\.unlimited/,
    ],
    ["time that runs back", withEmails({ ...good, settleAfter: -1 }), /^resources\.emails\.settleAfter/],
    ["time without end", withEmails({ ...good, settleAfter: INFINITY }), /^resources\.emails\.settleAfter/],
    ["an empty label", withEmails({ ...good, label: "" }), /^resources\.emails\.label/],
    ["no actions", { actions: undefined }, /^actions must be an object/],
    ["none of them", { actions: {} }, /^actions/],
    [
      "an action that is a number",
      { actions: { send: 1 } },
      /^actions\.send must be an object such as \{ emails: 1 \}/,
    ],
    [
      "an action of what isn't there",
      { actions: { send: { fax: 1 } } },
      /^actions\.send must be about emails, got "fax"/,
    ],
    [
      "fewer than no units",
      { actions: { send: { emails: -1 } } },
      /^actions\.send\.emails must be a whole number/,
    ],
    ["half a unit", { actions: { send: { emails: 0.5 } } }, /^actions\.send\.emails/],
    ["units without end", { actions: { send: { emails: INFINITY } } }, /^actions\.send\.emails/],
    ["a select that is a pointer", { select: "/a" }, /^select must be a function/],
    ["a usage that is a number", { usage: 3 }, /^usage must be a function/],
    ["a refusal that is a resource", { refusal: "emails" }, /^refusal must be a function/],
    ["a remedy that is a link", { remedy: "https://…" }, /^remedy must be a function/],
    ["a switch that is one", { enabled: true }, /^enabled must be a JSON Pointer/],
  ])("%s", (_, wrong, message) => {
    const options = { name: "post", resources: { emails: good }, actions: { send: { emails: 1 } }, ...wrong };
    expect(() => custom(options as unknown as Options)).toThrow(
      expect.objectContaining({ code: "invalid-options", message: expect.stringMatching(message) }),
    );
  });

  test.each([undefined, null, 3, []])("%j is none", (options) => {
    expect(() => custom(options as unknown as Options)).toThrow(
      expect.objectContaining({ code: "invalid-options" }),
    );
  });
});
