/** What compiles and what must not: checked by `tsc`, never run. */
import {
  type Crossing,
  createGate,
  custom,
  type Decision,
  type DehydratedState,
  type DidomiResource,
  didomi,
  type GateEvents,
  type Headroom,
  type Hold,
  isQuotaError,
  type PlanDecision,
  QuotaDenied,
  type QuotaError,
  type State,
  type Step,
  type VocdoniActions,
  type VocdoniResource,
  vocdoni,
} from "quota-gate";

const gate = await createGate(vocdoni({ baseUrl: "/api/quota", path: "" }));

const decision: Decision<"managedOrgs" | "managedProcesses" | "votes" | "emails" | "sms"> = gate.check(
  "publishProcess",
  { voters: 400, emailOtp: true },
);
declare const denied: QuotaDenied;
const headroom: Headroom<"votes" | "managedOrgs" | "managedProcesses" | "emails" | "sms"> =
  gate.headroom("votes");
export const read: (number | null)[] = [decision.max, headroom.remaining, gate.state.headroom.sms.limit];
export const stop: () => void = gate.on("denied", ({ blockers }) => blockers.map(({ shortBy }) => shortBy));

export const shared = await createGate(vocdoni({}), {
  identity: "me",
  persist: "session",
  shareAcrossTabs: true,
  refreshEvery: 10_000,
  retries: 0,
});
const passed: DehydratedState = gate.dehydrate();
gate.hydrate(passed);
// @ts-expect-error TS2345: parse it first
gate.hydrate(JSON.stringify(passed));
// @ts-expect-error TS2322: of another version
gate.hydrate({ version: 2 });
// @ts-expect-error TS2322: no such storage
await createGate(vocdoni({}), { persist: "cookie", identity: "me" });

// @ts-expect-error TS2345: no such action
gate.can("createManagedOrgs");
// @ts-expect-error TS2353: no such parameter
gate.can("createManagedOrg", { voters: 3 });
// @ts-expect-error TS2322: not a number
gate.check("publishProcess", { voters: "400" });
// @ts-expect-error TS2322: not a boolean
gate.check("publishProcess", { emailOtp: 1 });
// @ts-expect-error TS2345: no such resource
gate.headroom("faxes");
// @ts-expect-error TS2345: no such event
gate.on("changed", () => {});
// @ts-expect-error TS2322: no such environment
vocdoni({ environment: "test" });
// @ts-expect-error TS2353: no such option
await createGate(vocdoni({}), { stale: 5 });
// @ts-expect-error TS2540: answers are read-only
decision.allowed = true;
// @ts-expect-error TS2322: no such mode
gate.bind(document, { mode: "grey" });

/* -------------------------------------------------------------------- plans */

const steps: readonly Step<VocdoniActions>[] = [
  { action: "createManagedOrg" },
  { action: "publishProcess", params: { voters: 400, emailOtp: true } },
];
const plan: PlanDecision<VocdoniResource> = gate.checkAll(steps);
gate.checkAll([]);
gate.checkAll([{ action: "relayVotes", params: { count: 3 } }] as const);
export const planned: Decision<VocdoniResource>[] = [plan, ...plan.steps];
export const failedStep: number | null = plan.failedStep;

// @ts-expect-error TS2353: steps are a list
gate.checkAll({ action: "createManagedOrg" });
// @ts-expect-error TS2322: a step names its action
gate.checkAll([{ params: { count: 1 } }]);
// @ts-expect-error TS2820: no such action
gate.checkAll([{ action: "createManagedOrgs" }]);
// @ts-expect-error TS2353: a parameter of another action
gate.checkAll([{ action: "createManagedOrg", params: { voters: 3 } }]);
// @ts-expect-error TS2540: answers are read-only
plan.failedStep = 0;

/** Parameters that aren't all optional have to be given. */
type Scoped = { attach: { configId: string; count?: number }; enable: { count?: number } };
export const scoped: Step<Scoped>[] = [{ action: "attach", params: { configId: "1" } }, { action: "enable" }];
// @ts-expect-error TS2322: configId is missing
export const unscoped: Step<Scoped> = { action: "attach" };

/* -------------------------------------------------------------------- holds */

const hold: Hold = gate.hold("createManagedOrg");
gate.hold("publishProcess", { voters: 400 });
gate.hold("publishProcess", undefined, { expiresIn: 5_000 });
hold.commit();
hold.release();
hold.extend(60_000);
export const stage: "held" | "committed" | "released" | "expired" = hold.state;
export const named: [id: string, action: string, expiresAt: number] = [hold.id, hold.action, hold.expiresAt];

// @ts-expect-error TS2345: no such action
gate.hold("createManagedOrgs");
// @ts-expect-error TS2769: no such parameter
gate.hold("createManagedOrg", { voters: 3 });
// @ts-expect-error TS2322: not a number
gate.hold("createManagedOrg", {}, { expiresIn: "60000" });
// @ts-expect-error TS2561: no such option
gate.hold("createManagedOrg", {}, { expires: 60_000 });
// @ts-expect-error TS2554: how long isn't said
hold.extend();
// @ts-expect-error TS2540: only its methods change it
hold.state = "committed";
// @ts-expect-error TS2540: only its methods change it
hold.expiresAt = 0;

/* --------------------------------------------------------------------- runs */

const created: { address: string } = await gate.run("createManagedOrg", {}, async (own) => {
  own.extend(5_000);
  return { address: "0x1" };
});
export const address: string = created.address;
export const response: Response = await gate.run("publishProcess", undefined, () => fetch("/publish"));
export const nothing: Promise<void> = gate.run("relayVotes", { count: 3 }, async () => {});

// @ts-expect-error TS2345: no such action
await gate.run("createManagedOrgs", {}, async () => {});
// @ts-expect-error TS2353: no such parameter
await gate.run("createManagedOrg", { voters: 3 }, async () => {});
// @ts-expect-error TS2554: no task
await gate.run("createManagedOrg", {});
// @ts-expect-error TS2554: the parameters are missing
await gate.run("createManagedOrg", async () => {});
// @ts-expect-error TS2322: a task returns a promise
await gate.run("createManagedOrg", {}, () => 7);
// @ts-expect-error TS2322: it resolves with what the task does
export const text: string = await gate.run("createManagedOrg", {}, async () => 7);

/* ----------------------------------------------------------------- refusals */

export const explained: Decision<VocdoniResource> | null = await gate.explain(response);
await gate.explain(undefined);
await gate.explain(new Error("…"), { action: "publishProcess", params: { voters: 400 } });

// @ts-expect-error TS2554: of what?
await gate.explain();
// @ts-expect-error TS2345: an attempt is a step
await gate.explain(response, "publishProcess");
// @ts-expect-error TS2353: no such parameter
await gate.explain(response, { action: "createManagedOrg", params: { voters: 3 } });
// @ts-expect-error TS2322: it may be about something else
export const certain: Decision = await gate.explain(response);

export const reasons = (thrown: unknown): readonly string[] => {
  if (thrown instanceof QuotaDenied) {
    const code: QuotaError["code"] = thrown.code;
    const { decision, status, platformCode } = thrown;
    return [code, decision.message, `${status}/${platformCode}`];
  }
  // @ts-expect-error TS2339: only QuotaDenied has one
  if (isQuotaError(thrown)) return [thrown.decision.message];
  // @ts-expect-error TS18046: not known to be anything
  return [thrown.message];
};
// @ts-expect-error TS2540: it is an error for others to read
denied.decision = decision;

/* ------------------------------------------------------------------- events */

gate.on("near", ({ type, headroom: { resource, remaining } }) => [type, resource, remaining]);
export const crossed: () => void = gate.on("exhausted", (event: Crossing<VocdoniResource>) => event.headroom);
gate.on("recovered", (event) => {
  const heard: "near" | "exhausted" | "recovered" = event.type;
  const resource: VocdoniResource = event.headroom.resource;
  return [heard, resource];
});
gate.on("refused", ({ blockers }) => blockers.map(({ resource }) => resource));
gate.on("error", ({ retryable }) => retryable);
gate.subscribe((state: State<VocdoniResource>) => state.headroom.votes.forecast?.perDay);
export const events: (keyof GateEvents)[] = ["near", "exhausted", "recovered", "denied", "refused", "error"];

// @ts-expect-error TS2339: a crossing is no decision
gate.on("near", ({ blockers }) => blockers);
// @ts-expect-error TS2367: no such resource
gate.on("near", ({ headroom: { resource } }) => resource === "faxes");
// @ts-expect-error TS2345: a refusal is a decision
gate.on("refused", (event: Crossing) => event);

/* ------------------------------------------------------------------ options */

await createGate(vocdoni({ baseUrl: "/api/quota", rules: "observed" }), { persist: "local", identity: "me" });
await createGate(vocdoni({ baseUrl: "/api/quota" }), { persist: "session", identity: "me" });
await createGate(vocdoni({ baseUrl: "/api/quota" }), { persist: "none" });

// @ts-expect-error TS2322: no such rules
vocdoni({ rules: "guessed" });
// @ts-expect-error TS2322: nowhere to keep anything
await createGate(vocdoni({}), { persist: "cookie", identity: "me" });
// @ts-expect-error TS2322: not a string
await createGate(vocdoni({}), { persist: "local", identity: 7 });
// @ts-expect-error TS2322: where, isn't said
await createGate(vocdoni({}), { persist: true, identity: "me" });

const exports = await createGate(
  didomi({
    organizationId: "acme",
    baseUrl: "/api/didomi",
    integrations: {
      path: "/exports",
      counts: ({ typeId, enabled }) => typeId === "batch-exports-s3" && enabled !== false,
    },
    premiumFeature: false,
    usage: async ({ signal }) => ({ exportConfigs: signal.aborted ? 0 : 1, exportDestinations: { one: 2 } }),
    refusal: (_, status) => (status === 403 ? { resource: "exportConfigs", remaining: 0 } : null),
  }),
);
export const within: Headroom<DidomiResource> = exports.headroom("exportDestinations", "one");
exports.can("enableExportConfig");
exports.check("attachExportDestination", { configId: "one", count: 2 });
// @ts-expect-error TS2554: of which configuration?
exports.can("attachExportDestination");
// @ts-expect-error TS2741: of which configuration?
exports.can("attachExportDestination", { count: 2 });
// @ts-expect-error TS2322: a configuration is named by a text
exports.can("attachExportDestination", { configId: 3 });
exports.hold("enableExportConfig");
exports.hold("enableExportConfig", undefined, { expiresIn: 5_000 });
exports.hold("attachExportDestination", { configId: "one" }, { expiresIn: 5_000 });
await exports.run("enableExportConfig", undefined, async () => {});
await exports.run("attachExportDestination", { configId: "one" }, async () => {});
exports.checkAll([
  { action: "enableExportConfig" },
  { action: "attachExportDestination", params: { configId: "one" } },
]);
await exports.explain(response, { action: "attachExportDestination", params: { configId: "one" } });
exports.headroom("exportConfigs");
export const scopedState: Headroom<DidomiResource> = exports.state.headroom.exportDestinations;
// @ts-expect-error TS2554: of which configuration?
exports.check("attachExportDestination");
// @ts-expect-error TS2554: of which configuration?
exports.hold("attachExportDestination");
// @ts-expect-error TS2345: of which configuration?
exports.hold("attachExportDestination", undefined, { expiresIn: 5_000 });
// @ts-expect-error TS2345: of which configuration?
await exports.run("attachExportDestination", undefined, async () => {});
// @ts-expect-error TS2322: of which configuration?
exports.checkAll([{ action: "attachExportDestination" }]);
// @ts-expect-error TS2345: of which configuration?
await exports.explain(response, { action: "attachExportDestination" });
// @ts-expect-error TS2353: no configuration is enabled by its id
exports.can("enableExportConfig", { configId: "one" });
// @ts-expect-error TS2345: no such resource
exports.headroom("exports");
// @ts-expect-error TS2322: a switch is off or described
didomi({ organizationId: "acme", premiumFeature: true });
// @ts-expect-error TS2322: destinations are counted for each configuration
didomi({ organizationId: "acme", usage: async () => ({ exportDestinations: 3 }) });
// @ts-expect-error TS2339: of an integration nobody gets to see more
didomi({ organizationId: "acme", integrations: { counts: ({ authentication }) => authentication !== null } });
// @ts-expect-error TS2741: an organization has to be named
didomi({ baseUrl: "/api/didomi" });
// @ts-expect-error TS2322: no such resource
didomi({ organizationId: "acme", refusal: () => ({ resource: "exports" }) });

const cloud = custom({
  name: "cloud",
  resources: {
    servers: {
      limit: "/servers/limit",
      used: "/servers/used",
      unlimited: [-1, null, "none", { absent: true }],
    },
    cores: { limit: "/cores/limit", remaining: "/cores/left", resetsAt: "/cores/until", label: "cores" },
  },
  actions: { createServer: { servers: 1, cores: 4 }, addCores: { cores: 1 } },
  usage: async () => ({ servers: 3 }),
  refusal: () => ({ resource: "cores", remaining: 2 }),
  remedy: (resource) => (resource === "cores" ? { kind: "raise-limit", href: null, text: "…" } : null),
});
export const rooms: readonly ("servers" | "cores")[] = cloud.resources;
export const done: readonly ("createServer" | "addCores")[] = cloud.actions;
const described = await createGate(cloud, { whenUnknown: { createServer: "deny" } });
described.can("createServer", { count: 2 });
described.headroom("cores");
described.hold("addCores");
export const room: Headroom<"servers" | "cores"> = described.state.headroom.servers;
export const blocked: readonly ("servers" | "cores")[] = described
  .check("createServer")
  .blockers.map(({ resource }) => resource);
export const plans: PlanDecision<"servers" | "cores"> = described.checkAll([
  { action: "createServer", params: { count: 2 } },
  { action: "addCores" },
]);
// @ts-expect-error TS2345: no such action
described.can("createServers");
// @ts-expect-error TS2353: no such parameter
described.can("createServer", { cores: 2 });
// @ts-expect-error TS2345: no such resource
described.headroom("disks");
custom({
  name: "cloud",
  resources: { servers: { limit: "/l", used: "/u" } },
  // @ts-expect-error TS2353: no such resource
  actions: { createServer: { cores: 4 } },
});
custom({
  name: "cloud",
  resources: { servers: { limit: "/l", used: "/u" } },
  actions: { createServer: { servers: 1 } },
  // @ts-expect-error TS2322: no such resource
  refusal: () => ({ resource: "cores" }),
});
custom({
  name: "cloud",
  // @ts-expect-error TS2353: no such field
  resources: { servers: { limit: "/l", usage: "/u" } },
  actions: { createServer: { servers: 1 } },
});
custom({
  name: "cloud",
  resources: { servers: { limit: "/l", used: "/u" } },
  actions: { createServer: { servers: 1 } },
  // @ts-expect-error TS2322: no such resource
  usage: async () => ({ cores: 4 }),
});
custom({
  name: "cloud",
  resources: { servers: { limit: "/l", used: "/u" } },
  actions: { createServer: { servers: 1 } },
  // @ts-expect-error TS2322: a refusal names a resource
  refusal: () => ({ remaining: 3 }),
});
custom({
  name: "cloud",
  resources: { servers: { limit: "/l", used: "/u" } },
  actions: { createServer: { servers: 1 } },
  // @ts-expect-error TS2322: no such remedy
  remedy: () => ({ kind: "pray", href: null, text: "…" }),
});
custom({
  name: "cloud",
  resources: { servers: { limit: "/l", used: "/u" } },
  actions: { createServer: { servers: 1 } },
  // @ts-expect-error TS2322: a remedy says what to do
  remedy: () => ({ kind: "raise-limit", href: null }),
});
custom({
  name: "cloud",
  // @ts-expect-error TS2322: true means nothing of a limit
  resources: { servers: { limit: "/l", used: "/u", unlimited: [true] } },
  actions: { createServer: { servers: 1 } },
});
custom({
  name: "cloud",
  // @ts-expect-error TS2322: one value is a list of one
  resources: { servers: { limit: "/l", used: "/u", unlimited: -1 } },
  actions: { createServer: { servers: 1 } },
});
custom({
  name: "cloud",
  resources: { servers: { limit: "/l", used: "/u" } },
  // @ts-expect-error TS2322: units are a number
  actions: { createServer: { servers: "1" } },
});
// @ts-expect-error TS2741: it has no name
custom({ resources: { servers: { limit: "/l", used: "/u" } }, actions: { createServer: { servers: 1 } } });
// @ts-expect-error TS2741: nothing can be done
custom({ name: "cloud", resources: { servers: { limit: "/l", used: "/u" } } });
