/** What is in use, counted by the application beside the platform's answer. */
import type { CustomResource } from "quota-gate";
import { describe, expect, test, vi } from "vitest";
import { type PostOptions, post, postOver, unopened } from "./post.js";
import { calm, failing, pass, pending, useFakeClock } from "./support.js";

useFakeClock();

type Usage = NonNullable<PostOptions["usage"]>;

const LIMIT = { limit: "/l" };
const NEVER = new Promise<never>(() => {});

/** A gate of which two are used, and what counts them. */
const counted = async (options = {}) => {
  const usage = vi.fn<Usage>(async () => ({ emails: 2 }));
  const source = vi.fn(async () => ({ l: 3 }));
  const gate = await postOver(LIMIT, undefined, { source, usage }, options);
  return { gate, usage, source };
};

describe("what was counted", () => {
  const emails = { limit: "/l", used: "/u" };

  test("makes a limit enough to decide by", async () => {
    const { gate } = await counted();
    expect(gate.headroom("emails")).toMatchObject({
      limit: 3,
      used: 2,
      remaining: 1,
      origin: "counted",
      limitName: "/l",
      usageName: null,
    });
    expect(gate.check("send", { count: 2 })).toMatchObject({ verdict: "deny", max: 1 });
  });

  test("beats what the answer says is used", async () => {
    const gate = await postOver(emails, { l: 3, u: 1 }, { usage: async () => ({ emails: 3 }) });
    expect(gate.headroom("emails")).toMatchObject({ used: 3, origin: "counted", usageName: "/u" });
    expect(gate.can("send")).toBe(false);
  });

  test.each<[string, unknown, number]>([
    ["none of them", 0, 0],
    ["a decrement too many", -2, -2],
    ["more than can be counted", 1e300, Number.MAX_SAFE_INTEGER],
  ])("may be %s", async (_, count, used) => {
    const usage = (async () => ({ emails: count })) as Usage;
    expect((await postOver(emails, { l: 3, u: 1 }, { usage })).headroom("emails")).toMatchObject({
      used,
      origin: "counted",
    });
  });

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a number by itself", 2],
    ["a list", [2]],
    ["nothing of this resource", {}],
    ["null of it", { emails: null }],
    ["a text of it", { emails: "2" }],
    ["half of one", { emails: 1.5 }],
    ["no number", { emails: Number.NaN }],
  ])("says nothing where it is %s", async (_, count) => {
    const usage = (async () => count) as Usage;
    const said = await postOver(emails, { l: 3, u: 1 }, { usage });
    expect(said.state.error).toBeNull();
    expect(said.headroom("emails")).toMatchObject({ used: 1, origin: "reported" });
    const unsaid = await postOver(LIMIT, { l: 3 }, { usage });
    expect(unsaid.headroom("emails")).toMatchObject({ limit: 3, used: null, level: "unknown" });
    expect(unsaid.check("send")).toMatchObject({ verdict: "unknown", reason: "usage-unknown" });
  });
});

describe("what was counted, beside other numbers", () => {
  const usage = async () => ({ emails: 4 });
  const roomOf = async (emails: CustomResource, body: unknown) => {
    const { limit, used, remaining, origin } = (await postOver(emails, body, { usage })).headroom("emails");
    return [limit, used, remaining, origin];
  };

  test("is reserved on top of", async () => {
    expect(await roomOf({ limit: "/l", reserved: "/x" }, { l: 10, x: 2 })).toEqual([10, 6, 4, "counted"]);
    expect(await roomOf({ limit: "/l", reserved: "/x" }, { l: 10 })).toEqual([10, null, null, "reported"]);
  });

  test("says nothing where the platform says what is left of how many", async () => {
    expect(await roomOf({ limit: "/l", remaining: "/r" }, { l: 10, r: 1 })).toEqual([10, 9, 1, "reported"]);
    expect(await roomOf({ limit: "/l", remaining: "/r" }, { l: 10 })).toEqual([10, 4, 6, "counted"]);
  });

  test("makes a limit of what is left", async () => {
    expect(await roomOf({ remaining: "/r" }, { r: 6 })).toEqual([10, 4, 6, "counted"]);
    expect(await roomOf({ used: "/u", remaining: "/r" }, { u: 1, r: 6 })).toEqual([10, 4, 6, "counted"]);
  });
});

describe("counting", () => {
  test("is once for each refresh, and doesn't wait for the answer", async () => {
    const { answer, come } = pending();
    const usage = vi.fn<Usage>(async () => ({ emails: 2 }));
    const gate = await unopened(post(LIMIT, { source: () => answer, usage }));
    await calm();
    expect(usage).toHaveBeenCalledOnce();
    expect(gate.check("send").reason).toBe("loading");
    come({ l: 3 });
    await gate.ready;
    expect(gate.headroom("emails").remaining).toBe(1);
    await Promise.all([gate.refresh(), gate.refresh()]);
    expect(usage).toHaveBeenCalledTimes(2);
  });

  test.each([
    ["nobody knows why", () => new Error("the database at db.internal is down"), "network"],
    ["of a server", () => failing(503), "server"],
    ["of too many requests", () => failing(429), "rate-limited"],
    ["of credentials", () => failing(401), "unauthorized"],
  ])("that fails fails the refresh, and the last good answer stays: %s", async (_, error, code) => {
    const { gate, usage } = await counted();
    usage.mockRejectedValueOnce(error());
    const { error: told } = await gate.refresh();
    expect(told).toMatchObject({ code });
    expect(told?.message).not.toContain("db.internal");
    expect(gate.headroom("emails")).toMatchObject({ used: 2, origin: "counted" });
    expect((await gate.refresh()).error).toBeNull();
  });

  test("that throws at once has failed as well", async () => {
    const { gate, usage } = await counted();
    usage.mockImplementationOnce(() => {
      throw new Error("…");
    });
    expect((await gate.refresh()).error).toMatchObject({ code: "network", retryable: true });
  });

  test("that fails is tried again, with the request", async () => {
    const { gate, usage, source } = await counted({ retries: 2 });
    usage.mockRejectedValueOnce(new Error("…")).mockRejectedValueOnce(new Error("…"));
    usage.mockResolvedValueOnce({ emails: 3 });
    const refreshed = gate.refresh();
    await pass(30_000);
    expect((await refreshed).error).toBeNull();
    expect(usage).toHaveBeenCalledTimes(4);
    expect(source).toHaveBeenCalledTimes(4);
    expect(gate.headroom("emails").used).toBe(3);
  });

  test("that is refused for good says nothing, and the answer counts", async () => {
    const { gate, usage } = await counted();
    usage.mockRejectedValueOnce(failing(404));
    expect((await gate.refresh()).error).toBeNull();
    expect(gate.headroom("emails")).toMatchObject({ limit: 3, used: null, origin: "reported" });
  });

  test("that doesn't end is given up after the time of one request", async () => {
    const { gate, usage } = await counted({ timeoutMs: 5_000 });
    usage.mockReturnValueOnce(NEVER);
    const refreshed = gate.refresh();
    await pass(4_999);
    const [{ signal }] = usage.mock.lastCall ?? [{ signal: null }];
    expect(signal?.aborted).toBe(false);
    await pass(1);
    expect((await refreshed).error).toMatchObject({ code: "timeout" });
    expect(signal?.aborted).toBe(true);
    expect(gate.headroom("emails").used).toBe(2);
  });

  test("is given up with the gate", async () => {
    const usage = vi.fn<Usage>(() => NEVER);
    const gate = await unopened(post(LIMIT, { source: async () => ({ l: 3 }), usage }));
    await calm();
    const [{ signal }] = usage.mock.lastCall ?? [{ signal: null }];
    expect(signal?.aborted).toBe(false);
    gate.dispose();
    expect(signal?.aborted).toBe(true);
  });
});
