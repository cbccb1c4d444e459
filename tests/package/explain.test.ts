import type { Decision, State, VocdoniActions, VocdoniResource } from "quota-gate";
import { describe, expect, test, vi } from "vitest";
import { createDraft, firstOrg } from "../sandbox/support.js";
import {
  calm,
  failing,
  finally_,
  gateOf,
  gateOver,
  guide,
  opened,
  pass,
  pending,
  refusedWith,
  START,
  sandbox,
  useFakeClock,
  VocdoniApiError,
} from "./support.js";

type OpenGate = Awaited<ReturnType<typeof opened>>["gate"];
type Action = keyof VocdoniActions;

/** Room everywhere. */
const ROOM = guide({ maxManagedOrgs: 5 });
const error = (code: number, text: string) => ({ error: text, code });
const NO_SLOT = error(40154, "max managed organizations reached: limit 5");
const NO_EMAILS = error(40046, "process census size exceeds email allowance: remaining emails: 40");
const NO_VOTES = error(40162, "process census size exceeds vote allowance: remaining votes: 3");
/** What a publish is refused with: its reasons joined in the text. */
const unready = (...reasons: string[]) =>
  error(40004, `invalid JSON request body: process is not ready to publish: ${reasons.join("; ")}`);

const explained = async (gate: OpenGate, ...args: Parameters<OpenGate["explain"]>): Promise<Decision> => {
  const decision = await gate.explain(...args);
  if (!decision) throw new Error("it was taken for no refusal on quota");
  return decision;
};
const limits = ({ blockers }: Decision) => blockers.map(({ resource, remaining }) => [resource, remaining]);
/** Whether an action was allowed, at each moment that something was told. */
const watch = (gate: OpenGate, action: Action): boolean[] => {
  const told: boolean[] = [];
  gate.subscribe(() => told.push(gate.can(action)));
  gate.on("refused", () => told.push(gate.can(action)));
  return told;
};

describe("every code of the platform that is about a quota", () => {
  useFakeClock();

  const codes: [number, string, Action, VocdoniResource, number][] = [
    [40154, "max managed organizations reached", "createManagedOrg", "managedOrgs", 0],
    [40154, "max managed organizations reached: limit 5", "createManagedOrg", "managedOrgs", 0],
    [40155, "integrator quota exceeded", "publishProcess", "managedProcesses", 0],
    [40155, "integrator quota exceeded: max managed processes 10", "publishProcess", "managedProcesses", 0],
    [
      40046,
      "process census size exceeds email allowance: remaining emails: 413",
      "publishProcess",
      "emails",
      413,
    ],
    [40047, "process census size exceeds sms allowance: remaining sms: 12", "publishProcess", "sms", 12],
    [40162, "process census size exceeds vote allowance: remaining votes: 0", "publishProcess", "votes", 0],
    [40162, "process census size exceeds vote allowance", "publishProcess", "votes", 0],
  ];
  test.each(codes)("%i %j", async (code, text, action, resource, remaining) => {
    const { gate } = await opened([ROOM]);
    const decision = await explained(gate, error(code, text));
    expect(decision).toMatchObject({ action, verdict: "deny", allowed: false, reason: "limit-reached" });
    expect(limits(decision)).toEqual([[resource, remaining]]);
    expect(gate.headroom(resource).remaining).toBe(remaining);
  });

  test("40153: the feature is off", async () => {
    const { gate } = await opened([ROOM, failing()]);
    const decision = await explained(gate, error(40153, "organization is not an integrator"));
    expect(decision).toMatchObject({
      verdict: "deny",
      reason: "not-enabled",
      max: 0,
      remedy: { kind: "enable" },
    });
    expect(gate.state.enabled).toBe(false);
    for (const action of gate.provider.actions) expect(gate.can(action)).toBe(false);
  });

  test.each([
    [["process census size exceeds email allowance: remaining emails: 7"], [["emails", 7]]],
    [["process census size exceeds sms allowance: remaining sms: 7"], [["sms", 7]]],
    [["process census size exceeds vote allowance: remaining votes: 7"], [["votes", 7]]],
    [["integrator quota exceeded"], [["managedProcesses", 0]]],
    [["integrator quota exceeded: max managed processes 10"], [["managedProcesses", 0]]],
    [
      [
        "missing title",
        "integrator quota exceeded",
        "process census size exceeds vote allowance: remaining votes: 7",
      ],
      [
        ["managedProcesses", 0],
        ["votes", 7],
      ],
    ],
  ])("40004, where the text has the reasons: %j", async (reasons, expected) => {
    const { gate } = await opened([ROOM]);
    const decision = await explained(gate, unready(...reasons));
    expect(decision).toMatchObject({ action: "publishProcess", verdict: "deny" });
    expect(limits(decision).sort()).toEqual(expected);
  });

  test("40001, in which older routes wrap the same", async () => {
    const { gate } = await opened([ROOM]);
    const wrapped = error(
      401,
      "authentication required: integrator quota exceeded: max managed processes 10",
    );
    const decision = await explained(gate, { ...wrapped, code: 40001 });
    expect(limits(decision)).toEqual([["managedProcesses", 0]]);
  });
});

describe("in every form that it comes in", () => {
  useFakeClock();

  test.each<[string, () => unknown]>([
    ["a Response", () => refusedWith(40154, NO_SLOT.error)],
    ["its parsed body", () => NO_SLOT],
    ["its text", () => `${JSON.stringify(NO_SLOT)}\n\n`],
    ["the SDK's error", () => new VocdoniApiError(400, NO_SLOT, 40154)],
    ["axios' error", () => Object.assign(new Error("…"), { response: { status: 400, data: NO_SLOT } })],
    ["ky's error", () => Object.assign(new Error("…"), { response: refusedWith(40154, NO_SLOT.error) })],
  ])("%s", async (_, refusal) => {
    const { gate } = await opened([ROOM]);
    expect(limits(await explained(gate, refusal()))).toEqual([["managedOrgs", 0]]);
  });

  test("a Response can be read afterwards", async () => {
    const { gate } = await opened([ROOM]);
    const response = refusedWith(40154, NO_SLOT.error);
    await explained(gate, response);
    expect(response.bodyUsed).toBe(false);
    expect(await response.json()).toEqual(NO_SLOT);
  });
});

describe("what is not about quotas is null, and changes nothing", () => {
  useFakeClock();

  const unrelated = async (refusal: unknown, options = {}) => {
    const { gate, asked } = await opened([ROOM], options);
    const before = gate.state;
    const told = vi.fn();
    gate.subscribe(told);
    gate.on("refused", told);
    const answer = gate.explain(refusal);
    await pass(10_000);
    expect(await answer).toBeNull();
    expect(gate.state).toBe(before);
    expect(told).not.toHaveBeenCalled();
    expect(asked).toHaveLength(1);
  };

  const UNRELATED: [number, number, string][] = [
    [401, 40001, "authentication required"],
    [401, 40001, "authentication required: user is not admin of the organization"],
    [401, 40014, "account email not verified"],
    [400, 40004, "invalid JSON request body"],
    [400, 40004, "invalid JSON request body: process is not ready to publish: missing title"],
    [400, 40004, "invalid JSON request body: process census size exceeds plan limit: plan max census: 100"],
    [400, 40010, "invalid URL parameter"],
    [400, 40013, "invalid organization information provided"],
    [404, 40009, "organization not found"],
    [400, 40020, "organization has no subscription"],
    [400, 40021, "organization subscription not active"],
    [400, 40022, "no default plan available"],
    [404, 40023, "subscription plan not found"],
    [400, 40031, "max drafts reached: (20)"],
    [401, 40032, "user does not have admin role"],
    [400, 40033, "max processes reached"],
    [400, 40035, "process census size exceeds plan limit: plan max census: 100"],
    [400, 40037, "invalid data provided"],
    [404, 40038, "process not found"],
    [400, 40048, "user has reached maximum number of organizations"],
    [401, 40103, "attempt cooldown time not reached"],
    [401, 40145, "operation would exceed organization members limit: (100)"],
    [403, 40152, "forbidden"],
    [401, 40156, "invalid, revoked or expired API key"],
    [403, 40157, "API keys are not permitted for this endpoint"],
    [403, 40158, "API key lacks the required scope"],
    [400, 40159, "invalid API key scope"],
    [404, 40160, "API key not found"],
    [409, 40161, "managed organization has active elections and cannot be deleted"],
    [400, 40163, "voting type not allowed by the subscription plan: (quadratic)"],
    [400, 40164, "vote batch is empty"],
    [400, 40165, "vote batch is too large"],
    [400, 40166, "vote batch spans several organizations"],
    [413, 40167, "request body is too large: the limit is 1048576 bytes"],
    [409, 40171, "resource changed since it was read"],
    [409, 40172, "process questions mismatch"],
    [409, 40173, "census member already signed for"],
    [402, 40174, "payment required"],
    [402, 40175, "insufficient integrator wallet balance"],
    [422, 40176, "census is larger than 50000"],
    [409, 40177, "payment processing"],
    [402, 40178, "payment required"],
    [409, 40903, "process publish already in progress"],
    [500, 50002, "server error: operation failed"],
    [500, 50004, "server error: blockchain request failed"],
    [503, 50301, "transaction queue is full, retry later"],
  ];
  test.each(UNRELATED)("%i/%i %s", async (status, code, text) => {
    await unrelated(refusedWith(code, text, status));
    await unrelated(new VocdoniApiError(status, error(code, text), code));
  });

  test.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["a number", 40154],
    ["NaN", Number.NaN],
    ["a big integer", 40154n],
    ["a boolean", true],
    ["a symbol", Symbol("refusal")],
    ["a function", () => NO_SLOT],
    ["text", "max managed organizations reached"],
    ["empty text", ""],
    ["an empty object", {}],
    ["an empty array", []],
    ["an array with a refusal in it", [NO_SLOT]],
    ["a code of another type", { ...NO_SLOT, code: "40154" }],
    ["a code that is no whole number", { ...NO_SLOT, code: 40154.5 }],
    ["no code", { error: NO_SLOT.error }],
    ["an error of this package", Object.assign(new Error("…"), { code: "network", status: null })],
    ["an abort", new DOMException("…", "AbortError")],
    ["a failed fetch", new TypeError("Failed to fetch")],
    [
      "what throws when it is looked at",
      Object.defineProperty({}, "status", {
        get() {
          throw new Error("no");
        },
      }),
    ],
  ])("%s", (_, refusal) => unrelated(refusal));

  test("a Response that is fine", () => unrelated(Response.json({ address: "0x1" })));
  test("a Response without a body", () => unrelated(new Response(null, { status: 500 })));
  test("a Response that isn't JSON", () => unrelated(new Response("<!doctype html>", { status: 502 })));

  test("a Response that was read before", async () => {
    const response = refusedWith(40154, NO_SLOT.error);
    await response.text();
    await unrelated(response);
  });

  test("a Response whose body is cut off", async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"code":40154,'));
        controller.error(new TypeError("terminated"));
      },
    });
    await unrelated(new Response(body, { status: 400 }));
  });

  test("a Response whose body doesn't end, after timeoutMs", async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(JSON.stringify(NO_SLOT)));
      },
    });
    const { gate } = await opened([ROOM], { timeoutMs: 50 });
    const ended = vi.fn();
    const answer = gate.explain(new Response(body, { status: 400 }));
    void answer.then(ended);
    await pass(49);
    expect(ended).not.toHaveBeenCalled();
    await pass(1);
    expect(ended).toHaveBeenCalledWith(null);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("however late a refusal's body comes, without a time-out it is read", async () => {
  vi.useFakeTimers({ now: START });
  finally_(() => vi.useRealTimers());
  const { gate } = await opened([ROOM], { timeoutMs: Number.POSITIVE_INFINITY });
  const body = new ReadableStream({
    start(controller) {
      setTimeout(() => {
        controller.enqueue(new TextEncoder().encode(JSON.stringify(NO_SLOT)));
        controller.close();
      }, 60_000);
    },
  });
  const explaining = explained(gate, new Response(body, { status: 400 }));
  await pass(60_000);
  expect(limits(await explaining)).toEqual([["managedOrgs", 0]]);
});

describe("the attempt", () => {
  useFakeClock();

  test("is what the decision is about", async () => {
    const { gate } = await opened([ROOM], { revealMax: true });
    const params = { voters: 400, questions: 2, emailOtp: true };
    const decision = await explained(gate, NO_EMAILS, { action: "publishProcess", params });
    expect(decision).toMatchObject({
      action: "publishProcess",
      blockers: [{ resource: "emails", limitName: "maxEmails", requested: 400, remaining: 40, shortBy: 360 }],
      max: 0,
      maxParams: { count: 0, voters: 40, questions: 0 },
      message: "At most 40 voters.",
    });
  });

  test("says how much was too much, where the platform doesn't", async () => {
    const { gate } = await opened([ROOM]);
    const attempt = { action: "createManagedOrg", params: { count: 3 } } as const;
    const decision = await explained(gate, NO_SLOT, attempt);
    expect(decision).toMatchObject({ max: 2, blockers: [{ requested: 3, remaining: 2, shortBy: 1 }] });
    expect(gate.check("createManagedOrg", { count: 2 }).allowed).toBe(true);
    expect(gate.check("createManagedOrg", { count: 3 }).allowed).toBe(false);
  });

  test("may be another action than the code's", async () => {
    const { gate } = await opened([ROOM]);
    const attempt = { action: "relayVotes", params: { count: 10 } } as const;
    const decision = await explained(gate, NO_VOTES, attempt);
    expect(decision).toMatchObject({ action: "relayVotes", max: 3 });
    expect(limits(decision)).toEqual([["votes", 3]]);
  });

  test("that doesn't say it needs the refused resource gets it named all the same", async () => {
    const { gate } = await opened([ROOM]);
    const decision = await explained(gate, NO_EMAILS, { action: "publishProcess" });
    expect(limits(decision)).toEqual([["emails", 40]]);
    expect(decision.allowed).toBe(false);
  });

  test.each([
    [{ action: "nonsense" }, "unknown-action", 'no action "nonsense"'],
    [{ action: "relayVotes", params: { count: -1 } }, "invalid-params", "count must be a whole number"],
    [{}, "unknown-action", "no action undefined"],
    ["createManagedOrg", "invalid-params", 'a step must be an object with an action, got "createManagedOrg"'],
    [null, "invalid-params", "got null"],
    [7, "invalid-params", "got 7"],
  ])("that is none rejects, whatever was refused: %j", async (attempt, code, message) => {
    const { gate } = await opened([ROOM]);
    const odd = gate.explain as (refusal: unknown, attempt: unknown) => Promise<unknown>;
    for (const refusal of [NO_SLOT, undefined]) {
      await expect(odd(refusal, attempt)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(message),
      });
    }
    expect(gate.can("createManagedOrg")).toBe(true);
  });
});

describe("the decision", () => {
  useFakeClock();

  test("rests on the answer that the platform is asked for then", async () => {
    const { gate, asked } = await opened([ROOM, guide({ maxManagedOrgs: 5 }, { managedOrgs: 5 })]);
    await pass(30_000);
    const decision = await explained(gate, NO_SLOT);
    expect(asked).toHaveLength(2);
    expect(decision).toMatchObject({
      asOf: START + 30_000,
      stale: false,
      wouldDeny: true,
      max: 0,
      maxParams: { count: 0 },
      warnings: [],
      remedy: { kind: "free-slot", href: null },
      blockers: [{ limit: 5, used: 5, held: 0, remaining: 0, requested: 1, shortBy: 1 }],
      message: "This can't be created right now. Please contact support.",
    });
    expect(decision).toEqual(gate.check("createManagedOrg"));
  });

  test("says to an operator what is short, and the way out", async () => {
    const { gate } = await opened([ROOM], { audience: "operator" });
    expect(await explained(gate, NO_EMAILS)).toMatchObject({
      message: expect.stringMatching(/^E-mails: 87 of 500 used, 1 more needed\. Raise the limit/),
      remedy: { kind: "raise-limit", href: "https://platform.vocdoni.io" },
    });
  });

  test("isn't that of a request under way, which knows nothing of it: one more follows", async () => {
    const { answer, come } = pending();
    const full = guide({ maxManagedOrgs: 5 }, { managedOrgs: 5 });
    const { gate, asked } = await opened([ROOM, answer, full]);
    void gate.refresh();
    await calm();
    const explaining = explained(gate, NO_SLOT);
    await calm();
    expect(asked).toHaveLength(2);
    come(ROOM);
    expect(limits(await explaining)).toEqual([["managedOrgs", 0]]);
    expect(asked).toHaveLength(3);
    expect(gate.headroom("managedOrgs").used).toBe(5);
  });

  test("several at a time share one request, and each is told", async () => {
    const { gate, asked } = await opened([ROOM]);
    const refused = vi.fn();
    gate.on("refused", refused);
    const decisions = await Promise.all([explained(gate, NO_SLOT), explained(gate, NO_EMAILS)]);
    expect(decisions.map(limits)).toEqual([[["managedOrgs", 0]], [["emails", 40]]]);
    expect(refused).toHaveBeenCalledTimes(2);
    expect(asked).toHaveLength(2);
  });

  test("doesn't need the platform to answer", async () => {
    const { gate } = await opened([ROOM, failing()]);
    await pass(70_000);
    const decision = await explained(gate, NO_SLOT);
    expect(decision).toMatchObject({ verdict: "deny", asOf: START, stale: true });
    expect(gate.state.error).toMatchObject({ code: "server" });
    expect(gate.can("createManagedOrg")).toBe(false);
  });

  test("is told once, as refused, with the very same object", async () => {
    const { gate } = await opened([ROOM]);
    const refused = vi.fn();
    const leave = gate.on("refused", refused);
    const decision = await explained(gate, NO_SLOT);
    await pass(3_600_000);
    expect(refused.mock.calls).toEqual([[decision]]);
    expect(refused.mock.calls[0]?.[0]).toBe(decision);
    leave();
    await explained(gate, NO_SLOT);
    expect(refused).toHaveBeenCalledTimes(1);
  });
});

describe("the gate learns", () => {
  useFakeClock();

  test("and denies what was refused from then on", async () => {
    const { gate } = await opened([ROOM, failing()]);
    const told = watch(gate, "createManagedOrg");
    const explaining = gate.explain(NO_SLOT);
    await calm();
    await explaining;
    expect(gate.can("createManagedOrg")).toBe(false);
    expect(gate.check("createManagedOrg")).toMatchObject({
      verdict: "deny",
      blockers: [{ used: 1, limit: 5, remaining: 0 }],
    });
    expect(gate.headroom("managedOrgs")).toMatchObject({ remaining: 0, level: "exhausted" });
    expect(told.length).toBeGreaterThan(1);
    expect(told).not.toContain(true);
  });

  test("at once, also where a request is under way", async () => {
    const { gate } = await opened([ROOM, new Promise(() => {})]);
    void gate.refresh();
    await calm();
    expect(gate.can("createManagedOrg")).toBe(true);
    const told = watch(gate, "createManagedOrg");
    void gate.explain(NO_SLOT);
    await calm();
    expect(told).toEqual([false]);
    expect(gate.can("createManagedOrg")).toBe(false);
  });

  test("doesn't open again where the next answer still shows room", async () => {
    const { gate } = await opened([ROOM]);
    const told = watch(gate, "createManagedOrg");
    await explained(gate, NO_SLOT);
    await gate.refresh();
    await gate.refresh();
    expect(told).not.toContain(true);
    expect(gate.can("createManagedOrg")).toBe(false);
  });

  test("until that limit's numbers change", async () => {
    const { gate } = await opened([
      ROOM,
      ROOM,
      guide({ maxManagedOrgs: 5 }, { sentVotes: 500 }),
      guide({ maxManagedOrgs: 6 }),
    ]);
    await explained(gate, NO_SLOT);
    await gate.refresh();
    expect(gate.can("createManagedOrg")).toBe(false);
    await gate.refresh();
    expect(gate.can("createManagedOrg")).toBe(true);
  });

  test("or the usage does", async () => {
    const { gate } = await opened([ROOM, ROOM, guide({ maxManagedOrgs: 5 }, { managedOrgs: 0 })]);
    await explained(gate, NO_SLOT);
    await gate.refresh();
    expect(gate.can("createManagedOrg")).toBe(true);
  });

  test("or for staleAfter, which subscribers hear of", async () => {
    const { gate } = await opened([ROOM], { staleAfter: 20_000 });
    await explained(gate, NO_SLOT);
    const told: [number, boolean][] = [];
    gate.subscribe(() => told.push([Date.now() - START, gate.can("createManagedOrg")]));
    await pass(19_999);
    expect(told).toEqual([]);
    await pass(1);
    expect(told).toEqual([[20_000, true]]);
  });

  test("an answer that agrees says it by itself, and the next one counts", async () => {
    const full = guide({ maxManagedOrgs: 5 }, { managedOrgs: 5 });
    const { gate } = await opened([ROOM, full, ROOM]);
    await explained(gate, NO_SLOT);
    expect(gate.can("createManagedOrg")).toBe(false);
    await gate.refresh();
    expect(gate.can("createManagedOrg")).toBe(true);
  });

  test("forgets it at sign-out", async () => {
    const { gate } = await opened([ROOM]);
    await explained(gate, NO_SLOT);
    gate.clear();
    await gate.refresh();
    expect(gate.can("createManagedOrg")).toBe(true);
  });

  test("that a limit of 0, believed to be no limit, is none: as long as it lives", async () => {
    const { gate } = await opened([
      guide({ maxSMS: 0 }),
      guide({ maxSMS: 0 }),
      guide({ maxSMS: 0 }, { sentSMS: 13 }),
    ]);
    const publish = () => gate.check("publishProcess", { voters: 5, smsOtp: true });
    expect(publish()).toMatchObject({ verdict: "allow", maxParams: { voters: 866 } });
    expect(gate.headroom("sms")).toMatchObject({ limit: Number.POSITIVE_INFINITY, level: "unlimited" });

    await explained(gate, unready("process census size exceeds sms allowance: remaining sms: 0"));
    expect(gate.headroom("sms")).toMatchObject({ limit: 0, remaining: 0, level: "over" });
    expect(publish()).toMatchObject({ verdict: "deny", blockers: [{ resource: "sms", limit: 0 }] });
    // Neither other numbers, nor time, nor another account make the platform mean something else.
    await gate.refresh();
    await pass(3_600_000);
    await gate.refresh();
    expect(publish().verdict).toBe("deny");
    gate.clear();
    await gate.refresh();
    expect(publish().verdict).toBe("deny");
    expect(gate.can("publishProcess", { voters: 5 })).toBe(true);
  });
});

describe("sign-out and disposal meanwhile", () => {
  useFakeClock();

  test.each(["clear", "dispose"] as const)(
    "%s while the platform is asked: null, and nothing is told",
    async (end) => {
      const { gate } = await opened([ROOM, new Promise(() => {})]);
      const refused = vi.fn();
      gate.on("refused", refused);
      const explaining = gate.explain(NO_SLOT);
      await calm();
      gate[end]();
      expect(await explaining).toBeNull();
      expect(refused).not.toHaveBeenCalled();
    },
  );

  test.each(["clear", "dispose"] as const)(
    "%s while the refusal is read: null, and nothing is learned",
    async (end) => {
      const { gate, asked } = await opened([ROOM]);
      const explaining = gate.explain(refusedWith(40154, NO_SLOT.error));
      gate[end]();
      expect(await explaining).toBeNull();
      expect(asked).toHaveLength(1);
      const next = end === "clear" ? gate : (await opened([ROOM])).gate;
      await next.refresh();
      expect(next.can("createManagedOrg")).toBe(true);
    },
  );

  test("a gate that is gone explains nothing", async () => {
    const { gate } = await opened([ROOM]);
    gate.dispose();
    await expect(gate.explain(NO_SLOT)).rejects.toMatchObject({ code: "disposed" });
  });
});

describe("before the first answer", () => {
  useFakeClock();

  test("a refusal waits for it, and counts", async () => {
    const { answer, come } = pending();
    const { gate, asked } = await gateOver([answer, ROOM]);
    const phases: State["phase"][] = [];
    gate.subscribe(({ phase }) => phases.push(phase));
    await calm();
    const explaining = explained(gate, NO_SLOT);
    come(ROOM);
    expect(limits(await explaining)).toEqual([["managedOrgs", 0]]);
    expect(asked).toHaveLength(2);
  });
});

describe("a publish that the sandbox refuses over HTTP", () => {
  const publish = async (wish: {
    voters: number;
    questions?: number;
    emailOtp?: boolean;
    smsOtp?: boolean;
  }) => {
    const platform = await sandbox();
    const gate = await gateOf(platform, "near-limits");
    const token = platform.credentials("near-limits").sessions.admin;
    platform.setUsage("near-limits", { managedProcesses: 24 });
    const org = firstOrg(platform, "near-limits");
    // Its date is that of the sandbox's own tests.
    platform.advance(START - Date.now());
    const id = await createDraft(platform, token, org, wish);
    const send = () =>
      fetch(`${platform.url}/processes/${id}/publish`, {
        method: "POST",
        headers: { Authorization: `Bearer ${token}` },
      });
    await gate.ready;
    return { platform, gate, send, wish };
  };

  test.each([
    [{ voters: 200, emailOtp: true }, [["emails", 110]]],
    [{ voters: 40, smsOtp: true }, [["sms", 30]]],
    [{ voters: 207, questions: 2 }, [["votes", 413]]],
  ])("for its census: %j", async (wish, expected) => {
    const { gate, send } = await publish(wish);
    const response = await send();
    expect(response.status).toBe(400);
    expect(await response.clone().json()).toMatchObject({ code: 40004 });
    const decision = await explained(gate, response, { action: "publishProcess", params: wish });
    expect(limits(decision)).toEqual(expected);
    expect(gate.check("publishProcess", wish)).toEqual(decision);
  });

  test("for its slot, which another client took, and for its census", async () => {
    const { platform, gate, send } = await publish({ voters: 200, emailOtp: true });
    platform.setUsage("near-limits", { managedProcesses: 25 });
    expect(gate.can("publishProcess")).toBe(true);
    const decision = await explained(gate, await send());
    expect(limits(decision)).toEqual([
      ["managedProcesses", 0],
      ["emails", 110],
    ]);
    expect(gate.can("publishProcess")).toBe(false);
  });

  test("for something else is null", async () => {
    const { platform, gate, send } = await publish({ voters: 20 });
    platform.change("near-limits", { plan: { maxCensus: 10 } });
    expect(await gate.explain(await send())).toBeNull();
    expect(await gate.explain(await fetch(`${platform.url}/integrator`))).toBeNull();
    expect(gate.can("publishProcess")).toBe(true);
  });
});

describe("a refusal is a denial, whatever the answers say", () => {
  useFakeClock();

  test.each([
    ["there is none", [failing()], {}],
    ["the environment is said to enforce nothing", [ROOM], { environment: "staging" }],
  ] as const)("where %s", async (_, answers, more) => {
    const { gate } = await opened([...answers], {}, more);
    const decision = await explained(gate, NO_EMAILS, { action: "sendEmailOtp", params: { count: 41 } });
    expect(decision).toMatchObject({ verdict: "deny", allowed: false, reason: "limit-reached" });
    expect(decision.blockers).toMatchObject([{ resource: "emails", requested: 41, shortBy: 1 }]);
    expect(gate.check("sendEmailOtp", { count: 40 }).allowed).toBe(true);
  });

  test("an account that is no integrator has the feature off, though the next answer has it on", async () => {
    const { gate } = await opened([ROOM]);
    const decision = await explained(gate, error(40153, "organization is not an integrator"));
    expect(decision).toMatchObject({ verdict: "deny", allowed: false, reason: "not-enabled" });
    expect(gate.check("createManagedOrg").allowed).toBe(true);
  });
});
