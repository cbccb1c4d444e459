import { describe, expect, it } from "vitest";
import { OTP_CODE } from "../../www/sandbox/index";
import { Client, ClientError } from "./client";
import { draftBody, useSandbox, votePayload } from "./support";

const sandbox = useSandbox();

const ADDED_BY_FETCH = [
  "accept",
  "accept-encoding",
  "accept-language",
  "connection",
  "content-length",
  "host",
  "sec-fetch-mode",
  "user-agent",
];

function client(): Client {
  return new Client(sandbox().url, sandbox().credentials("custom-plan").fullKey);
}

function voter(): Client {
  return new Client(sandbox().url, null);
}

async function failureOf(promise: Promise<unknown>): Promise<ClientError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ClientError) return error;
  throw new Error("no error of the platform", { cause: error });
}

describe("a client that behaves as the platform's SDK", () => {
  it("goes from an organization to a counted vote and back, unaware", async () => {
    const api = client();
    const minutePasses = () => sandbox().advance(60_000);
    const { address } = await api.createOrganization({ name: "Club", type: "sports_club" });
    const wish = { voters: 20, questions: 2, emailOtp: true };
    const { processId } = await api.createProcess(draftBody(address, wish));
    expect(await api.updateProcess(processId, draftBody(address, wish))).toBeUndefined();

    const { jobId } = await api.publishProcess(processId);
    await api.waitForJob(String(jobId), minutePasses);
    const [listed] = await api.listProcesses(address);
    const { questions } = await voter().readProcess(processId);
    expect(listed?.id).toBe(processId);
    expect(questions.map(({ status }) => status)).toEqual(["ONGOING", "ONGOING"]);

    const identity = { memberNumber: "m1", email: "voter@example.org" };
    const { authToken } = await voter().authenticate(processId, 0, identity);
    await voter().authenticate(processId, 1, { authToken, authData: [OTP_CODE] });
    for (const { upstreamId } of questions) {
      const electionId = String(upstreamId);
      await voter().sign(processId, { authToken, electionId, payload: "cd".repeat(20) });
      const vote = await voter().vote(votePayload(electionId, authToken));
      await voter().waitForJob(vote.jobId, minutePasses);
    }
    expect(await api.integrator()).toMatchObject({
      usage: { managedOrgs: 13, managedProcesses: 49, sentVotes: 35_212, sentEmails: 8_451 },
    });

    const ended = await api.setStatus(processId, "ENDED");
    await api.waitForJob(ended.jobId, minutePasses);
    const deleted = await api.deleteOrganization(address);
    expect(deleted.address.toLowerCase()).toBe(address);
    expect(await api.integrator()).toMatchObject({
      usage: { managedOrgs: 12, managedProcesses: 49, sentVotes: 35_210, sentEmails: 8_450 },
    });
  });

  it("sends no header but Authorization and Content-Type", async () => {
    await client().createOrganization({ type: "union" });
    const [seen] = sandbox().requests({ method: "POST" });
    const own = seen?.headers.filter((name) => !ADDED_BY_FETCH.includes(name));
    expect(own).toEqual(["authorization", "content-type"]);
  });

  it("reads the code of an error sent as text/plain", async () => {
    sandbox().setLimits("custom-plan", { maxManagedOrgs: 12 });
    const error = await failureOf(client().createOrganization({ type: "union" }));
    expect(error).toMatchObject({
      status: 400,
      code: 40154,
      message: "max managed organizations reached: limit 12",
    });
  });

  it("finds no code in a 429, and its body a string", async () => {
    sandbox().changeSettings({ concurrency: 0 });
    const error = await failureOf(client().integrator());
    expect(error).toMatchObject({ status: 429, code: undefined, body: "Server capacity exceeded.\n" });
  });

  it("finds null in an empty 500", async () => {
    sandbox().addFault({ fault: { kind: "status", status: 500, body: "", contentType: "text/plain" } });
    expect(await failureOf(client().integrator())).toMatchObject({ status: 500, body: null });
  });

  it("meets HTML with a plain SyntaxError", async () => {
    sandbox().addFault({ fault: { kind: "html" } });
    await expect(client().integrator()).rejects.toThrow(SyntaxError);
  });
});
