import { describe, expect, it } from "vitest";
import { OTP_CODE } from "../../www/sandbox/index";
import {
  at,
  call,
  createDraft,
  firstOrg,
  provenPayload,
  publishProcess,
  START,
  useSandbox,
  votePayload,
} from "./support";

const sandbox = useSandbox();

function start(wish: { emailOtp?: boolean; smsOtp?: boolean; questions?: number } = {}) {
  const { fullKey } = sandbox().credentials("free-tier");
  return publishProcess(sandbox(), fullKey, firstOrg(sandbox(), "free-tier"), { voters: 5, ...wish });
}

function askCode(id: string, memberNumber = "m1", contact: object = { email: "voter@example.org" }) {
  return call(sandbox(), null, "POST", `/processes/${id}/auth/0`, { memberNumber, ...contact });
}

function sent() {
  const { sentVotes, sentEmails, sentSMS } = sandbox().account("free-tier").usage;
  return { sentVotes, sentEmails, sentSMS };
}

describe("one-time passwords", () => {
  it("are counted a moment after they were asked for", async () => {
    const { id } = await start({ emailOtp: true });
    expect((await askCode(id)).status).toBe(200);
    expect(sent()).toMatchObject({ sentEmails: 87 });
    sandbox().advance(sandbox().settings().otpMs);
    expect(sent()).toMatchObject({ sentEmails: 88, sentSMS: 12 });
  });

  it("by SMS count as SMS", async () => {
    const { id } = await start({ smsOtp: true });
    await askCode(id, "m1", { phone: "+34600000000" });
    sandbox().advance(sandbox().settings().otpMs);
    expect(sent()).toMatchObject({ sentEmails: 87, sentSMS: 13 });
  });

  it("are never refused on quota", async () => {
    const { id } = await start({ emailOtp: true });
    sandbox().setUsage("free-tier", { sentEmails: 500 });
    expect((await askCode(id)).status).toBe(200);
    sandbox().advance(sandbox().settings().otpMs);
    expect(sent()).toMatchObject({ sentEmails: 501 });
  });

  it("are sent to the same voter only once a minute", async () => {
    const { id } = await start({ emailOtp: true });
    await askCode(id);
    sandbox().advance(18_000);
    expect(await askCode(id)).toEqual({
      status: 401,
      body: { error: "attempt cooldown time not reached", code: 40103, data: { coolDownTime: 42_000 } },
    });
    expect((await askCode(id, "m2")).status).toBe(200);
    sandbox().advance(42_000);
    expect((await askCode(id)).status).toBe(200);
    sandbox().advance(sandbox().settings().otpMs);
    expect(sent()).toMatchObject({ sentEmails: 90 });
  });

  it("are sent again under the same token, and counted again", async () => {
    const { id } = await start({ emailOtp: true });
    const authToken = at((await askCode(id)).body, "authToken");
    const request = { authToken, email: "voter@example.org" };
    const again = await call(sandbox(), null, "POST", `/processes/${id}/auth/resend`, request);
    expect(again).toEqual({ status: 200, body: { authToken } });
    sandbox().advance(sandbox().settings().otpMs);
    expect(sent()).toMatchObject({ sentEmails: 89 });
  });

  it("verify a voter, if right", async () => {
    const { id, elections } = await start({ emailOtp: true });
    const authToken = at((await askCode(id)).body, "authToken");
    const signing = { authToken, electionId: elections[0], payload: "ab".repeat(20) };
    const step = (code: string) =>
      call(sandbox(), null, "POST", `/processes/${id}/auth/1`, { authToken, authData: [code] });

    expect((await call(sandbox(), null, "POST", `/processes/${id}/sign`, signing)).status).toBe(401);
    const wrong = await step("000000");
    expect([wrong.status, at(wrong.body, "code")]).toEqual([401, 40001]);
    expect(await step(OTP_CODE)).toEqual({ status: 200, body: { authToken } });
    const signed = await call(sandbox(), null, "POST", `/processes/${id}/sign`, signing);
    expect(signed.body).toMatchObject({ signature: expect.stringMatching(/^[0-9a-f]{130}$/), weight: "01" });
  });

  it("expire after fifteen minutes", async () => {
    const { id } = await start({ emailOtp: true });
    const authToken = at((await askCode(id)).body, "authToken");
    sandbox().advance(15 * 60_000 + 1);
    const late = await call(sandbox(), null, "POST", `/processes/${id}/auth/1`, {
      authToken,
      authData: [OTP_CODE],
    });
    expect(at(late.body, "error")).toBe("authentication required: authentication token has expired");
  });

  it("are not for strangers, nor for drafts", async () => {
    const { id } = await start({ emailOtp: true });
    const stranger = await askCode(id, "m99");
    expect([stranger.status, at(stranger.body, "code")]).toEqual([404, 40029]);
    const { fullKey } = sandbox().credentials("free-tier");
    const draft = await createDraft(sandbox(), fullKey, firstOrg(sandbox(), "free-tier"), { voters: 5 });
    const early = await askCode(draft);
    expect([early.status, at(early.body, "code")]).toEqual([401, 40001]);
  });

  it("aren't needed without a second factor", async () => {
    const { id, elections } = await start();
    const authToken = at((await askCode(id, "m1", {})).body, "authToken");
    const before = await call(sandbox(), null, "POST", `/processes/${id}/check`, { authToken });
    expect(before.body).toMatchObject({
      belongsToProcess: true,
      questions: [{ upstreamId: elections[0], canVote: true, hasVoted: false }],
    });
    const signing = { authToken, electionId: elections[0], payload: "ab".repeat(20) };
    await call(sandbox(), null, "POST", `/processes/${id}/sign`, signing);
    const after = await call(sandbox(), null, "POST", `/processes/${id}/check`, { authToken });
    expect(at(after.body, "questions", 0, "hasVoted")).toBe(true);
    sandbox().advance(sandbox().settings().otpMs);
    expect(sent()).toMatchObject({ sentEmails: 87, sentSMS: 12 });
  });
});

describe("signatures", () => {
  async function sign(change: object = {}, memberNumber = "m1") {
    const { fullKey } = sandbox().credentials("free-tier");
    const { id, elections } = await start();
    const authToken = at((await askCode(id, memberNumber, {})).body, "authToken");
    const request = { authToken, electionId: elections[0], payload: "ab".repeat(20), ...change };
    const path = `/processes/${id}`;
    return {
      setStatus: async (status: string) => {
        await call(sandbox(), fullKey, "PUT", `${path}/questions/status`, { status });
        sandbox().advance(sandbox().settings().jobMs);
      },
      ask: () => call(sandbox(), null, "POST", `${path}/sign`, request),
    };
  }

  it("are given while the election is open only", async () => {
    const { ask, setStatus } = await sign();
    expect((await ask()).status).toBe(200);
    await setStatus("PAUSED");
    expect(at((await ask()).body, "error")).toBe("authentication required: question is not open for voting");
    await setStatus("READY");
    expect((await ask()).status).toBe(200);
  });

  it.each([
    ["another process's election", { electionId: "ff".repeat(32) }, 401, 40001],
    ["no election", { electionId: "" }, 400, 40004],
    ["half an address", { payload: "ab".repeat(10) }, 400, 40004],
    ["an unknown token", { authToken: "ff" }, 401, 40001],
  ])("are refused for %s", async (_what, change, status, code) => {
    const denied = await (await sign(change)).ask();
    expect([denied.status, at(denied.body, "code")]).toEqual([status, code]);
  });
});

describe("a voter's signatures", () => {
  const ADDRESS = "ab".repeat(20);

  async function voter(wish: { emailOtp?: boolean } = {}) {
    const { id, elections } = await start({ questions: 2, ...wish });
    const contact = wish.emailOtp === true ? { email: "voter@example.org" } : {};
    const authToken = at((await askCode(id, "m1", contact)).body, "authToken");
    const ask = (what: string, request: object = {}) =>
      call(sandbox(), null, "POST", `/processes/${id}/${what}`, { authToken, ...request });
    const sign = (payload = ADDRESS) => ask("sign", { electionId: elections[0], payload });
    return { id, elections, ask, sign };
  }

  it("are for one address in each election", async () => {
    const { elections, ask, sign } = await voter();
    expect((await sign()).status).toBe(200);
    expect((await sign(`0x${ADDRESS.toUpperCase()}`)).status).toBe(200);
    const other = await sign("cd".repeat(20));
    expect([other.status, at(other.body, "code")]).toEqual([401, 40001]);
    const elsewhere = { electionId: elections[1], payload: "cd".repeat(20) };
    expect((await ask("sign", elsewhere)).status).toBe(200);
  });

  it("are given once and for ten overwrites", async () => {
    const { sign } = await voter();
    for (let times = 1; times <= 11; times += 1) expect((await sign()).status).toBe(200);
    const spent = await sign();
    expect([spent.status, at(spent.body, "code")]).toEqual([401, 40001]);
  });

  it("are remembered with address, time and nullifier", async () => {
    const { id, elections, ask, sign } = await voter();
    expect(await ask("sign-info")).toEqual({ status: 200, body: { consumed: [] } });
    await sign();
    const process = await call(sandbox(), null, "GET", `/processes/${id}`);
    const { body } = await ask("sign-info");
    expect(at(body, "consumed")).toEqual([
      {
        questionId: at(process.body, "questions", 0, "id"),
        upstreamId: elections[0],
        address: ADDRESS,
        nullifier: expect.stringMatching(/^[0-9a-f]{64}$/),
        at: new Date(START + sandbox().settings().jobMs).toISOString(),
      },
    ]);
  });

  it("name the vote that is cast with them, while it is pending too", async () => {
    const { elections, ask, sign } = await voter();
    await sign();
    const nullifier = at((await ask("sign-info")).body, "consumed", 0, "nullifier");
    const txPayload = provenPayload(String(elections[0]), ADDRESS);
    const relayed = await call(sandbox(), null, "POST", "/vote", { txPayload });
    const path = `/jobs/${at(relayed.body, "jobId")}`;
    const pending = await call(sandbox(), null, "GET", path);
    expect(at(pending.body, "result")).toEqual({ processId: elections[0], nullifier });
    sandbox().advance(sandbox().settings().jobMs);
    const mined = await call(sandbox(), null, "GET", path);
    expect(at(mined.body, "result")).toEqual({ processId: elections[0], nullifier, voteID: nullifier });
  });

  it("weigh one", async () => {
    const { ask } = await voter();
    expect(await ask("weight")).toEqual({ status: 200, body: { weight: "01" } });
  });

  it.each(["sign-info", "weight"])("need a verified voter for %s", async (what) => {
    const { ask } = await voter({ emailOtp: true });
    const denied = await ask(what);
    expect([denied.status, at(denied.body, "code")]).toEqual([401, 40001]);
  });
});

describe("votes", () => {
  it("are counted once mined, not before", async () => {
    const { id, elections } = await start();
    const txPayload = votePayload(String(elections[0]), "first");
    const { status, body } = await call(sandbox(), null, "POST", "/vote", { txPayload });
    expect(status).toBe(202);
    expect(sent()).toMatchObject({ sentVotes: 134 });
    sandbox().advance(sandbox().settings().jobMs);
    expect(sent()).toMatchObject({ sentVotes: 135 });
    const job = await call(sandbox(), null, "GET", `/jobs/${at(body, "jobId")}`);
    expect(job.body).toMatchObject({
      type: "relay_vote",
      status: "completed",
      result: { processId: elections[0], voteID: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const process = await call(sandbox(), null, "GET", `/processes/${id}`);
    expect(at(process.body, "questions", 0, "results")).toEqual({
      voteCount: 1,
      maxVoters: 5,
      finalResults: false,
    });
  });

  it("are never refused on quota", async () => {
    const { elections } = await start();
    sandbox().setUsage("free-tier", { sentVotes: 1000 });
    const txPayload = votePayload(String(elections[0]), "over");
    expect((await call(sandbox(), null, "POST", "/vote", { txPayload })).status).toBe(202);
    sandbox().advance(sandbox().settings().jobMs);
    expect(sent()).toMatchObject({ sentVotes: 1001 });
  });

  it("that fail don't count", async () => {
    const { elections } = await start();
    sandbox().changeSettings({ failingJobs: 1 });
    const txPayload = votePayload(String(elections[0]), "bad");
    await call(sandbox(), null, "POST", "/vote", { txPayload });
    sandbox().advance(sandbox().settings().jobMs);
    expect(sent()).toMatchObject({ sentVotes: 134 });
  });

  it("are relayed together under one job, each counted", async () => {
    const { elections } = await start({ questions: 3 });
    const votes = elections.map((election) => ({ txPayload: votePayload(election, "same voter") }));
    const { status, body } = await call(sandbox(), null, "POST", "/votes", { votes });
    expect(status).toBe(202);
    const pending = await call(sandbox(), null, "GET", `/jobs/${at(body, "jobId")}`);
    expect(at(pending.body, "result", "votes", 0)).toEqual({ processId: elections[0], status: "pending" });
    sandbox().advance(sandbox().settings().jobMs);
    expect(sent()).toMatchObject({ sentVotes: 137 });
    const job = await call(sandbox(), null, "GET", `/jobs/${at(body, "jobId")}`);
    expect(job.body).toMatchObject({ status: "completed", result: { added: 3, progress: 100, total: 3 } });
  });

  it("are all relayed or none", async () => {
    const { elections } = await start();
    const good = { txPayload: votePayload(String(elections[0]), "good") };
    const bad = { txPayload: votePayload("ff".repeat(32), "elsewhere") };
    const denied = await call(sandbox(), null, "POST", "/votes", { votes: [good, bad] });
    expect(denied).toEqual({
      status: 404,
      body: { error: "process not found: at vote index 1", code: 40038 },
    });
    sandbox().advance(sandbox().settings().jobMs);
    expect(sent()).toMatchObject({ sentVotes: 134 });
  });

  it("of one batch belong to one organization", async () => {
    const { elections } = await start();
    const { fullKey } = sandbox().credentials("custom-plan");
    const other = await publishProcess(sandbox(), fullKey, firstOrg(sandbox(), "custom-plan"), { voters: 5 });
    const votes = [...elections, ...other.elections].map((id) => ({ txPayload: votePayload(id, "x") }));
    const denied = await call(sandbox(), null, "POST", "/votes", { votes });
    expect([denied.status, at(denied.body, "code")]).toEqual([400, 40166]);
  });

  it("of one batch have different nullifiers", async () => {
    const { elections } = await start();
    const txPayload = votePayload(String(elections[0]), "x", "aa");
    const denied = await call(sandbox(), null, "POST", "/votes", { votes: [{ txPayload }, { txPayload }] });
    expect([denied.status, at(denied.body, "code")]).toEqual([400, 40007]);
  });

  it.each([
    ["none", 0, 40164],
    ["a hundred and one", 101, 40165],
  ])("in a batch of %s are refused", async (_what, count, code) => {
    const votes = Array.from({ length: count }, () => ({ txPayload: "0a00" }));
    const denied = await call(sandbox(), null, "POST", "/votes", { votes });
    expect([denied.status, at(denied.body, "code")]).toEqual([400, code]);
  });

  it.each([
    ["nothing", "", 40004],
    ["no hex", "xyz", 40004],
    ["no protobuf", "ffff", 40007],
    ["another transaction", "0a021200", 40007],
  ])("that are %s are refused", async (_what, txPayload, code) => {
    const denied = await call(sandbox(), null, "POST", "/vote", { txPayload });
    expect([denied.status, at(denied.body, "code")]).toEqual([400, code]);
  });
});
