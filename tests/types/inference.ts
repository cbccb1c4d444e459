/** What is inferred of each provider, exactly: checked by `tsc`, never run. */
import {
  createGate,
  custom,
  type Decision,
  type DidomiActions,
  type DidomiResource,
  didomi,
  type Gate,
  type Headroom,
  type ParamsOf,
  type PlanDecision,
  type Provider,
  type State,
  type Step,
  type VocdoniActions,
  type VocdoniResource,
  vocdoni,
} from "quota-gate";
import { createQuotaHooks } from "quota-gate/react";
import { quota, useHeadroom } from "quota-gate/svelte";
import { createTestGate, type TestGate } from "quota-gate/testing";
import { createQuota } from "quota-gate/vue";
import { expectTypeOf } from "vitest";

type ActionsOf<G> = G extends Gate<infer A, infer _> ? keyof A : never;

/* ------------------------------------------------------------------ vocdoni */

const votes = await createGate(vocdoni({}));
expectTypeOf(vocdoni({})).toEqualTypeOf<Provider<VocdoniActions, VocdoniResource>>();
expectTypeOf(votes).toEqualTypeOf<Gate<VocdoniActions, VocdoniResource>>();
expectTypeOf<ActionsOf<typeof votes>>().toEqualTypeOf<
  "createManagedOrg" | "publishProcess" | "relayVotes" | "sendEmailOtp" | "sendSmsOtp"
>();
expectTypeOf<VocdoniResource>().toEqualTypeOf<
  "managedOrgs" | "managedProcesses" | "votes" | "emails" | "sms"
>();
expectTypeOf<ParamsOf<VocdoniActions["createManagedOrg"]>>().toEqualTypeOf<[params?: { count?: number }]>();
expectTypeOf<ParamsOf<VocdoniActions["publishProcess"]>>().toEqualTypeOf<
  [params?: { count?: number; voters?: number; questions?: number; emailOtp?: boolean; smsOtp?: boolean }]
>();
expectTypeOf(votes.can("createManagedOrg")).toEqualTypeOf<boolean>();
expectTypeOf(votes.check("createManagedOrg")).toEqualTypeOf<Decision<VocdoniResource>>();
expectTypeOf(votes.checkAll([])).toEqualTypeOf<PlanDecision<VocdoniResource>>();
expectTypeOf(votes.headroom("sms")).toEqualTypeOf<Headroom<VocdoniResource>>();
expectTypeOf(votes.state).toEqualTypeOf<State<VocdoniResource>>();
expectTypeOf(votes.run("relayVotes", {}, async () => 7 as const)).toEqualTypeOf<Promise<7>>();
expectTypeOf(votes.explain(null)).toEqualTypeOf<Promise<Decision<VocdoniResource> | null>>();
expectTypeOf(votes.state.headroom).toHaveProperty("emails");

/* ------------------------------------------------------------------- didomi */

const exports = await createGate(didomi({ organizationId: "acme" }));
expectTypeOf(exports).toEqualTypeOf<Gate<DidomiActions, DidomiResource>>();
expectTypeOf<ActionsOf<typeof exports>>().toEqualTypeOf<"enableExportConfig" | "attachExportDestination">();
expectTypeOf<DidomiResource>().toEqualTypeOf<"exportConfigs" | "exportDestinations">();
expectTypeOf<ParamsOf<DidomiActions["enableExportConfig"]>>().toEqualTypeOf<[params?: { count?: number }]>();
expectTypeOf<ParamsOf<DidomiActions["attachExportDestination"]>>().toEqualTypeOf<
  [params: { configId: string; count?: number }]
>();
expectTypeOf<Step<DidomiActions>>().toEqualTypeOf<
  | { action: "enableExportConfig"; params?: { count?: number } }
  | { action: "attachExportDestination"; params: { configId: string; count?: number } }
>();
expectTypeOf(exports.headroom("exportDestinations", "one")).toEqualTypeOf<Headroom<DidomiResource>>();

/* ------------------------------------------------------------------- custom */

const cloud = custom({
  name: "cloud",
  resources: { servers: { limit: "/servers/limit", used: "/servers/used" }, cores: { remaining: "/cores" } },
  actions: { createServer: { servers: 1, cores: 4 }, addCores: { cores: 1 } },
  usage: async () => ({ servers: 3 }),
  refusal: () => ({ resource: "cores" }),
  remedy: (resource) => {
    expectTypeOf(resource).toEqualTypeOf<"servers" | "cores">();
    return null;
  },
});
type CloudActions = Record<"createServer" | "addCores", { count?: number }>;
expectTypeOf(cloud).toEqualTypeOf<Provider<CloudActions, "servers" | "cores">>();
const servers = await createGate(cloud);
expectTypeOf(servers).toEqualTypeOf<Gate<CloudActions, "servers" | "cores">>();
expectTypeOf(servers.check("addCores").blockers[0]?.resource).toEqualTypeOf<
  "servers" | "cores" | undefined
>();
expectTypeOf(servers.state.headroom).toEqualTypeOf<{
  readonly servers: Headroom<"servers" | "cores">;
  readonly cores: Headroom<"servers" | "cores">;
}>();

/** Names that are not known when it compiles are any name. */
declare const described: Record<string, { limit: string; used: string }>;
const any = custom({ name: "any", resources: described, actions: { take: { units: 1 } } });
expectTypeOf(any).toEqualTypeOf<Provider<Record<"take", { count?: number }>, string>>();

/* --------------------------------------------------------------- interfaces */

expectTypeOf(createTestGate(vocdoni({}))).toEqualTypeOf<Promise<TestGate<VocdoniActions, VocdoniResource>>>();
expectTypeOf(createTestGate(cloud)).toEqualTypeOf<Promise<TestGate<CloudActions, "servers" | "cores">>>();

const hooks = createQuotaHooks<typeof servers>();
expectTypeOf(hooks.useQuota("addCores").decision).toEqualTypeOf<Decision<"servers" | "cores">>();
expectTypeOf(hooks.useHeadroom).parameter(0).toEqualTypeOf<"servers" | "cores">();
expectTypeOf(hooks.useGate()).toEqualTypeOf<typeof servers | null>();

const composables = createQuota<typeof servers>();
expectTypeOf(composables.useQuota("addCores").value.decision).toEqualTypeOf<Decision<"servers" | "cores">>();
expectTypeOf(composables.useHeadroom).parameter(0).toEqualTypeOf<"servers" | "cores">();

expectTypeOf(useHeadroom(servers, "cores").current).toEqualTypeOf<Headroom<"servers" | "cores">>();
expectTypeOf(quota(servers, "addCores").subscribe)
  .parameter(0)
  .toEqualTypeOf<(decision: Decision<"servers" | "cores">) => void>();
