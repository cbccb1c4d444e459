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

/** Customers are shown what is left, staff the contract's numbers. */
type Route = "/api/quota" | "/api/console/quota";

/** The company's quota of votes, at Vocdoni. */
export const votesQuota = (route: Route, options: GateOptions, prepare?: Prepare): VotesQuota =>
  new Quota(() => open(route, options, prepare));

async function open(baseUrl: Route, options: GateOptions, prepare?: Prepare): Promise<VotesGate> {
  const asked = call<Account>("GET", "/api/quota/account");
  const [{ environment, identity }, begin] = await Promise.all([asked, prepare?.()]);
  // Tabs of one route are one account's: what one does the others know, and one asks for all.
  const gate = await createGate(vocdoni({ baseUrl, path: "", environment }), {
    ...options,
    identity,
    persist: "session",
    refreshEvery: 15_000,
  });
  begin?.(gate);
  return gate;
}
