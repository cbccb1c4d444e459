import type { Gate, VocdoniActions, VocdoniResource } from "quota-gate";

export type AccountGate = Gate<VocdoniActions, VocdoniResource>;

/** The page's own back end, in front of the platform. */
export const endpoint = { baseUrl: "/api/quota", path: "" };

const asked = new URLSearchParams(location.search);
const identity = asked.get("identity");

/** In the language that the page's address asks for, and for whom. */
export const options = { locale: asked.get("locale") ?? "en", ...(identity && { identity }) };

/** Done through the gate, which holds the unit meanwhile. Answers with what to say. */
export async function createOrganization(gate: AccountGate): Promise<string> {
  const response = await gate.run("createManagedOrg", {}, () =>
    fetch("/api/organizations", { method: "POST" }),
  );
  return response.ok ? "created" : `failed with ${response.status}`;
}

export async function publish(gate: AccountGate, voters: number): Promise<string> {
  const needs = { voters, emailOtp: true };
  const response = await gate.run("publishProcess", needs, () => fetch("/api/processes", { method: "POST" }));
  return response.ok ? `published to ${voters}` : `failed with ${response.status}`;
}
