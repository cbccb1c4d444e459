/** What compiles and what must not: checked by `tsc`, never run. */
import { createGate, type Decision, type Gate, vocdoni } from "quota-gate";
import { type QuotaMeterElement, setDefaultGate } from "quota-gate/elements";

const gate = createGate(vocdoni({ baseUrl: "/api/quota", path: "" }));
setDefaultGate(gate);
setDefaultGate(await gate);
setDefaultGate(null);
// @ts-expect-error TS2345: no gate
setDefaultGate({});

const provider = document.createElement("quota-provider");
provider.gate = gate;
provider.gate = null;
provider.whileLoading = "allow";
// @ts-expect-error TS2322: no such policy
provider.whenUnknown = "ask";

const control = document.createElement("quota-gate");
control.action = "publishProcess";
control.params = { voters: 3, emailOtp: true };
control.mode = "hide";
control.reason = "none";
export const decision: Decision | null = control.decision;
// @ts-expect-error TS2540: the gate's to say
control.decision = null;
// @ts-expect-error TS2322: no such mode
control.mode = "blink";

document.addEventListener("quota-denied", ({ detail }) => detail.message);
// @ts-expect-error TS18047: there may be none
control.addEventListener("quota-change", ({ detail }) => detail.message);

const meter: QuotaMeterElement = document.createElement("quota-meter");
meter.resource = "emails";
meter.scope = null;
meter.label = "E-mails";
meter.days = 14;
meter.compact = true;
meter.gate = gate;
export const own: Gate<never, never> | Promise<unknown> | null = meter.gate;
