import { createGate, custom } from "quota-gate";
import { describe, expect, test, vi } from "vitest";
import { postOver } from "./post.js";
import { calm, failing, finally_, pass, START, stubPage, useFakeClock } from "./support.js";

useFakeClock();

describe("usage that starts anew", () => {
  const emails = { limit: "/l", used: "/u", resetsAt: "/at" };
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;

  test.each<[string, unknown, number | null]>([
    ["seconds", (START + HOUR) / 1_000, START + HOUR],
    ["seconds as text", String((START + HOUR) / 1_000), START + HOUR],
    ["milliseconds", START + HOUR, START + HOUR],
    ["a date", "2026-01-01T01:00:00Z", START + HOUR],
    ["a date elsewhere", "2026-01-01T02:00:00.000+01:00", START + HOUR],
    ["a day", "2026-01-02", START + DAY],
    ["what was before this answer", "2025-12-31T23:59:59Z", null],
    ["what is no date", "tomorrow", null],
    ["nothing", null, null],
  ])("%s", async (_, at, resetsAt) => {
    expect((await postOver(emails, { l: 1, u: 1, at })).headroom("emails").resetsAt).toBe(resetsAt);
  });

  test("isn't known from then on, and who subscribed is told", async () => {
    const body = { l: 1, u: 1, at: START + HOUR };
    const source = vi.fn(async () => body);
    const gate = await postOver(emails, body, { source }, { staleAfter: 2 * HOUR, expireAfter: 9 * HOUR });
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

  test("is asked for when somebody looks, though the answer isn't old", async () => {
    const page = stubPage();
    const body = { l: 1, u: 1, at: START + HOUR };
    const source = vi.fn(async () => body);
    const gate = await postOver(emails, body, { source }, { staleAfter: 2 * HOUR, expireAfter: 9 * HOUR });
    gate.subscribe(() => {});
    await pass(HOUR - 1);
    page.show();
    await calm();
    expect(source).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(source).toHaveBeenCalledTimes(1);
    body.u = 0;
    page.show();
    await calm();
    expect(source).toHaveBeenCalledTimes(2);
    expect(gate.state.phase).toBe("ready");
    expect(gate.check("send")).toMatchObject({ verdict: "allow", max: 1 });
  });

  test("is asked for in vain no oftener than anything else", async () => {
    const page = stubPage();
    const source = vi.fn(async () => ({ l: 1, u: 1, at: START + HOUR }));
    const gate = await postOver(emails, undefined, { source }, { staleAfter: 2 * HOUR, expireAfter: DAY });
    gate.subscribe(() => {});
    await pass(HOUR);
    source.mockRejectedValue(failing(503));
    for (let times = 0; times < 5; times += 1) {
      page.show();
      await calm();
    }
    expect(source).toHaveBeenCalledTimes(2);
    await pass(2 * HOUR);
    page.show();
    await calm();
    expect(source).toHaveBeenCalledTimes(3);
  });

  test("closes where the policy says so, and somebody may try again", async () => {
    const body = { l: 9, u: 0, at: START + HOUR };
    const options = { expireAfter: 9 * HOUR, whenUnknown: "deny" } as const;
    const gate = await postOver(emails, body, {}, options);
    await pass(HOUR);
    expect(gate.can("send")).toBe(false);
    expect(gate.check("send")).toMatchObject({
      reason: "usage-unknown",
      max: null,
      remedy: { kind: "retry" },
    });
  });

  test("leaves what has no limit without one", async () => {
    const places = { ...emails, unlimited: [-1] };
    const gate = await postOver(places, { l: -1, u: 9, at: START + HOUR }, {}, { expireAfter: DAY });
    await pass(HOUR);
    expect(gate.check("send")).toMatchObject({ verdict: "allow", reason: "unlimited" });
  });

  test("takes what only was said to remain with it", async () => {
    const places = { remaining: "/r", resetsAt: "/at" };
    const gate = await postOver(places, { r: 0, at: START + HOUR }, {}, { expireAfter: DAY });
    expect(gate.check("send")).toMatchObject({ verdict: "deny", remedy: { kind: "wait" } });
    await pass(HOUR);
    expect(gate.headroom("emails")).toMatchObject({ remaining: null, level: "unknown" });
    expect(gate.check("send").verdict).toBe("unknown");
  });

  test("takes what was counted with it", async () => {
    const places = { limit: "/l", resetsAt: "/at" };
    const usage = async () => ({ emails: 1 });
    const gate = await postOver(places, { l: 1, at: START + HOUR }, { usage }, { expireAfter: DAY });
    expect(gate.can("send")).toBe(false);
    await pass(HOUR);
    expect(gate.headroom("emails")).toMatchObject({ limit: 1, used: null });
  });

  test("is heard of after more days than a timer can wait", async () => {
    const at = START + 40 * DAY;
    const options = { staleAfter: 100 * DAY, expireAfter: 100 * DAY };
    const gate = await postOver(emails, { l: 1, u: 1, at }, {}, options);
    const heard = vi.fn();
    gate.subscribe(heard);
    await pass(40 * DAY - 1);
    expect(heard).not.toHaveBeenCalled();
    expect(gate.can("send")).toBe(false);
    await pass(1);
    expect(heard).toHaveBeenCalledOnce();
    expect(gate.can("send")).toBe(true);
  });

  test("has operators wait until then, and customers for later", async () => {
    const body = { l: 1, u: 1, at: START + HOUR };
    const operator = await postOver(emails, body, {}, { audience: "operator", locale: "en" });
    expect(operator.check("send").message).toMatch(
      /^Emails: 1 of 1 used, 1 more needed\. Wait until it starts anew: .*2026/,
    );
    const customer = await postOver(emails, body, {}, { locale: "en" });
    expect(customer.check("send").message).toBe("This can't be done right now. Please try again later.");
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
