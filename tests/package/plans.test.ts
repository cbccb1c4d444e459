import type { Step, VocdoniActions } from "quota-gate";
import { describe, expect, test } from "vitest";
import { failing, GUIDE, gateOver, guide, opened, thrownBy } from "./support.js";

type Steps = readonly Step<VocdoniActions>[];

/** A customer's first vote: an organization, a process in it, and the codes that its voters sign in with. */
const onboarding = (voters: number): Steps => [
  { action: "createManagedOrg" },
  { action: "publishProcess", params: { voters, questions: 2, emailOtp: true } },
  { action: "sendEmailOtp", params: { count: voters } },
];
const ROOM = guide({ maxManagedOrgs: 5 });
const planned = async (
  steps: Steps,
  body: unknown = ROOM,
  ...rest: [Parameters<typeof opened>[1]?, Parameters<typeof opened>[2]?]
) => {
  const { gate } = await opened([body], ...rest);
  return { gate, plan: gate.checkAll(steps) };
};

describe("a plan that fits", () => {
  test("is one decision, with that of each step", async () => {
    const { gate, plan } = await planned(onboarding(100));
    expect(plan).toMatchObject({
      verdict: "allow",
      allowed: true,
      reason: "within-limits",
      blockers: [],
      remedy: null,
      failedStep: null,
      max: 4,
      maxParams: { count: 4 },
      wouldDeny: false,
      asOf: gate.state.asOf,
      stale: false,
    });
    expect(plan.steps.map(({ action, verdict, max }) => [action, verdict, max])).toEqual([
      ["createManagedOrg", "allow", 4],
      ["publishProcess", "allow", 8],
      ["sendEmailOtp", "allow", 413],
    ]);
  });

  test("takes nothing: it is a question", async () => {
    const { gate } = await planned(onboarding(100));
    expect(gate.headroom("managedOrgs")).toMatchObject({ held: 0, remaining: 4 });
    expect(gate.checkAll(onboarding(100)).allowed).toBe(true);
  });

  test("of one step says what the step alone says", async () => {
    const { gate, plan } = await planned([{ action: "relayVotes", params: { count: 5 } }]);
    const { failedStep, steps, ...whole } = plan;
    expect(failedStep).toBeNull();
    expect(steps).toEqual([gate.check("relayVotes", { count: 5 })]);
    expect(whole).toMatchObject({ action: "relayVotes", verdict: "allow", allowed: true });
  });
});

describe("each step sees what the ones before it took", () => {
  test("the second organization finds the slot gone", async () => {
    const { gate, plan } = await planned(
      [{ action: "createManagedOrg" }, { action: "createManagedOrg" }],
      guide({}, { managedOrgs: 0 }),
    );
    expect(gate.can("createManagedOrg")).toBe(true);
    expect(plan).toMatchObject({
      action: "createManagedOrg",
      verdict: "deny",
      allowed: false,
      failedStep: 1,
      blockers: [
        // Held by the step before.
        { resource: "managedOrgs", limit: 1, used: 0, held: 1, remaining: 0, requested: 1, shortBy: 1 },
      ],
      max: 0,
    });
    expect(plan.steps.map(({ allowed }) => allowed)).toEqual([true, false]);
  });

  test("what a step only needs stays for the next, and too little for both is a warning", async () => {
    const publish = { action: "publishProcess", params: { voters: 300, emailOtp: true } } as const;
    const { plan } = await planned([publish, publish]);
    expect(plan).toMatchObject({ verdict: "allow", failedStep: null });
    expect(plan.warnings).toMatchObject([
      { resource: "emails", requested: 600, remaining: 413, shortBy: 187 },
    ]);
  });

  test("what a step that fails would have taken is there for the next", async () => {
    const { plan } = await planned([
      { action: "relayVotes", params: { count: 900 } },
      { action: "relayVotes", params: { count: 800 } },
    ]);
    expect(plan.failedStep).toBe(0);
    expect(plan.steps.map(({ allowed }) => allowed)).toEqual([false, true]);
  });

  test("what is held is gone for all of them", async () => {
    const { gate } = await opened([guide({ maxManagedOrgs: 2 })]);
    gate.hold("createManagedOrg");
    expect(gate.checkAll([{ action: "createManagedOrg" }])).toMatchObject({
      failedStep: 0,
      blockers: [{ held: 1 }],
      remedy: { kind: "wait" },
    });
  });
});

describe("the sentence", () => {
  test("tells an operator which step doesn't pass, and why", async () => {
    const { plan } = await planned(
      onboarding(413),
      guide({ maxManagedOrgs: 5 }, { sentEmails: 100, sentVotes: 0 }),
      {
        audience: "operator",
      },
    );
    // Each of the first two needs what is there; the third has to have it.
    expect(plan.failedStep).toBe(1);
    expect(plan.message).toMatch(/^Step 2 of 3: E-mails: 100 of 500 used, 13 more needed\. Raise the limit/);
    expect(plan.steps[1]?.message).toMatch(/^E-mails: 100 of 500 used, 13 more needed\./);
  });

  test("names the last step as well", async () => {
    const steps: Steps = [...onboarding(100).slice(0, 2), { action: "sendSmsOtp", params: { count: 189 } }];
    const { plan } = await planned(steps, ROOM, { audience: "operator" });
    expect(plan.failedStep).toBe(2);
    expect(plan.message).toMatch(/^Step 3 of 3: SMS: 12 of 200 used, 1 more needed\. Raise the limit/);
  });

  test("tells an operator of a plan that fits what is short then", async () => {
    const { plan } = await planned([{ action: "createManagedOrg", params: { count: 3 } }], ROOM, {
      audience: "operator",
    });
    expect(plan.message).toBe(
      "Within the limits, with little left afterwards: managed organizations: 1 of 5 used.",
    );
  });

  test("tells a customer that it can't be done, and nothing of steps", async () => {
    const { plan } = await planned(onboarding(100), GUIDE);
    expect(plan).toMatchObject({
      failedStep: 0,
      message: "This can't be created right now. Please contact support.",
      remedy: { href: null, text: "Please contact support." },
    });
    const fine = await planned(onboarding(100));
    expect(fine.plan.message).not.toMatch(/step/i);
  });

  test("may tell a customer the largest amount that fits", async () => {
    const { plan } = await planned(onboarding(414), ROOM, { revealMax: true });
    expect(plan).toMatchObject({ failedStep: 1, message: "At most 413 voters." });
    expect(plan.steps[1]?.message).toBe(plan.message);
  });

  test("speaks the gate's language", async () => {
    const { plan } = await planned(onboarding(414), ROOM, { audience: "operator", locale: "es" });
    expect(plan.message).toMatch(/^Paso 2 de 3: /);
  });

  test("is the page's own where it wants that, for each step too", async () => {
    const { plan } = await planned(onboarding(100), GUIDE, { message: ({ action }) => `no ${action}` });
    expect(plan.message).toBe("no createManagedOrg");
    expect(plan.steps.map(({ message }) => message)).toEqual([
      "no createManagedOrg",
      "no publishProcess",
      "no sendEmailOtp",
    ]);
  });
});

describe("where nothing is known", () => {
  test("before the first answer the whole is pending", async () => {
    const { gate } = await gateOver([new Promise(() => {})]);
    expect(gate.checkAll(onboarding(100))).toMatchObject({
      verdict: "pending",
      allowed: false,
      failedStep: 0,
      message: "Checking…",
    });
  });

  test("without an answer it is up to the page, action by action", async () => {
    const open = await planned(onboarding(100), failing());
    expect(open.plan).toMatchObject({ verdict: "unknown", allowed: true, failedStep: null });
    const closed = await planned(onboarding(100), failing(), { whenUnknown: { publishProcess: "deny" } });
    expect(closed.plan).toMatchObject({ verdict: "unknown", allowed: false, failedStep: 1 });
  });

  test("on staging all is allowed, and said what production would refuse", async () => {
    const { plan } = await planned(onboarding(100), GUIDE, {}, { environment: "staging" });
    expect(plan).toMatchObject({ allowed: true, reason: "not-enforced", failedStep: null, wouldDeny: true });
  });
});

test("no steps need nothing, but that the feature is on", async () => {
  const { plan } = await planned([]);
  expect(plan).toMatchObject({ verdict: "allow", allowed: true, failedStep: null, steps: [], blockers: [] });
  const off = await planned([], { enabled: false });
  expect(off.plan).toMatchObject({
    verdict: "deny",
    allowed: false,
    reason: "not-enabled",
    failedStep: null,
  });
  const { gate } = await gateOver([new Promise(() => {})]);
  expect(gate.checkAll([])).toMatchObject({ verdict: "pending", allowed: false, failedStep: null });
});

test("many steps are no matter", async () => {
  const steps: Steps = Array.from({ length: 1_000 }, () => ({ action: "relayVotes" }) as const);
  const { plan } = await planned(steps);
  expect(plan.failedStep).toBe(866);
  expect(plan.steps).toHaveLength(1_000);
});

describe("what isn't a plan is named", () => {
  test.each([
    [undefined, "invalid-params", "checkAll needs an array of steps, got undefined"],
    [null, "invalid-params", "checkAll needs an array of steps, got null"],
    [{ action: "relayVotes" }, "invalid-params", "checkAll needs an array of steps, got an object"],
    ["relayVotes", "invalid-params", 'checkAll needs an array of steps, got "relayVotes"'],
    [[null], "invalid-params", "a step must be an object with an action, got null"],
    [["relayVotes"], "invalid-params", 'a step must be an object with an action, got "relayVotes"'],
    [new Array(1), "invalid-params", "a step must be an object with an action, got undefined"],
    [[{}], "unknown-action", "vocdoni has no action undefined"],
    [
      [{ action: "relayVotes" }, { action: "nonsense" }],
      "unknown-action",
      'vocdoni has no action "nonsense"',
    ],
    [
      [{ action: "relayVotes", params: { count: -1 } }],
      "invalid-params",
      "relayVotes: count must be a whole number",
    ],
    [
      [{ action: "relayVotes", params: { voters: 1 } }],
      "invalid-params",
      'relayVotes has no parameter "voters"',
    ],
    [[{ action: "relayVotes", params: 7 }], "invalid-params", "relayVotes: parameters must be an object"],
  ])("%j", async (steps, code, message) => {
    const { gate } = await opened([ROOM]);
    const error = thrownBy(() => gate.checkAll(steps as Steps));
    expect(error).toMatchObject({ name: "QuotaError", code, message: expect.stringContaining(message) });
  });

  test("of a gate that is gone", async () => {
    const { gate } = await opened([ROOM]);
    gate.dispose();
    expect(thrownBy(() => gate.checkAll([]))).toMatchObject({ code: "disposed" });
  });
});
