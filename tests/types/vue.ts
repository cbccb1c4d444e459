/** What compiles and what must not: checked by `tsc`, never run. */
import { createGate, type Decision, type Gate, type Headroom, vocdoni } from "quota-gate";
import {
  createQuota,
  provideQuota,
  type QuotaOf,
  quotaPlugin,
  useHeadroom,
  useQuota,
  vQuota,
} from "quota-gate/vue";
import { createApp, type Ref, ref } from "vue";

/* -------------------------------------------------------------- for any gate */

const gate = await createGate(vocdoni({ baseUrl: "/api/quota" }));
const coming = createGate(vocdoni({ baseUrl: "/api/quota" }));
provideQuota(gate);
provideQuota(coming, { whileLoading: "allow", whenUnknown: "deny" });
createApp({})
  .use(quotaPlugin, gate)
  .use(quotaPlugin, coming, { whileLoading: "allow" })
  .directive("quota", vQuota);
const quota: Readonly<Ref<{ decision: Decision; allowed: boolean; attrs: Record<string, unknown> }>> =
  useQuota("createManagedOrg");
export const values: [boolean, string, string, boolean] = [
  quota.value.allowed,
  useQuota("publishProcess", { voters: 3 }).value.reason,
  useQuota("publishProcess", ref({ voters: 3 })).value.reasonAttrs.id,
  useQuota("publishProcess", () => ({ voters: 3 })).value.reasonAttrs.hidden,
];
export const room: Headroom = useHeadroom("votes", () => null).value;

// @ts-expect-error TS2345: not a gate
provideQuota(vocdoni({}));
// @ts-expect-error TS2322: no such policy
provideQuota(gate, { whileLoading: "hide" });
// @ts-expect-error TS2345: a plugin needs its gate
createApp({}).use(quotaPlugin);
// @ts-expect-error TS2540: answers are read-only
quota.value = null;

/* -------------------------------------------------------------- for one gate */

const mine = createQuota<typeof gate>();
export const same: QuotaOf<VocdoniActions, VocdoniResource> = createQuota<typeof coming>();
type VocdoniActions = typeof gate extends Gate<infer A, infer _> ? A : never;
type VocdoniResource = typeof gate extends Gate<infer _, infer R> ? R : never;
mine.provideQuota(gate);
mine.provideQuota(coming);
createApp({}).use(mine.quotaPlugin, gate);
const voters = ref<number | "">("");
const emailOtp = ref(false);
mine.useQuota("createManagedOrg");
mine.useQuota("publishProcess", { voters, emailOtp });
mine.useQuota("publishProcess", () => ({ voters: voters.value, questions: null }));
mine.useQuota("publishProcess", ref({ voters: 3 }));
export const blockers: (VocdoniResource | undefined)[] = [
  mine.useQuota("relayVotes", { count: 3 }).value.decision.blockers[0]?.resource,
  mine.useHeadroom("votes").value.resource,
  mine.useGate().value?.provider.resources[0],
];

// @ts-expect-error TS2345: no such action
mine.useQuota("createManagedOrgs");
// @ts-expect-error TS2353: no such parameter
mine.useQuota("createManagedOrg", { voters: 3 });
// @ts-expect-error TS2322: not a number
mine.useQuota("publishProcess", { voters: "400" });
// @ts-expect-error TS2322: not a boolean
mine.useQuota("publishProcess", { emailOtp: ref(1) });
// @ts-expect-error TS2345: no such resource
mine.useHeadroom("faxes");
// @ts-expect-error TS2344: not what a gate is
createQuota<string>();

type Scoped = { attach: { configId: string; count?: number }; enable: { count?: number } };
const typed = createQuota<Gate<Scoped, "configs">>();
typed.useQuota("enable");
typed.useQuota("attach", { configId: ref<string>() });
typed.useQuota("attach", () => ({ configId: "7", count: 2 }));
// @ts-expect-error TS2345: another gate
typed.provideQuota(gate);
// @ts-expect-error TS2554: configId is missing
typed.useQuota("attach");
// @ts-expect-error TS2345: configId is missing
typed.useQuota("attach", { count: 2 });

/** What a template writes is checked against the directive. */
type Asked = NonNullable<Parameters<NonNullable<(typeof mine.vQuota)["mounted"]>>[1]["value"]>;
export const asked: Asked[] = ["createManagedOrg", { action: "publishProcess", params: { voters: "" } }];
// @ts-expect-error TS2820: no such action
export const unknown: Asked = "createManagedOrgs";
// @ts-expect-error TS2353: a parameter of another action
export const misplaced: Asked = { action: "createManagedOrg", params: { voters: 3 } };
