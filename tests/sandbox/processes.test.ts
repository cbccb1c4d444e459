import { describe, expect, it } from "vitest";
import { at, call, createDraft, draftBody, firstOrg, publishProcess, useSandbox } from "./support";

const sandbox = useSandbox();

function key(): string {
  return sandbox().credentials("free-tier").fullKey;
}

function org(): string {
  return firstOrg(sandbox(), "free-tier");
}

function publish(id: string) {
  return call(sandbox(), key(), "POST", `/processes/${id}/publish`);
}

function managedProcesses(): number {
  return sandbox().account("free-tier").usage.managedProcesses;
}

describe("publishing", () => {
  it("takes its slot at once and finishes as a job", async () => {
    const id = await createDraft(sandbox(), key(), org(), { voters: 11, questions: 3 });
    expect(managedProcesses()).toBe(2);
    const { status, body } = await publish(id);
    const jobId = String(at(body, "jobId"));
    expect(status).toBe(202);
    expect(jobId).toMatch(/^[0-9a-f]{64}$/);
    expect(managedProcesses()).toBe(3);

    const pending = await call(sandbox(), null, "GET", `/jobs/${jobId}`);
    expect(pending.body).toEqual({ jobId, type: "publish_voting_process", status: "pending" });
    sandbox().advance(sandbox().settings().jobMs - 1);
    expect(at((await call(sandbox(), null, "GET", `/jobs/${jobId}`)).body, "status")).toBe("pending");
    sandbox().advance(1);
    const completed = await call(sandbox(), null, "GET", `/jobs/${jobId}`);
    expect(completed.body).toMatchObject({ status: "completed", result: { status: "READY" } });

    const process = await call(sandbox(), null, "GET", `/processes/${id}`);
    expect(process.body).toMatchObject({ published: true, orgAddress: org().slice(2) });
    expect(at(process.body, "questions")).toHaveLength(3);
    expect(at(process.body, "questions", 0, "status")).toBe("READY");
  });

  it("starts a process that has no start, or a past one, when it is mined", async () => {
    const start = async (startDate?: string) => {
      const request = { ...draftBody(org(), { voters: 5 }), startDate };
      const { body } = await call(sandbox(), key(), "POST", "/processes", request);
      const id = String(at(body, "processId"));
      await publish(id);
      sandbox().advance(sandbox().settings().jobMs);
      return at((await call(sandbox(), null, "GET", `/processes/${id}`)).body, "startDate");
    };
    sandbox().changeSettings({ jobMs: 60_000 });
    expect(await start()).toBe("2026-11-20T12:01:00Z");
    expect(await start("2026-11-20T11:00:00Z")).toBe("2026-11-20T12:02:00Z");
    expect(await start("2026-11-20T13:00:00Z")).toBe("2026-11-20T13:00:00Z");
  });

  it("takes no slot for a census of ten", async () => {
    sandbox().setUsage("free-tier", { managedProcesses: 10 });
    await publishProcess(sandbox(), key(), org(), { voters: 10 });
    expect(managedProcesses()).toBe(10);
  });

  it("reserves nothing of emails, SMS or votes", async () => {
    const { usage } = sandbox().account("free-tier");
    await publishProcess(sandbox(), key(), org(), { voters: 50, emailOtp: true });
    expect(sandbox().account("free-tier").usage).toEqual({ ...usage, managedProcesses: 3 });
  });

  it("gives the slot back if its job fails, and can be tried again", async () => {
    sandbox().changeSettings({ failingJobs: 1 });
    const id = await createDraft(sandbox(), key(), org(), { voters: 50 });
    const jobId = String(at((await publish(id)).body, "jobId"));
    sandbox().advance(sandbox().settings().jobMs);
    const failed = await call(sandbox(), null, "GET", `/jobs/${jobId}`);
    expect(failed.body).toMatchObject({ status: "failed", errors: [expect.any(String)] });
    expect(managedProcesses()).toBe(2);
    expect((await publish(id)).status).toBe(202);
  });

  it("is refused as 400/40004 with every reason in its text", async () => {
    sandbox().setUsage("free-tier", { managedProcesses: 10 });
    const id = await createDraft(sandbox(), key(), org(), { voters: 414, emailOtp: true });
    expect(await publish(id)).toEqual({
      status: 400,
      body: {
        error:
          "invalid JSON request body: process is not ready to publish: integrator quota exceeded; " +
          "process census size exceeds email allowance: remaining emails: 413",
        code: 40004,
      },
    });
    expect(managedProcesses()).toBe(10);
  });

  it.each([
    ["emails", { emailOtp: true }, { maxEmails: 0 }, "email allowance: remaining emails: 0"],
    ["SMS", { smsOtp: true }, { maxSMS: 0 }, "sms allowance: remaining sms: 0"],
    ["processes", {}, { maxManagedProcesses: 0 }, "integrator quota exceeded"],
  ])("a limit of 0 is none for %s", async (_what, channel, limits, reason) => {
    sandbox().setLimits("free-tier", limits);
    const id = await createDraft(sandbox(), key(), org(), { voters: 11, ...channel });
    expect(at((await publish(id)).body, "error")).toContain(reason);
  });

  it("a limit of 0 is unlimited for votes", async () => {
    sandbox().setLimits("free-tier", { maxVotes: 0 });
    const id = await createDraft(sandbox(), key(), org(), { voters: 2000, questions: 5 });
    expect((await publish(id)).status).toBe(202);
  });

  it("is refused on nothing of the kind on staging", async () => {
    const { fullKey } = sandbox().credentials("staging");
    const address = firstOrg(sandbox(), "staging");
    const id = await createDraft(sandbox(), fullKey, address, { voters: 2000, emailOtp: true, smsOtp: true });
    expect((await call(sandbox(), fullKey, "POST", `/processes/${id}/publish`)).status).toBe(202);
    expect(sandbox().account("staging").usage.managedProcesses).toBe(15);
  });

  it("in progress is 409, published already is 200", async () => {
    const id = await createDraft(sandbox(), key(), org(), { voters: 5 });
    await publish(id);
    const again = await publish(id);
    expect([again.status, at(again.body, "code")]).toEqual([409, 40903]);
    sandbox().advance(sandbox().settings().jobMs);
    expect(await publish(id)).toEqual({ status: 200, body: { processId: id } });
  });

  it("needs a title, a future end and voters", async () => {
    const { title: _title, endDate: _endDate, ...untitled } = draftBody(org(), { voters: 0 });
    const { body } = await call(sandbox(), key(), "POST", "/processes", untitled);
    const denied = await publish(String(at(body, "processId")));
    expect(at(denied.body, "error")).toBe(
      "invalid JSON request body: process is not ready to publish: " +
        "missing title; endDate must be in the future; census has no members",
    );
  });

  it("keeps to the caps that GET /integrator doesn't show", async () => {
    const id = await createDraft(sandbox(), key(), org(), { voters: 20 });
    sandbox().change("free-tier", { plan: { maxCensus: 19, maxDurationDays: 0 } });
    expect(at((await publish(id)).body, "error")).toContain(
      "process census size exceeds plan limit: plan max census: 19",
    );
    sandbox().change("free-tier", { plan: { maxCensus: 20 } });
    expect(at((await publish(id)).body, "error")).toContain(
      "invalid data provided: process duration exceeds the plan limit of 0 days",
    );
  });
});

describe("the dry run", () => {
  it("says what publishing would say and changes nothing", async () => {
    const id = await createDraft(sandbox(), key(), org(), { voters: 500, smsOtp: true });
    const validation = await call(sandbox(), key(), "GET", `/processes/${id}/validation`);
    expect(validation.body).toEqual({
      valid: false,
      errors: ["process census size exceeds sms allowance: remaining sms: 188"],
    });
    expect(managedProcesses()).toBe(2);
  });

  it("has null for no errors", async () => {
    const id = await createDraft(sandbox(), key(), org(), { voters: 20 });
    const validation = await call(sandbox(), key(), "GET", `/processes/${id}/validation`);
    expect(validation.body).toEqual({ valid: true, errors: null });
  });
});

describe("drafts", () => {
  it("are seen by managers only", async () => {
    const id = await createDraft(sandbox(), key(), org(), { voters: 5 });
    const hidden = await call(sandbox(), null, "GET", `/processes/${id}`);
    expect([hidden.status, at(hidden.body, "code")]).toEqual([404, 40038]);
    const { viewer, manager } = sandbox().credentials("free-tier").sessions;
    expect((await call(sandbox(), viewer, "GET", `/processes/${id}`)).status).toBe(404);
    const shown = await call(sandbox(), manager, "GET", `/processes/${id}`);
    expect(shown.body).toMatchObject({
      id,
      published: false,
      census: { size: 5 },
      title: { default: "Board election" },
    });
  });

  it("are listed for managers only", async () => {
    await createDraft(sandbox(), key(), org(), { voters: 5 });
    const { id } = await publishProcess(sandbox(), key(), org(), { voters: 5 });
    const path = `/processes?orgAddress=${org()}`;
    const mine = await call(sandbox(), key(), "GET", path);
    const everyone = await call(sandbox(), null, "GET", path);
    expect(at(mine.body, "processes")).toHaveLength(2);
    expect(at(everyone.body, "processes")).toHaveLength(1);
    expect(at(everyone.body, "processes", 0, "id")).toBe(id);
    expect(at(everyone.body, "pagination", "totalItems")).toBe(1);
    expect((await call(sandbox(), null, "GET", `${path}&published=false`)).status).toBe(401);
  });

  it("are updated, if nobody else has in between", async () => {
    const id = await createDraft(sandbox(), key(), org(), { voters: 5 });
    const path = `/processes/${id}`;
    const updatedAt = at((await call(sandbox(), key(), "GET", path)).body, "updatedAt");
    const change = { ...draftBody(org(), { voters: 7 }), updatedAt };
    expect((await call(sandbox(), key(), "PUT", path, change)).status).toBe(200);
    expect(at((await call(sandbox(), key(), "GET", path)).body, "census", "size")).toBe(7);
    const stale = await call(sandbox(), key(), "PUT", path, change);
    expect([stale.status, at(stale.body, "code")]).toEqual([409, 40171]);
  });

  it("keep their questions' ids through an update, place by place", async () => {
    const id = await createDraft(sandbox(), key(), org(), { voters: 5, questions: 2 });
    const path = `/processes/${id}`;
    const ids = async () => {
      const { body } = await call(sandbox(), key(), "GET", path);
      return [0, 1, 2].map((i) => at(body, "questions", i, "id"));
    };
    const [first, second] = await ids();
    await call(sandbox(), key(), "PUT", path, draftBody(org(), { voters: 5, questions: 3 }));
    expect(await ids()).toEqual([first, second, expect.stringMatching(/^[0-9a-f]{24}$/)]);
  });

  it("are deleted by a session, published processes by nobody", async () => {
    const { admin } = sandbox().credentials("free-tier").sessions;
    const draft = await createDraft(sandbox(), key(), org(), { voters: 5 });
    expect((await call(sandbox(), admin, "DELETE", `/processes/${draft}`)).status).toBe(200);
    expect((await call(sandbox(), admin, "GET", `/processes/${draft}`)).status).toBe(404);
    const { id } = await publishProcess(sandbox(), key(), org(), { voters: 5 });
    const denied = await call(sandbox(), admin, "DELETE", `/processes/${id}`);
    expect([denied.status, at(denied.body, "code")]).toEqual([409, 40901]);
  });

  it.each([
    ["no questions", { questions: [] }, 40004],
    ["a title that is no language map", { title: "Board" }, 40004],
    ["a question without a type", { questions: [{ choices: [] }] }, 40037],
    ["an unreadable date", { endDate: "tomorrow" }, 40004],
    ["no organization", { orgAddress: "" }, 40004],
  ])("are refused with %s", async (_what, change, code) => {
    const request = { ...draftBody(org(), { voters: 5 }), ...change };
    const denied = await call(sandbox(), key(), "POST", "/processes", request);
    expect([denied.status, at(denied.body, "code")]).toEqual([400, code]);
  });

  it("are refused beyond the plan's number of drafts", async () => {
    sandbox().change("free-tier", { plan: { maxDrafts: 1 } });
    await createDraft(sandbox(), key(), org(), { voters: 5 });
    const denied = await call(sandbox(), key(), "POST", "/processes", draftBody(org(), { voters: 5 }));
    expect(denied).toEqual({ status: 400, body: { error: "max drafts reached: (1)", code: 40031 } });
  });

  it("can't be made for another integrator's organization", async () => {
    const request = draftBody(firstOrg(sandbox(), "custom-plan"), { voters: 5 });
    const denied = await call(sandbox(), key(), "POST", "/processes", request);
    expect([denied.status, at(denied.body, "code")]).toEqual([401, 40001]);
  });
});

describe("jobs", () => {
  it("are listed by organization, newest first, for sessions", async () => {
    await publishProcess(sandbox(), key(), org(), { voters: 5 });
    const id = await createDraft(sandbox(), key(), org(), { voters: 5 });
    const jobId = at((await publish(id)).body, "jobId");
    const { admin } = sandbox().credentials("free-tier").sessions;
    const { body } = await call(sandbox(), admin, "GET", `/jobs?orgAddress=${org()}`);
    expect(at(body, "jobs")).toHaveLength(2);
    expect(at(body, "jobs", 0, "jobId")).toBe(jobId);
  });

  it("that don't exist are 404", async () => {
    const missing = await call(sandbox(), null, "GET", "/jobs/none");
    expect(missing).toEqual({ status: 404, body: { error: "job not found", code: 40026 } });
  });
});
