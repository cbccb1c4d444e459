import type { GateOptions, Remedy } from "quota-gate";
import { describe, expect, test, vi } from "vitest";
import { type PostOptions, postOver, reported } from "./post.js";
import { failing, START, useFakeClock } from "./support.js";

useFakeClock();

describe("functions of a description", () => {
  const emails = { limit: "/l", used: "/u" };
  const mistake = new TypeError("a mistake");
  const fails = () => {
    throw mistake;
  };

  test("select says what the pointers are relative to", async () => {
    const gate = await postOver(emails, [{ id: "x" }, { id: "emails", l: 3, u: 1 }], {
      select: (body) => (body as { id: string }[]).find(({ id }) => id === "emails"),
    });
    expect(gate.headroom("emails").remaining).toBe(2);
  });

  test("a select that finds nothing is a bad response, and one that fails is told", async () => {
    const told = reported();
    const nothing = await postOver(emails, { l: 3, u: 1 }, { select: () => undefined });
    expect(nothing.state.error).toMatchObject({ code: "bad-response" });
    const failed = await postOver(emails, { l: 3, u: 1 }, { select: fails });
    expect(failed.state.error).toMatchObject({ code: "bad-response", status: 200 });
    expect(told).toHaveBeenCalledExactlyOnceWith(mistake);
  });

  test("a select gets to see no failure of the platform, and one that fails leaves the last good answer", async () => {
    reported();
    const select = vi.fn((body: unknown) => body);
    const source = vi.fn(async (): Promise<unknown> => ({ l: 3, u: 1 }));
    const gate = await postOver(emails, undefined, { select, source });
    source.mockRejectedValueOnce(failing(503));
    expect((await gate.refresh()).error).toMatchObject({ code: "server" });
    expect(select).toHaveBeenCalledOnce();
    select.mockImplementationOnce(fails);
    expect((await gate.refresh()).error).toMatchObject({ code: "bad-response" });
    expect(gate.headroom("emails").remaining).toBe(2);
    expect((await gate.refresh()).error).toBeNull();
  });

  test.each([undefined, null, 3, "text", true])(
    "a select must pick an object or a list: %j",
    async (picked) => {
      const gate = await postOver(emails, {}, { select: () => picked });
      expect(gate.state).toMatchObject({
        phase: "unavailable",
        error: { code: "bad-response", status: 200 },
      });
    },
  );

  test("enabled switches everything, and has to be said", async () => {
    const on = await postOver(emails, { on: true, l: 1, u: 0 }, { enabled: "/on" });
    expect([on.state.enabled, on.can("send")]).toEqual([true, true]);
    const off = await postOver(emails, { on: false, l: 1, u: 0 }, { enabled: "/on" });
    expect(off.check("send")).toMatchObject({ reason: "not-enabled", remedy: { kind: "enable" } });
    const unsaid = await postOver(emails, { on: "yes", l: 1, u: 0 }, { enabled: "/on" });
    expect(unsaid.state.error).toMatchObject({ code: "bad-response" });
    const undescribed = await postOver(emails, { l: 1, u: 0 });
    expect([undescribed.state.enabled, undescribed.can("send")]).toEqual([null, true]);
  });

  test("a refusal names a resource and what it says remains", async () => {
    const gate = await postOver(
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

  test.each([-1, 1.5, Number.NaN, "2", null])(
    "a refusal that says %j remains says nothing of it",
    async (remaining) => {
      const refusal = (() => ({ resource: "emails", remaining })) as unknown as PostOptions["refusal"];
      const gate = await postOver(emails, { l: 9, u: 0 }, { ...(refusal && { refusal }) });
      const attempt = { action: "send", params: { count: 4 } } as const;
      expect(await gate.explain({}, attempt)).toMatchObject({
        blockers: [{ remaining: 3, requested: 4, shortBy: 1 }],
      });
    },
  );

  test("a refusal is read with its status, of a response and of an SDK's error alike", async () => {
    const refusal = vi.fn<NonNullable<PostOptions["refusal"]>>((_, status) =>
      status === 403 ? { resource: "emails" } : null,
    );
    const gate = await postOver(emails, { l: 9, u: 0 }, { refusal });
    const body = { fault: "quota" };
    expect(await gate.explain(Response.json(body, { status: 409 }))).toBeNull();
    expect(refusal).toHaveBeenLastCalledWith(body, 409);
    const error = Object.assign(new Error("…"), { status: 403, body });
    const task = vi.fn(() => Promise.reject(error));
    await expect(gate.run("send", { count: 2 }, task)).rejects.toMatchObject({
      code: "denied",
      status: 403,
      cause: error,
      decision: { action: "send", blockers: [{ resource: "emails", requested: 2 }] },
    });
    expect(refusal).toHaveBeenLastCalledWith(body, 403);
    expect(gate.check("send", { count: 2 })).toMatchObject({ verdict: "deny", max: 1 });
  });

  test("a refusal that is no JSON is a text", async () => {
    const refusal = vi.fn(() => null);
    const gate = await postOver(emails, { l: 9, u: 0 }, { refusal });
    expect(await gate.explain(new Response("quota exceeded", { status: 403 }))).toBeNull();
    expect(refusal).toHaveBeenCalledExactlyOnceWith("quota exceeded", 403);
  });

  test("a refusal that fails, or names what isn't there, is told, and isn't about quotas", async () => {
    const told = reported();
    const failed = await postOver(emails, { l: 9, u: 0 }, { refusal: fails });
    expect(await failed.explain({})).toBeNull();
    expect(told).toHaveBeenLastCalledWith(mistake);
    const strange = await postOver(
      emails,
      { l: 9, u: 0 },
      { refusal: () => ({ resource: "fax" as "emails" }) },
    );
    expect(await strange.explain({})).toBeNull();
    expect(told).toHaveBeenLastCalledWith(
      expect.objectContaining({ message: "refusal must name one of emails" }),
    );
    expect(told).toHaveBeenCalledTimes(2);
    const silent = await postOver(emails, { l: 9, u: 0 });
    expect(await silent.explain(Response.json({ resource: 0 }, { status: 403 }))).toBeNull();
  });

  test("a remedy is for operators, its link of a kind that is safe", async () => {
    const remedyOf = async (href: string | null, audience: GateOptions["audience"] = "operator") => {
      const remedy = () => ({ kind: "free-slot", href, text: "Delete a draft." }) as const;
      return (await postOver(emails, { l: 0, u: 0 }, { remedy }, { audience })).check("send").remedy;
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

  test("a remedy's words and link are in no answer to a customer", async () => {
    const remedy = () =>
      ({ kind: "raise-limit", href: "https://post.example/plans", text: "Buy the gold plan." }) as const;
    const gate = await postOver(emails, { l: 3, u: 3 }, { remedy }, { locale: "en" });
    const answers = JSON.stringify([gate.check("send"), gate.checkAll([{ action: "send" }]), gate.state]);
    expect(answers).not.toMatch(/gold|post\.example/);
  });

  test("a remedy is asked for by the resource that is in the way, and not where waiting helps", async () => {
    const remedy = vi.fn(() => null);
    const places = { ...emails, resetsAt: "/at" };
    const operator = { audience: "operator" } as const;
    const gate = await postOver(places, { l: 1, u: 1 }, { remedy }, operator);
    expect(gate.check("send").verdict).toBe("deny");
    expect(remedy).toHaveBeenCalledExactlyOnceWith("emails");
    const waiting = await postOver(places, { l: 1, u: 1, at: START + 60_000 }, { remedy }, operator);
    expect(waiting.check("send").remedy?.kind).toBe("wait");
    expect(remedy).toHaveBeenCalledOnce();
  });

  test("a remedy that is none, or fails, leaves the built-in one", async () => {
    const told = reported();
    const wordless = () => ({ kind: "free-slot", href: null }) as unknown as Remedy;
    const strange = () => ({ kind: "pray", href: null, text: "…" }) as unknown as Remedy;
    for (const remedy of [() => null, fails, wordless, strange]) {
      const gate = await postOver(emails, { l: 0, u: 0 }, { remedy }, { audience: "operator" });
      expect(gate.check("send").remedy).toEqual({
        kind: "raise-limit",
        href: null,
        text: "Raise the limit.",
      });
    }
    expect(told).toHaveBeenCalledWith(mistake);
  });
});
