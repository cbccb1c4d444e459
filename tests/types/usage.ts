/** What compiles and what must not: checked by `tsc`, never run. */
import type * as declared from "quota-gate";
import { createGate, type Decision, type Headroom, vocdoni } from "quota-gate";
import * as asset from "../../www/lib/index.js";
import * as inline from "../../www/lib/inline.js";

/** Both entries are what the hand-kept types say. */
type Entry = Omit<typeof declared, "QuotaError">;
export const entries: readonly Entry[] = [asset, inline];
export const error: declared.QuotaError = new asset.QuotaError("network", "…");

const gate = await createGate(vocdoni({ baseUrl: "/api/quota", path: "" }));

const decision: Decision<"managedOrgs" | "managedProcesses" | "votes" | "emails" | "sms"> = gate.check(
  "publishProcess",
  { voters: 400, emailOtp: true },
);
const headroom: Headroom<"votes" | "managedOrgs" | "managedProcesses" | "emails" | "sms"> =
  gate.headroom("votes");
export const read: (number | null)[] = [decision.max, headroom.remaining, gate.state.headroom.sms.limit];
export const stop: () => void = gate.on("denied", ({ blockers }) => blockers.map(({ shortBy }) => shortBy));

// @ts-expect-error: no such action
gate.can("createManagedOrgs");
// @ts-expect-error: no such parameter
gate.can("createManagedOrg", { voters: 3 });
// @ts-expect-error: not a number
gate.check("publishProcess", { voters: "400" });
// @ts-expect-error: not a boolean
gate.check("publishProcess", { emailOtp: 1 });
// @ts-expect-error: no such resource
gate.headroom("faxes");
// @ts-expect-error: no such event
gate.on("changed", () => {});
// @ts-expect-error: no such environment
vocdoni({ environment: "test" });
// @ts-expect-error: no such option
await createGate(vocdoni({}), { stale: 5 });
// @ts-expect-error: answers are read-only
decision.allowed = true;
// @ts-expect-error: no such mode
gate.bind(document, { mode: "grey" });
