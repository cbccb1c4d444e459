/** What a server does with a gate, whose settings name no DOM: checked by `tsc`, never run. */
import { createGate, type DehydratedState, isQuotaError, vocdoni } from "quota-gate";

const gate = await createGate(vocdoni({ source: async () => ({}) }), { identity: "me" });
await gate.ready;
export const state: DehydratedState = gate.dehydrate();
export const may: boolean = gate.can("publishProcess", { voters: 400 });
export const messages: (string | null)[] = [
  gate.check("relayVotes").message,
  gate.state.error?.message ?? null,
];
export const failed = (thrown: unknown): boolean => isQuotaError(thrown) && thrown.retryable;
gate[Symbol.dispose]();
// @ts-expect-error TS2345: no such action
gate.can("createManagedOrgs");
// @ts-expect-error TS2353: no such parameter
gate.can("createManagedOrg", { voters: 3 });
