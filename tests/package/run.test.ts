import { setImmediate } from "node:timers/promises";
import { type Hold, isQuotaError, QuotaDenied } from "quota-gate";
import { describe, expect, test, vi } from "vitest";
import { eventually } from "./eventually.js";
import {
  calm,
  failing,
  finally_,
  GUIDE,
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

const LAST = guide({}, { managedOrgs: 0 });
const FULL = GUIDE;
const NO_SLOT = "max managed organizations reached: limit 1";
const noSlot = () => refusedWith(40154, NO_SLOT);
const BAD_NAME = "invalid JSON request body: invalid organization type";

type OpenGate = Awaited<ReturnType<typeof opened>>["gate"];
const create = <T>(gate: OpenGate, task: (hold: Hold) => Promise<T>) =>
  gate.run("createManagedOrg", undefined, task);
const held = (gate: OpenGate) => gate.headroom("managedOrgs").held;
/** What a run ends in, whichever way. */
const outcome = (run: Promise<unknown>) => run.catch((error: unknown) => error);
const rejecting = (error: unknown) => async () => {
  throw error;
};

describe("before the task", () => {
  useFakeClock();

  test("the first answer is waited for", async () => {
    const { answer, come } = pending();
    const { gate } = await gateOver([answer]);
    const task = vi.fn(async () => "done");
    const running = create(gate, task);
    await pass(5_000);
    expect(task).not.toHaveBeenCalled();
    come(LAST);
    expect(await running).toBe("done");
  });

  test("and may deny it", async () => {
    const { answer, come } = pending();
    const { gate } = await gateOver([answer]);
    const task = vi.fn();
    const running = outcome(create(gate, task));
    come(FULL);
    expect(await running).toBeInstanceOf(QuotaDenied);
    expect(task).not.toHaveBeenCalled();
  });

  test("a denial by an old answer isn't final", async () => {
    const { gate, asked } = await opened([FULL, LAST]);
    await pass(60_000);
    expect(gate.check("createManagedOrg")).toMatchObject({ allowed: false, stale: true });
    expect(await create(gate, async () => "done")).toBe("done");
    // The second knows that there is room, and one more of what was done.
    expect(asked).toHaveLength(3);
  });

  test("a fresh one is", async () => {
    const { gate, asked } = await opened([FULL, LAST]);
    expect(await outcome(create(gate, async () => "done"))).toBeInstanceOf(QuotaDenied);
    expect(asked).toHaveLength(1);
  });

  test("a failure to get one leaves it to the page", async () => {
    const open = await gateOver([failing()]);
    expect(await create(open.gate, async () => "done")).toBe("done");
    const closed = await gateOver([failing()], { whenUnknown: "deny" });
    const task = vi.fn();
    expect(await outcome(create(closed.gate, task))).toMatchObject({
      code: "denied",
      decision: { verdict: "unknown" },
    });
    expect(task).not.toHaveBeenCalled();
  });

  test("after sign-out another first answer is waited for, however long ago that was", async () => {
    for (const idle of [0, 3_600_000]) {
      const { gate } = await opened([LAST, FULL]);
      gate.clear();
      await pass(idle);
      const task = vi.fn();
      expect(await outcome(create(gate, task))).toMatchObject({ decision: { reason: "limit-reached" } });
      expect(task).not.toHaveBeenCalled();
    }
  });

  test("a denial says why, and the task isn't called", async () => {
    const { gate, asked } = await opened([FULL]);
    const task = vi.fn();
    const error = await outcome(create(gate, task));
    expect(isQuotaError(error)).toBe(true);
    expect(error).toMatchObject({ name: "QuotaDenied", code: "denied", status: null });
    expect((error as QuotaDenied).decision).toBe(gate.check("createManagedOrg"));
    expect(error).not.toHaveProperty("cause");
    expect(task).not.toHaveBeenCalled();
    expect(asked).toHaveLength(1);
  });

  test("disposal while waiting ends it", async () => {
    const { gate } = await gateOver([new Promise(() => {})]);
    const task = vi.fn();
    const running = outcome(create(gate, task));
    gate.dispose();
    expect(await running).toMatchObject({ code: "disposed" });
    expect(await outcome(create(gate, task))).toMatchObject({ code: "disposed" });
    expect(task).not.toHaveBeenCalled();
  });

  test.each([
    [["nonsense", {}, async () => {}], "unknown-action", 'no action "nonsense"'],
    [["createManagedOrg", { voters: 3 }, async () => {}], "invalid-params", 'no parameter "voters"'],
    [["createManagedOrg", {}], "invalid-params", "run needs a function"],
    [["createManagedOrg", {}, Promise.resolve()], "invalid-params", "run needs a function"],
  ])("what is wrong with the arguments rejects: %j", async (args, code, message) => {
    const { gate } = await opened([LAST]);
    const odd = gate.run as (...args: unknown[]) => Promise<unknown>;
    expect(await outcome(odd(...args))).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(held(gate)).toBe(0);
  });
});

describe("a task that succeeds", () => {
  useFakeClock();

  test("has its units held meanwhile, and committed then", async () => {
    const { gate, asked } = await opened([LAST, FULL]);
    let hold: Hold | undefined;
    const value = { address: "0x1" };
    const result = await create(gate, async (own) => {
      hold = own;
      expect(own).toMatchObject({ action: "createManagedOrg", state: "held" });
      expect(held(gate)).toBe(1);
      expect(gate.can("createManagedOrg")).toBe(false);
      return value;
    });
    expect(result).toBe(value);
    expect(hold?.state).toBe("committed");
    expect(gate.headroom("managedOrgs")).toMatchObject({ used: 0, held: 1 });
    await calm();
    expect(asked).toHaveLength(2);
    expect(gate.headroom("managedOrgs")).toMatchObject({ used: 1, held: 0 });
  });

  test("is asked about with its parameters", async () => {
    const { gate } = await opened([GUIDE]);
    const asking = (voters: number) =>
      outcome(gate.run("publishProcess", { voters, emailOtp: true }, async () => "published"));
    expect(await asking(413)).toBe("published");
    expect(await asking(414)).toMatchObject({
      decision: { blockers: [{ resource: "emails", requested: 414 }] },
    });
  });

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["a number", 0],
    ["an object with a status", { status: 400, error: NO_SLOT, code: 40154 }],
  ])("may resolve with %s", async (_, value) => {
    const { gate } = await opened([LAST]);
    expect(await create(gate, async () => value)).toBe(value);
  });

  test("may return what isn't a promise", async () => {
    const { gate } = await opened([LAST]);
    expect(await create(gate, (() => 7) as unknown as () => Promise<number>)).toBe(7);
  });

  test("gives its Response unread", async () => {
    const { gate } = await opened([LAST]);
    const response = Response.json({ address: "0x1" });
    expect(await create(gate, async () => response)).toBe(response);
    expect(await response.json()).toEqual({ address: "0x1" });
  });
});

test("of two runs for the last slot one passes, and one is denied", async () => {
  const { gate } = await opened([LAST, FULL]);
  const task = vi.fn(async () => "created");
  const results = await Promise.all([outcome(create(gate, task)), outcome(create(gate, task))]);
  expect(results[0]).toBe("created");
  expect(results[1]).toMatchObject({ name: "QuotaDenied", decision: { blockers: [{ held: 1 }] } });
  expect(task).toHaveBeenCalledTimes(1);
});

describe("a refusal on quota", () => {
  useFakeClock();

  test("as a Response throws QuotaDenied with it as cause, which can still be read", async () => {
    const { gate, asked } = await opened([LAST, FULL]);
    const response = noSlot();
    const error = await outcome(create(gate, async () => response));
    expect(error).toBeInstanceOf(QuotaDenied);
    expect(error).toMatchObject({
      name: "QuotaDenied",
      code: "denied",
      status: 400,
      platformCode: 40154,
      retryable: false,
      decision: {
        action: "createManagedOrg",
        verdict: "deny",
        allowed: false,
        reason: "limit-reached",
        blockers: [{ resource: "managedOrgs", limit: 1, used: 1, held: 0, remaining: 0 }],
      },
    });
    expect((error as QuotaDenied).message).toBe((error as QuotaDenied).decision.message);
    expect((error as QuotaDenied).cause).toBe(response);
    expect(Object.keys(error as object)).not.toContain("cause");
    expect(response.bodyUsed).toBe(false);
    expect(await response.json()).toEqual({ error: NO_SLOT, code: 40154 });
    expect(held(gate)).toBe(0);
    expect(asked).toHaveLength(2);
  });

  const body = { error: NO_SLOT, code: 40154 };
  class NewerError extends VocdoniApiError {
    override readonly name = "VocdoniQuotaError";
  }
  /** Its status is the response's, by a getter of its class. */
  class HttpError extends Error {
    constructor(readonly response: Response) {
      super(`status ${response.status}`);
    }
    get status() {
      return this.response.status;
    }
  }
  class ParsedError extends Error {
    get status() {
      return 400;
    }
    get data() {
      return body;
    }
  }
  const shapes: [string, () => unknown][] = [
    ["the SDK's error", () => new VocdoniApiError(400, body, 40154)],
    ["a subclass of it", () => new NewerError(400, body, 40154)],
    [
      "one of another copy, that has no class",
      () => ({ name: "VocdoniApiError", status: 400, body, code: 40154 }),
    ],
    ["one whose body is text", () => new VocdoniApiError(400, JSON.stringify(body))],
    ["one with the code alone", () => new VocdoniApiError(400, null, 40154)],
    ["axios' way", () => Object.assign(new Error("400"), { response: { status: 400, data: body } })],
    ["axios' way, as text", () => ({ response: { status: 400, data: JSON.stringify(body) } })],
    ["ofetch's way", () => Object.assign(new Error("400"), { statusCode: 400, data: body })],
    ["ky's way", () => Object.assign(new Error("400"), { response: noSlot() })],
    [
      "one that has read its Response",
      () => {
        const response = noSlot();
        void response.text();
        return Object.assign(new Error("400"), { response, data: body });
      },
    ],
    ["a class's with getters", () => new HttpError(noSlot())],
    ["a class's with getters and its body", () => new ParsedError()],
    ["a Response", () => noSlot()],
    ["the body itself", () => body],
    ["its text", () => JSON.stringify(body)],
  ];
  test.each(shapes)("is known by its shape: %s", async (_, shape) => {
    const { gate } = await opened([LAST, FULL]);
    const thrown = shape();
    const error = await outcome(create(gate, rejecting(thrown)));
    expect(error).toMatchObject({ name: "QuotaDenied", platformCode: 40154, decision: { allowed: false } });
    expect((error as QuotaDenied).cause).toBe(thrown);
    expect(held(gate)).toBe(0);
  });

  test.each(shapes)("has its status, where there is one: %s", async (_, shape) => {
    const { gate } = await opened([LAST, FULL]);
    const thrown = shape();
    const status = thrown === body || typeof thrown === "string" ? null : 400;
    expect(await outcome(create(gate, rejecting(thrown)))).toMatchObject({ status });
  });

  test.each(shapes)("frees the units, whatever the next answer is: %s", async (_, shape) => {
    const { gate } = await opened([LAST, failing()]);
    await outcome(create(gate, rejecting(shape())));
    expect(gate.headroom("managedOrgs")).toMatchObject({ used: 0, held: 0, remaining: 0 });
  });

  test("is told once, as refused", async () => {
    const { gate } = await opened([LAST, FULL]);
    const refused = vi.fn();
    gate.on("refused", refused);
    const error = await outcome(create(gate, async () => noSlot()));
    expect(refused.mock.calls).toEqual([[(error as QuotaDenied).decision]]);
  });

  test("counts, also where the platform still shows room", async () => {
    const { gate } = await opened([LAST]);
    const error = await outcome(create(gate, async () => noSlot()));
    expect(error).toMatchObject({ decision: { verdict: "deny", blockers: [{ used: 0, remaining: 0 }] } });
    expect(gate.can("createManagedOrg")).toBe(false);
  });

  test("counts, also where the platform can't be asked then", async () => {
    const { gate } = await opened([LAST, failing()]);
    const error = await outcome(create(gate, async () => noSlot()));
    expect(error).toMatchObject({ decision: { verdict: "deny", blockers: [{ remaining: 0 }] } });
    expect(gate.state.error).toMatchObject({ code: "server" });
  });

  test.each([
    ["agrees", FULL],
    ["still shows room", LAST],
    ["can't be had", failing()],
  ])("leaves no moment in which the gate looks open, where the next answer %s", async (_, next) => {
    const { gate } = await opened([LAST, next]);
    const told: boolean[] = [];
    gate.subscribe(() => told.push(gate.can("createManagedOrg")));
    gate.on("refused", () => told.push(gate.can("createManagedOrg")));
    await outcome(create(gate, async () => noSlot()));
    await calm();
    expect(told.length).toBeGreaterThan(2);
    expect(told).not.toContain(true);
  });
});

describe("an error that isn't about quotas", () => {
  useFakeClock();

  test("as a Response comes back as the very same, and the units are free", async () => {
    const { gate, asked } = await opened([LAST]);
    const response = refusedWith(40004, BAD_NAME);
    expect(await create(gate, async () => response)).toBe(response);
    expect(await response.json()).toEqual({ error: BAD_NAME, code: 40004 });
    expect(held(gate)).toBe(0);
    expect(gate.can("createManagedOrg")).toBe(true);
    await calm();
    expect(asked).toHaveLength(1);
  });

  test("as a Response that the task has read comes back too", async () => {
    const { gate } = await opened([LAST]);
    const response = noSlot();
    const result = await create(gate, async () => {
      await response.text();
      return response;
    });
    expect(result).toBe(response);
    expect(held(gate)).toBe(0);
  });

  const status = (code: number) =>
    [`status ${code}`, () => new VocdoniApiError(code, { error: "…", code: 1 })] as const;
  test.each([
    ...[400, 401, 402, 403, 404, 409, 413, 422, 429].map(status),
    ["text in place of JSON", () => new VocdoniApiError(429, "Server capacity exceeded.\n")],
    ["axios' way", () => Object.assign(new Error("404"), { response: { status: 404, data: "<html>" } })],
    [
      "ky's way",
      () => Object.assign(new Error("404"), { response: new Response("<html>", { status: 404 }) }),
    ],
  ] as const)("with %s passes through, and the units are free", async (_, error) => {
    const { gate, asked } = await opened([LAST]);
    const thrown = error();
    await expect(create(gate, rejecting(thrown))).rejects.toBe(thrown);
    expect(held(gate)).toBe(0);
    await calm();
    expect(asked).toHaveLength(1);
  });
});

describe("where nobody knows whether it happened", () => {
  useFakeClock();

  const unreadable = () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  test.each([
    ["a failed fetch", () => new TypeError("Failed to fetch")],
    ["an abort", () => new DOMException("aborted", "AbortError")],
    ["a time-out", () => AbortSignal.timeout(0).reason ?? new DOMException("late", "TimeoutError")],
    ["the SDK's error for an empty 500", () => new VocdoniApiError(500, null)],
    [
      "the SDK's error for a 503",
      () => new VocdoniApiError(503, { error: "transaction queue is full", code: 50301 }),
    ],
    ["the SDK's error for 200 with HTML", () => new SyntaxError("Unexpected token <")],
    ["axios' way", () => Object.assign(new Error("502"), { response: { status: 502, data: "<html>" } })],
    ["a string", () => "boom"],
    ["nothing", () => undefined],
    ["what can't be read", () => unreadable()],
  ])("%s passes through, and the units stay taken until the next answer", async (_, error) => {
    const { answer, come } = pending();
    const { gate, asked } = await opened([LAST, answer]);
    const thrown = error();
    const seen = await create(gate, rejecting(thrown)).then(
      () => expect.unreachable(),
      (reason: unknown) => ({ reason }),
    );
    expect(Object.is(seen.reason, thrown)).toBe(true);
    expect(held(gate)).toBe(1);
    await calm();
    expect(asked).toHaveLength(2);
    come(LAST);
    await calm();
    expect(gate.headroom("managedOrgs")).toMatchObject({ held: 0, remaining: 1 });
  });

  test("a Response with 5xx comes back as the very same", async () => {
    const { gate } = await opened([LAST, failing(), FULL]);
    const response = new Response("Bad gateway", { status: 502 });
    expect(await create(gate, async () => response)).toBe(response);
    expect(await response.text()).toBe("Bad gateway");
    await calm();
    expect(held(gate)).toBe(1);
    await gate.refresh();
    expect(gate.headroom("managedOrgs")).toMatchObject({ used: 1, held: 0 });
  });

  test("what is counted late stays taken for a minute", async () => {
    const { gate } = await opened([GUIDE]);
    gate.subscribe(() => {});
    await outcome(gate.run("relayVotes", { count: 5 }, rejecting(new TypeError("Failed to fetch"))));
    await pass(59_999);
    expect(gate.headroom("votes").held).toBe(5);
    await pass(1);
    expect(gate.headroom("votes").held).toBe(0);
  });

  test("a task that throws before it returns a promise is no different", async () => {
    const { gate } = await opened([LAST, failing()]);
    const thrown = new TypeError("undefined is not a function");
    const task = () => {
      throw thrown;
    };
    await expect(create(gate, task)).rejects.toBe(thrown);
    expect(held(gate)).toBe(1);
  });

  test("a value that can't be looked at is a value", async () => {
    const { gate } = await opened([LAST]);
    const value = {
      get status() {
        throw new Error("no");
      },
    };
    expect(await create(gate, async () => value)).toBe(value);
  });
});

describe("a task that ends its hold itself", () => {
  useFakeClock();

  test("by a commit: the rest of it is its own matter", async () => {
    const { gate, asked } = await opened([LAST, FULL]);
    const result = create(gate, async (hold) => {
      hold.commit();
      await calm();
      expect(gate.headroom("managedOrgs")).toMatchObject({ used: 1, held: 0 });
      return "done";
    });
    expect(await result).toBe("done");
    await calm();
    expect(asked).toHaveLength(2);
  });

  test("by a commit, and fails later: what was done stays done", async () => {
    const { gate, asked } = await opened([LAST, failing()]);
    const response = refusedWith(40004, BAD_NAME);
    const result = create(gate, async (hold) => {
      hold.commit();
      return response;
    });
    expect(await result).toBe(response);
    await calm();
    expect(held(gate)).toBe(1);
    expect(asked).toHaveLength(2);
  });

  test("by a commit, and is refused later: QuotaDenied, and what was done stays done", async () => {
    const { gate } = await opened([guide({ maxManagedOrgs: 5 }), failing()]);
    const refusal = new VocdoniApiError(400, { error: "integrator quota exceeded", code: 40155 });
    const error = await outcome(
      create(gate, async (hold) => {
        hold.commit();
        throw refusal;
      }),
    );
    expect(error).toMatchObject({ name: "QuotaDenied", cause: refusal, platformCode: 40155 });
    expect((error as QuotaDenied).decision.blockers).toMatchObject([{ resource: "managedProcesses" }]);
    expect(gate.can("publishProcess")).toBe(false);
    expect(held(gate)).toBe(1);
  });

  test("by a release: nothing was taken, whatever it resolves with", async () => {
    const { gate, asked } = await opened([LAST]);
    let own: Hold | undefined;
    const result = await create(gate, async (hold) => {
      own = hold;
      hold.release();
      return "found it there already";
    });
    expect(result).toBe("found it there already");
    await calm();
    expect(own?.state).toBe("released");
    expect(held(gate)).toBe(0);
    expect(asked).toHaveLength(1);
  });

  test("by a release, and fails: that passes through", async () => {
    const { gate } = await opened([LAST]);
    const thrown = new TypeError("Failed to fetch");
    const task = async (hold: Hold) => {
      hold.release();
      throw thrown;
    };
    await expect(create(gate, task)).rejects.toBe(thrown);
    expect(held(gate)).toBe(0);
  });
});

describe("a task that takes long", () => {
  useFakeClock();

  test("keeps its units for as long as it takes", async () => {
    const { answer, come } = pending();
    const { gate } = await opened([LAST, FULL]);
    const told: number[] = [];
    gate.subscribe(({ headroom }) => told.push(headroom.managedOrgs.held));
    const running = create(gate, () => answer);
    await pass(300_000);
    expect(held(gate)).toBe(1);
    come("created");
    expect(await running).toBe("created");
    expect(new Set(told)).toEqual(new Set([1]));
    await calm();
    expect(gate.headroom("managedOrgs")).toMatchObject({ used: 1, held: 0 });
  });

  test("is always a while from the hold's end", async () => {
    const { answer, come } = pending();
    const { gate } = await opened([LAST]);
    let hold: Hold | undefined;
    const running = create(gate, (own) => {
      hold = own;
      return answer;
    });
    await calm();
    for (let minute = 0; minute < 5; minute += 1) {
      const left = (hold?.expiresAt ?? 0) - Date.now();
      expect(left).toBeGreaterThan(30_000);
      expect(left).toBeLessThan(90_000);
      await pass(60_000);
    }
    come("created");
    await running;
  });

  test("and over which the computer sleeps has its units taken again at the end", async () => {
    const { answer, come } = pending();
    const { gate } = await opened([LAST, failing()]);
    let hold: Hold | undefined;
    const running = create(gate, (own) => {
      hold = own;
      return answer;
    });
    await calm();
    vi.setSystemTime(START + 3_600_000);
    expect(hold?.state).toBe("expired");
    come("created");
    await running;
    expect(hold?.state).toBe("committed");
    expect(held(gate)).toBe(1);
  });

  test.each<[string, (hold: Hold) => Promise<unknown>]>([
    ["succeeded", async () => "created"],
    ["was refused", async () => noSlot()],
    ["failed", rejecting(new TypeError("Failed to fetch"))],
    [
      "released its hold",
      async (hold: Hold) => {
        hold.release();
        await pass(3_600_000);
      },
    ],
  ])("leaves no timer behind once it %s", async (_, task) => {
    const { gate } = await opened([LAST, FULL]);
    await outcome(create(gate, task));
    await calm();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("sign-out and disposal while it runs", () => {
  useFakeClock();

  const ends = ["clear", "dispose"] as const;
  const outcomes: [string, () => unknown][] = [
    ["a value", () => "created"],
    ["a refused Response", noSlot],
    ["another Response", () => new Response(null, { status: 500 })],
  ];
  test.each(ends.flatMap((end) => outcomes.map(([what, value]) => [end, what, value] as const)))(
    "%s: %s comes back as it is",
    async (end, _, value) => {
      const { gate, asked } = await opened([LAST]);
      const refused = vi.fn();
      gate.on("refused", refused);
      const { answer, come } = pending();
      const running = create(gate, () => answer);
      await calm();
      gate[end]();
      const result = value();
      come(result);
      expect(await running).toBe(result);
      await calm();
      expect(refused).not.toHaveBeenCalled();
      expect(asked).toHaveLength(1);
    },
  );

  test.each(ends)("%s: a rejection comes back as it is", async (end) => {
    const { gate } = await opened([LAST]);
    const thrown = new VocdoniApiError(400, { error: NO_SLOT, code: 40154 });
    const task = async () => {
      await calm();
      gate[end]();
      throw thrown;
    };
    await expect(create(gate, task)).rejects.toBe(thrown);
  });

  test.each(ends)(
    "%s while the platform is asked about a refusal: the refusal comes back as it is",
    async (end) => {
      const { gate, asked } = await opened([LAST, new Promise(() => {})]);
      const refused = vi.fn();
      gate.on("refused", refused);
      const response = noSlot();
      const running = create(gate, async () => response);
      await calm();
      expect(asked).toHaveLength(2);
      gate[end]();
      expect(await running).toBe(response);
      expect(refused).not.toHaveBeenCalled();
    },
  );

  test("after clear the refusal says nothing about whoever signs in next", async () => {
    const { gate } = await opened([LAST]);
    const response = noSlot();
    await create(gate, async () => {
      gate.clear();
      await gate.refresh();
      return response;
    });
    expect(gate.can("createManagedOrg")).toBe(true);
    expect(gate.headroom("managedOrgs")).toMatchObject({ held: 0, remaining: 1 });
  });
});

test("no rejection goes unhandled", async () => {
  const unhandled = vi.fn();
  process.on("unhandledRejection", unhandled);
  finally_(() => process.off("unhandledRejection", unhandled));
  for (const end of ["none", "clear", "dispose"] as const) {
    for (const result of [
      noSlot,
      () => "created",
      () => failing(),
      () => new Response(null, { status: 500 }),
    ]) {
      const { gate } = await opened([LAST, failing()]);
      const task = async () => {
        const made: unknown = result();
        if (end !== "none") queueMicrotask(() => gate[end]());
        if (made instanceof Error) throw made;
        return made;
      };
      await outcome(create(gate, task));
      await outcome(create(gate, task));
      gate.dispose();
      await setImmediate();
    }
  }
  expect(unhandled).not.toHaveBeenCalled();
});

describe("over HTTP, where a second client takes the last slot in between", () => {
  const platform = async () => {
    const started = await sandbox();
    const Authorization = `Bearer ${started.credentials("near-limits").sessions.admin}`;
    const post = (path: string, body: unknown) =>
      fetch(`${started.url}${path}`, {
        method: "POST",
        headers: { Authorization },
        body: JSON.stringify(body),
      });
    return { started, post };
  };
  const newOrg = { type: "association" };

  test("the first is told by QuotaDenied, and the gate knows", async () => {
    const { started, post } = await platform();
    const gate = await gateOf(started, "near-limits");
    const result = outcome(
      create(gate, async () => {
        expect((await post("/integrator/organizations", newOrg)).status).toBe(200);
        return post("/integrator/organizations", newOrg);
      }),
    );
    const error = (await result) as QuotaDenied;
    expect(error).toMatchObject({
      name: "QuotaDenied",
      status: 400,
      platformCode: 40154,
      decision: { verdict: "deny", blockers: [{ resource: "managedOrgs", limit: 5, used: 5, held: 0 }] },
    });
    expect(await (error.cause as Response).json()).toEqual({
      code: 40154,
      error: "max managed organizations reached: limit 5",
    });
    expect(gate.check("createManagedOrg")).toMatchObject({ verdict: "deny", max: 0 });
  });

  test("two runs of one page and the platform's numbers come to the same", async () => {
    const { started, post } = await platform();
    started.setLimits("near-limits", { maxManagedOrgs: 6 });
    const gate = await gateOf(started, "near-limits");
    const creating = () => outcome(create(gate, () => post("/integrator/organizations", newOrg)));
    const results = await Promise.all([creating(), creating(), creating()]);
    expect(results.filter((result) => result instanceof Response)).toHaveLength(2);
    expect(results.filter((result) => result instanceof QuotaDenied)).toHaveLength(1);
    expect(started.account("near-limits").usage.managedOrgs).toBe(6);
    await eventually(() => expect(gate.headroom("managedOrgs")).toMatchObject({ used: 6, held: 0 }));
    expect(started.requests({ method: "POST" })).toHaveLength(2);
  });

  test("a platform that closes the connection leaves it open, and the next answer tells", async () => {
    const { started, post } = await platform();
    const gate = await gateOf(started, "near-limits");
    started.addFault({ fault: { kind: "close" }, method: "POST" });
    await expect(create(gate, () => post("/integrator/organizations", newOrg))).rejects.toThrow(TypeError);
    await eventually(() => expect(gate.headroom("managedOrgs")).toMatchObject({ used: 4, held: 0 }));
  });
});
