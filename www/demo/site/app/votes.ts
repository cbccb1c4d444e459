import { createGate, vocdoni } from "/quota-gate/index.js";
import type { Gate, GateOptions, VocdoniActions, VocdoniResource } from "../../../lib/types.js";
import { call } from "./api.js";
import { Quota } from "./quota.js";

interface Account {
  readonly environment: "production" | "staging";
  readonly identity: string;
}

export type VotesQuota = Quota<VocdoniActions, VocdoniResource>;

/** The company's quota of votes, at Vocdoni. */
export const votesQuota = (options: GateOptions): VotesQuota => new Quota(() => open(options));

async function open(options: GateOptions): Promise<Gate<VocdoniActions, VocdoniResource>> {
  const { environment, identity } = await call<Account>("GET", "/api/quota/account");
  // The console and the portal are tabs of one account: what one does the other knows, and one asks for both.
  return createGate(vocdoni({ baseUrl: "/api/quota", path: "", environment }), {
    ...options,
    identity,
    persist: "session",
    refreshEvery: 15_000,
  });
}
