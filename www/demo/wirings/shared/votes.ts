import { isQuotaError } from "quota-gate";
import { gate } from "./gate";

interface Needs {
  voters: number;
  emailOtp: boolean;
}

/** Done through the gate, which holds the units meanwhile. Answers with what to say. */
export function createOrganization(name: string): Promise<string> {
  return say(`${name} is ready.`, async () => {
    const quota = await gate;
    const body = { name, type: "association" };
    return quota.run("createManagedOrg", {}, () => post("/api/organizations", body));
  });
}

export function publishVote(needs: Needs): Promise<string> {
  return say("The vote is published.", async () => {
    const quota = await gate;
    const organization = await firstOrganization();
    const body = { organization, title: "Annual meeting", questions: 1, ...needs };
    return quota.run("publishProcess", needs, () => post("/api/processes", body));
  });
}

async function firstOrganization(): Promise<string | undefined> {
  const response = await fetch("/api/organizations");
  const { organizations } = await response.json();
  return organizations[0]?.address;
}

function post(path: string, body: unknown): Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function say(done: string, task: () => Promise<Response>): Promise<string> {
  try {
    return (await task()).ok ? done : "That didn't work. Please try again.";
  } catch (error) {
    return isQuotaError(error) ? error.message : "The connection was lost.";
  }
}
