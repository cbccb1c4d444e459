import { createGate, vocdoni } from "/quota-gate/index.js";
import type { Gate, GateOptions, VocdoniActions, VocdoniResource } from "../../../lib/types.js";
import { call } from "./api.js";
import { Quota } from "./quota.js";

interface Account {
  readonly environment: "production" | "staging";
  readonly identity: string;
}

export type VotesGate = Gate<VocdoniActions, VocdoniResource>;
export type VotesQuota = Quota<VocdoniActions, VocdoniResource>;

/** Gets what a new gate is to begin with, before it is made. */
export type Prepare = () => Promise<(gate: VotesGate) => void>;

/** The company's quota of votes, at Vocdoni. */
export const votesQuota = (options: GateOptions, prepare?: Prepare): VotesQuota =>
  new Quota(() => open(options, prepare));

async function open(options: GateOptions, prepare?: Prepare): Promise<VotesGate> {
  const asked = call<Account>("GET", "/api/quota/account");
  const [{ environment, identity }, begin] = await Promise.all([asked, prepare?.()]);
  // The console and the portal are tabs of one account: what one does the other knows, and one asks for both.
  const gate = await createGate(vocdoni({ baseUrl: "/api/quota", path: "", environment }), {
    ...options,
    identity,
    persist: "session",
    refreshEvery: 15_000,
  });
  begin?.(gate);
  return gate;
}
