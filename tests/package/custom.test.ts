import { type CustomResource, createGate, custom } from "quota-gate";
import { describe, expect, test } from "vitest";
import { postOver } from "./post.js";
import { finally_, pass, useFakeClock } from "./support.js";

useFakeClock();

const roomOf = async (emails: CustomResource, body: unknown) => {
  const { limit, used, remaining } = (await postOver(emails, body)).headroom("emails");
  return [limit, used, remaining];
};
const INFINITY = Number.POSITIVE_INFINITY;

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
    const gate = await postOver(emails, { l: 5, u: 0 });
    gate.hold("send").commit();
    await pass(1);
    await gate.refresh();
    expect(gate.headroom("emails").held).toBe(milliseconds === 0 ? 0 : 1);
    await pass(milliseconds);
    await gate.refresh();
    expect(gate.headroom("emails").held).toBe(0);
  });
});
