import { createGate, vocdoni } from "quota-gate";

/** One gate for the whole page. The back end says whose quota it is. */
export const gate = open();

async function open() {
  const response = await fetch("/api/quota/account");
  const { environment, identity } = await response.json();
  const provider = vocdoni({ baseUrl: "/api/quota", path: "", environment });
  return createGate(provider, { identity, revealMax: true, refreshEvery: 15_000 });
}
