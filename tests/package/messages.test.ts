import type { GateOptions } from "quota-gate";
import { describe, expect, test } from "vitest";
import english from "../../www/lib/languages/en.js";
import { GUIDE, gateOver } from "./support.js";
import { stepOf, written } from "./written.js";

const opened = async (options: GateOptions, body: unknown = GUIDE) => {
  const { gate } = await gateOver([body], { locale: "en", ...options });
  await gate.ready;
  return gate;
};

describe("a customer", () => {
  test("learns that it can't be done and whom to ask, and nothing of the contract", async () => {
    const gate = await opened({});
    const denials = [
      gate.check("createManagedOrg"),
      gate.check("publishProcess", { voters: 5_000, emailOtp: true }),
      gate.check("relayVotes", { count: 5_000 }),
    ];
    expect(denials.map(({ message }) => message)).toEqual([
      "This can't be created right now. Please contact support.",
      "This can't be published right now. Please contact support.",
      "This can't be sent right now. Please contact support.",
    ]);
    for (const { remedy } of denials)
      expect(remedy).toMatchObject({ href: null, text: "Please contact support." });
  });

  test("is told of a switched-off feature in the same words", async () => {
    const gate = await opened({}, { enabled: false });
    expect(gate.check("createManagedOrg").message).toBe(
      "This can't be created right now. Please contact support.",
    );
  });

  test("may be told the largest amount that fits", async () => {
    const gate = await opened({ revealMax: true });
    const message = (params: object) => gate.check("publishProcess", params).message;
    expect(message({ voters: 500, emailOtp: true })).toBe("At most 413 voters.");
    expect(message({ voters: 400, questions: 3 })).toBe("At most 288 voters.");
    expect(message({ count: 9 })).toBe("At most 8 at once.");
    expect(gate.check("createManagedOrg").message).toBe(
      "This can't be created right now. Please contact support.",
    );
  });

  test("is told of one in the singular", async () => {
    const gate = await opened(
      { revealMax: true },
      { ...GUIDE, limits: { ...GUIDE.limits, maxVotes: 135, maxManagedProcesses: 3 } },
    );
    const message = (params: object) => gate.check("publishProcess", params).message;
    expect(message({ voters: 2 })).toBe("At most 1 voter.");
    expect(message({ voters: 1, questions: 2 })).toBe("At most 1 question.");
    expect(message({ count: 2 })).toBe("At most 1 at once.");
  });

  test("is asked to wait where something else holds what is missing", () => {
    const denial = { maxParams: { count: 3 }, remedy: { kind: "wait", href: null } } as const;
    for (const revealMax of [false, true]) {
      expect(written(english, denial, { revealMax }, { count: 5 })).toMatchObject({
        message: "This can't be created right now. Please wait a moment.",
        remedy: { kind: "wait", href: null, text: "Please wait a moment." },
      });
    }
  });

  test("sees no steps", () => {
    expect(stepOf(english, {})(2, 3, "This can be created.")).toBe("This can be created.");
  });

  test("is told what to do where nothing is known", async () => {
    const failing = Object.assign(new Error("…"), { status: 500 });
    const open = await opened({}, failing);
    expect(open.check("relayVotes").message).toBe("This couldn't be checked beforehand. You can try.");
    const closed = await opened({ whenUnknown: "deny" }, failing);
    expect(closed.check("relayVotes").message).toBe(
      "This can't be checked right now. Please try again in a moment.",
    );
    const signedOut = await opened({ whenUnknown: "deny" }, Object.assign(new Error("…"), { status: 401 }));
    expect(signedOut.check("relayVotes").message).toBe(
      "This can't be checked right now. Please sign in again.",
    );
  });
});

describe("an operator", () => {
  test("learns limit, usage, shortfall and remedy", async () => {
    const gate = await opened({ audience: "operator" });
    const full = gate.check("createManagedOrg");
    expect(full.message).toBe(
      "Managed organizations: 1 of 1 used, 1 more needed. Delete a managed organization to free its slot, or raise the limit in the API Dashboard.",
    );
    const several = gate.check("publishProcess", { voters: 5_000, emailOtp: true });
    expect(several.message).toBe(
      "Votes: 134 of 1,000 used, 4,134 more needed; e-mails: 87 of 500 used, 4,587 more needed. " +
        "Raise the limit in the API Dashboard or with your account contact.",
    );
    expect(several.remedy).toMatchObject({ kind: "raise-limit", href: "https://platform.vocdoni.io" });
  });

  test("is warned of what comes near or to its end, and of what doesn't fit together", async () => {
    const gate = await opened({ audience: "operator" });
    expect(gate.check("sendEmailOtp", { count: 400 }).message).toBe(
      "Within the limits, with little left afterwards: e-mails: 87 of 500 used.",
    );
    expect(gate.check("publishProcess", { count: 3, voters: 300 }).message).toBe(
      "Within the limits one by one, but not together: votes: 134 of 1,000 used, 34 more needed.",
    );
    expect(gate.check("relayVotes").message).toBe("Within the limits.");
  });

  test("is told what to wait for", () => {
    const short = {
      resource: "managedOrgs",
      limitName: "maxManagedOrgs",
      scope: null,
      limit: 2,
      used: 1,
      held: 1,
      remaining: 0,
      requested: 1,
      shortBy: 1,
    };
    const remedy = { kind: "wait", href: null } as const;
    const denial = written(english, { blockers: [short], remedy }, { audience: "operator" });
    expect(denial.message).toBe(
      "Managed organizations: 1 of 2 used, 1 held, 1 more needed. Wait until what is under way has finished.",
    );
    expect(denial.remedy?.text).toBe("Wait until what is under way has finished.");
    const loading = { verdict: "pending", reason: "loading", remedy } as const;
    expect(written(english, loading, { audience: "operator" }).remedy?.text).toBe("Please wait a moment.");
  });

  test("is told which step of a plan it is", () => {
    const step = stepOf(english, { audience: "operator" });
    expect(step(2, 3, "Within the limits.")).toBe("Step 2 of 3: Within the limits.");
    expect(step(2, 1_000, "…")).toBe("Step 2 of 1,000: …");
  });

  test("is told what production would refuse", async () => {
    const { gate } = await gateOver([GUIDE], { audience: "operator" }, { environment: "staging" });
    await gate.ready;
    expect(gate.check("createManagedOrg").message).toBe(
      "Nothing is enforced in this environment. Production would refuse this: managed organizations: 1 of 1 used, 1 more needed.",
    );
    expect(gate.check("relayVotes").message).toBe("Nothing is enforced in this environment.");
  });

  test.each([
    [{ enabled: false }, "The feature is switched off for this account."],
    [{ enabled: true }, "The platform didn't say what the limit is."],
    [{ enabled: true, limits: GUIDE.limits }, "The platform didn't say how much is used."],
    [Object.assign(new Error("…"), { status: 500 }), "The quota can't be read right now."],
    [{ ...GUIDE, limits: { ...GUIDE.limits, maxManagedOrgs: 0 } }, "No limit applies."],
  ])("%j", async (body, message) => {
    const gate = await opened({ audience: "operator" }, body);
    expect(gate.check("createManagedOrg").message).toContain(message);
  });
});

test("numbers are written in the locale", async () => {
  const gate = await opened({ audience: "operator", locale: "de-DE" });
  expect(gate.check("relayVotes", { count: 5_000 }).message).toContain("134 von".replace("von", "of 1.000"));
});

test("any message can be replaced, and undefined keeps the built-in one", async () => {
  const gate = await opened({
    message: ({ action, reason, message }) =>
      action === "createManagedOrg" ? `${reason}: ${message.length} characters` : undefined,
  });
  expect(gate.check("createManagedOrg").message).toBe("limit-reached: 56 characters");
  expect(gate.check("relayVotes").message).toBe("This can be sent.");
});

test("a platform without words has its own names, and what is done is just done", () => {
  const short = { resource: "seats", limitName: "maxSeats", scope: null, limit: 9, used: 9, held: 0 };
  const denial = {
    action: "addSeat",
    blockers: [{ ...short, remaining: 0, requested: 2, shortBy: 2 }],
    maxParams: { seats: 4 },
    remedy: { kind: "raise-limit", href: null },
  } as const;
  const message = (options: GateOptions, asked = {}) =>
    written(english, denial, options, asked, "elsewhere").message;
  expect(message({})).toBe("This can't be done right now. Please contact support.");
  expect(message({ revealMax: true }, { seats: 5 })).toBe("At most 4 seats.");
  expect(message({ audience: "operator" })).toBe("Seats: 9 of 9 used, 2 more needed. Raise the limit.");
});
