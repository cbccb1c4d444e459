/** What compiles and what must not: checked by `tsc`, never run. */
import { createGate, type Decision, type Gate, type Headroom, vocdoni } from "quota-gate";
import { gated, headroom, quota, useHeadroom, useQuota } from "quota-gate/svelte";
import type { Action } from "svelte/action";
import type { HTMLButtonAttributes, HTMLFormAttributes } from "svelte/elements";
import { derived, type Readable } from "svelte/store";

const gate = await createGate(vocdoni({ baseUrl: "/api/quota" }));
const coming = createGate(vocdoni({ baseUrl: "/api/quota" }));
type Resource = typeof gate extends Gate<infer _, infer R> ? R : never;

/* ------------------------------------------------------------------- stores */

const may: Readable<Decision<Resource>> = quota(gate, "createManagedOrg");
const left: Readable<Headroom<Resource>> = headroom(coming, "votes");
export const both = derived([may, left], ([{ allowed }, { remaining }]) => allowed && remaining !== 0);
quota(coming, "publishProcess", { voters: 400, emailOtp: true, questions: null });
export const undo: () => void = may.subscribe(({ blockers }) => blockers[0]?.resource);

// @ts-expect-error TS2345: no such action
quota(gate, "createManagedOrgs");
// @ts-expect-error TS2353: no such parameter
quota(gate, "createManagedOrg", { voters: 3 });
// @ts-expect-error TS2322: not a number
quota(gate, "publishProcess", { voters: "400" });
// @ts-expect-error TS2345: no such resource
headroom(gate, "faxes");
// @ts-expect-error TS2345: not a gate
quota(vocdoni({}), "createManagedOrg", {});
// @ts-expect-error TS2345: not a gate
headroom(vocdoni({}), "votes");

/* -------------------------------------------------------------------- runes */

let voters: number | null = 3;
voters = null;
const q = useQuota(gate, "publishProcess", () => ({ voters }));
useQuota(coming, "createManagedOrg", undefined, { id: "why" });
useQuota(gate, "publishProcess", { voters: 3 });
export const read: [Decision<Resource>, boolean, string, Headroom<Resource>] = [
  q.decision,
  q.allowed,
  q.reason,
  useHeadroom(gate, "votes", () => null).current,
];
export const button: HTMLButtonAttributes = { ...q.attrs, type: "button" };
export const why: HTMLButtonAttributes = q.reasonAttrs;
export const form: HTMLFormAttributes = q.formAttrs;

// @ts-expect-error TS2345: no such action
useQuota(gate, "createManagedOrgs");
// @ts-expect-error TS2345: no such parameter
useQuota(gate, "createManagedOrg", () => ({ voters: 3 }));
// @ts-expect-error TS2345: no such resource
useHeadroom(gate, "faxes");
// @ts-expect-error TS2540: answers are read-only
q.allowed = true;

/* ------------------------------------------------------------------ actions */

export const action: Action<HTMLButtonElement, { gate: typeof gate; action: "createManagedOrg" }> = gated;
const node = document.createElement("button");
const control = gated(node, { gate, action: "publishProcess", params: { voters } });
control.update({ gate: coming, action: "publishProcess" });
control.destroy();
// @ts-expect-error TS2820: no such action
gated(node, { gate, action: "createManagedOrgs" });
// @ts-expect-error TS2353: a parameter of another action
gated(node, { gate, action: "createManagedOrg", params: { voters: 3 } });

/* -------------------------------------------------- parameters that must be */

type Scoped = { attach: { configId: string; count?: number }; enable: { count?: number } };
declare const scoped: Gate<Scoped, "configs">;
quota(scoped, "enable");
quota(scoped, "attach", { configId: "7" });
useQuota(scoped, "attach", () => ({ configId: undefined, count: 2 }));
gated(node, { gate: scoped, action: "attach", params: { configId: "7" } });
// @ts-expect-error TS2554: configId is missing
quota(scoped, "attach");
// @ts-expect-error TS2345: configId is missing
useQuota(scoped, "attach", () => ({ count: 2 }));
// @ts-expect-error TS2345: configId is missing
gated(node, { gate: scoped, action: "attach" });

/* ---------------------------------------------------------------- any gate */

// biome-ignore lint/suspicious/noExplicitAny: that is what is looked at
declare const any: Gate<any, any>;
quota(any, "whatever");
quota(any, "whatever", { amount: 3 });
useQuota(any, "whatever", () => ({ amount: 3 }));
useHeadroom(any, "whatever");
gated(node, { gate: any, action: "whatever", params: { amount: 3 } });
