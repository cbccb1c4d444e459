import { beforeEach, describe, expect, it } from "vitest";
import {
  at,
  call,
  createDraft,
  draftBody,
  firstOrg,
  publishProcess,
  useSandbox,
  votePayload,
} from "./support";

const sandbox = useSandbox();

let id: string;
let elections: string[];
let questions: string[];

beforeEach(async () => {
  ({ id, elections } = await publishProcess(sandbox(), key(), org(), { voters: 5, questions: 2 }));
  const { body } = await call(sandbox(), null, "GET", `/processes/${id}`);
  questions = [0, 1].map((i) => String(at(body, "questions", i, "id")));
});

function key(): string {
  return sandbox().credentials("free-tier").fullKey;
}

function org(): string {
  return firstOrg(sandbox(), "free-tier");
}

async function statuses(): Promise<unknown[]> {
  const { body } = await call(sandbox(), null, "GET", `/processes/${id}`);
  return [0, 1].map((i) => at(body, "questions", i, "status"));
}

describe("a question", () => {
  it("is read by voters as in its process, with what the census asks of them", async () => {
    const process = await call(sandbox(), null, "GET", `/processes/${id}`);
    const question = await call(sandbox(), null, "GET", `/processes/${id}/questions/${questions[1]}`);
    expect(question).toEqual({
      status: 200,
      body: {
        ...Object(at(process.body, "questions", 1)),
        census: { weighted: false, authFields: ["memberNumber"] },
      },
    });
  });

  it("names who may vote it to managers only", async () => {
    const body = draftBody(org(), { voters: 5 });
    const only = { census: { memberIds: ["m2"] } };
    const request = { ...body, questions: [{ ...Object(at(body, "questions", 0)), ...only }] };
    const draft = await call(sandbox(), key(), "POST", "/processes", request);
    const process = `/processes/${at(draft.body, "processId")}`;
    await call(sandbox(), key(), "POST", `${process}/publish`);
    sandbox().advance(sandbox().settings().jobMs);
    const { body: read } = await call(sandbox(), null, "GET", process);
    const path = `${process}/questions/${at(read, "questions", 0, "id")}`;
    const [mine, everyone] = [
      await call(sandbox(), key(), "GET", path),
      await call(sandbox(), null, "GET", path),
    ];
    expect(at(mine.body, "eligibleMemberIds")).toEqual(["m2"]);
    expect(at(everyone.body, "eligibleMemberIds")).toBeUndefined();
  });

  it("has keys to seal its ballots, if it is secret and on chain", async () => {
    const body = draftBody(org(), { voters: 5 });
    const question = { ...Object(at(body, "questions", 0)), secretUntilTheEnd: true };
    const created = await call(sandbox(), key(), "POST", "/processes", { ...body, questions: [question] });
    const path = `/processes/${at(created.body, "processId")}`;
    const keys = async () =>
      at((await call(sandbox(), key(), "GET", path)).body, "questions", 0, "encryptionKeys");
    expect(await keys()).toBeUndefined();
    await call(sandbox(), key(), "POST", `${path}/publish`);
    sandbox().advance(sandbox().settings().jobMs);
    expect(await keys()).toEqual([{ index: 0, key: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    const open = await call(sandbox(), null, "GET", `/processes/${id}`);
    expect(at(open.body, "questions", 0, "encryptionKeys")).toBeUndefined();
  });

  it("changes its status alone", async () => {
    const path = `/processes/${id}/questions/${questions[1]}/status`;
    const accepted = await call(sandbox(), key(), "PUT", path, { status: "paused" });
    expect(accepted.status).toBe(202);
    expect(await statuses()).toEqual(["READY", "READY"]);
    sandbox().advance(sandbox().settings().jobMs);
    expect(await statuses()).toEqual(["READY", "PAUSED"]);
    const job = await call(sandbox(), null, "GET", `/jobs/${at(accepted.body, "jobId")}`);
    expect(job.body).toMatchObject({ type: "set_process_status", result: { status: "PAUSED" } });
  });

  it("changes its status with those asked for", async () => {
    const request = { status: "ENDED", questions: [{ id: questions[0] }] };
    await call(sandbox(), key(), "PUT", `/processes/${id}/questions/status`, request);
    sandbox().advance(sandbox().settings().jobMs);
    expect(await statuses()).toEqual(["ENDED", "READY"]);
  });

  it.each([
    ["that doesn't exist", "f".repeat(24), 404, 40038],
    ["whose id is none", "first", 400, 40010],
  ])("%s is refused", async (_what, question, status, code) => {
    const path = `/processes/${id}/questions/${question}`;
    const read = await call(sandbox(), null, "GET", path);
    const change = await call(sandbox(), key(), "PUT", `${path}/status`, { status: "ENDED" });
    for (const { status: given, body } of [read, change])
      expect([given, at(body, "code")]).toEqual([status, code]);
  });

  it("of a draft is shown to nobody", async () => {
    const draft = await createDraft(sandbox(), key(), org(), { voters: 5 });
    const { body } = await call(sandbox(), key(), "GET", `/processes/${draft}`);
    const path = `/processes/${draft}/questions/${at(body, "questions", 0, "id")}`;
    expect((await call(sandbox(), key(), "GET", path)).status).toBe(404);
  });
});

describe("results", () => {
  it("count the votes of each question, for everyone", async () => {
    const txPayload = votePayload(String(elections[1]), "only");
    await call(sandbox(), null, "POST", "/vote", { txPayload });
    sandbox().advance(sandbox().settings().jobMs);
    const results = await call(sandbox(), null, "GET", `/processes/${id}/results`);
    expect(results).toEqual({
      status: 200,
      body: {
        id,
        questions: [0, 1].map((i) => ({
          questionId: questions[i],
          upstreamId: elections[i],
          voteCount: i,
          maxVoters: 5,
          finalResults: false,
        })),
      },
    });
  });

  it("of a draft are none", async () => {
    const draft = await createDraft(sandbox(), key(), org(), { voters: 5 });
    const denied = await call(sandbox(), key(), "GET", `/processes/${draft}/results`);
    expect([denied.status, at(denied.body, "code")]).toEqual([404, 40038]);
  });
});
