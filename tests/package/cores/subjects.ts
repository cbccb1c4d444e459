/** Platforms as both cores are asked about them: what they may say, however odd, and what can be done there. */
import fc from "fast-check";
import type * as quotaGate from "quota-gate";
import type { AnyProvider } from "../providers/subject.js";

export type Api = Pick<typeof quotaGate, "createGate" | "vocdoni" | "didomi" | "custom">;

export interface Subject {
  readonly name: string;
  /** A provider of either copy of the package, whose platform says this to every question. */
  readonly over: (api: Api, answer: (path: string) => Promise<unknown>) => AnyProvider;
  /** What the platform says, by path where it is asked for several things. */
  readonly answer: fc.Arbitrary<Answer>;
  readonly step: fc.Arbitrary<Step>;
  readonly refusal: fc.Arbitrary<unknown>;
}

/** By how a path begins. */
export type Answer = Readonly<Record<string, unknown>>;

export interface Step {
  readonly action: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

const POWERS = [31, 32, 52, 53, 63, 64].map((power) => 2 ** power);
/** Where numbers turn into others on their way into 64 bits, and back. */
const edges = [...POWERS, ...POWERS.map((power) => power - 1), Number.MAX_VALUE, Number.MIN_VALUE, 0.5]
  .flatMap((edge) => [edge, -edge])
  .concat(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);

const text = fc.oneof(
  fc.constantFrom("12", "-3", "007", "1e3", "9007199254740993", "unlimited"),
  fc.string(),
);

/** A number that a platform may well say, or one that none should, or none at all. */
const amount = fc.oneof(
  { weight: 8, arbitrary: fc.nat(12) },
  { weight: 3, arbitrary: fc.integer({ min: -20, max: 2000 }) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(...edges) },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, undefined, true, false, 12n, [7], {}) },
);

class Trap {
  get limits(): never {
    throw new Error("looked at");
  }
}

/** No JSON at all: what a `source` may bring all the same. */
const hostile = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.anything({ maxDepth: 3, withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
  fc.anything({ withSparseArray: true, withTypedArray: true, withObjectString: true }),
  fc.constantFrom<unknown>(
    new Trap(),
    () => {},
    Symbol("x"),
    new Proxy({}, { get: () => 5, has: () => true }),
  ),
);

const seldom = <T>(usual: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: hostile });

const some = (names: readonly string[], value: fc.Arbitrary<unknown> = amount): fc.Arbitrary<unknown> =>
  seldom(fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] }));

const same = (body: fc.Arbitrary<unknown>): fc.Arbitrary<Answer> => body.map((body) => ({ "": body }));

/** What callers give. What is no whole number is refused before any core sees it. */
const given = fc.oneof(
  { weight: 4, arbitrary: fc.nat(40) },
  { weight: 1, arbitrary: fc.constantFrom(...edges.filter((edge) => edge > 0)) },
);
const stepOf = (
  action: string,
  params: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<Step> => fc.record(params, { requiredKeys: [] }).map((params) => ({ action, params }));
const count = { count: given };

const vocdoniOf = (
  name: string,
  options: Pick<quotaGate.VocdoniOptions, "rules" | "environment">,
): Subject => ({
  name,
  over: (api, answer) =>
    api.vocdoni({ ...options, source: ({ path }) => answer(path) }) as unknown as AnyProvider,
  answer: same(
    seldom(
      fc.record(
        {
          enabled: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: amount }),
          limits: some(["maxManagedOrgs", "maxManagedProcesses", "maxVotes", "maxSMS", "maxEmails"]),
          usage: some(["managedOrgs", "managedProcesses", "sentVotes", "sentSMS", "sentEmails"]),
        },
        { requiredKeys: [] },
      ),
    ),
  ),
  step: fc.oneof(
    stepOf("createManagedOrg", count),
    stepOf("publishProcess", {
      ...count,
      voters: given,
      questions: fc.nat(4),
      emailOtp: fc.boolean(),
      smsOtp: fc.boolean(),
    }),
    stepOf("relayVotes", count),
    stepOf("sendEmailOtp", count),
    stepOf("sendSmsOtp", count),
  ),
  refusal: seldom(
    fc.record({
      code: fc.oneof(fc.constantFrom(40154, 40155, 40162, 40046, 40047, 40004, 40153, 40158), amount),
      error: fc.oneof(
        fc.constantFrom(
          "integrator quota exceeded",
          "census size exceeds email allowance: remaining emails: 3",
          "census size exceeds sms allowance: remaining sms: 99999999999999999999",
          "census size exceeds vote allowance: remaining votes: ",
        ),
        fc.string(),
      ),
    }),
  ),
});

const configs = fc.constantFrom("one", "other", "", "ünïque", "__proto__");

const didomi: Subject = {
  name: "didomi",
  over: (api, answer) =>
    api.didomi({
      organizationId: "acme",
      source: ({ path }) => answer(path),
      usage: async () => ({ exportDestinations: { one: 2, other: 3 } }),
      integrations: {},
      refusal: (body) => body as { resource: quotaGate.DidomiResource },
    }) as unknown as AnyProvider,
  answer: fc
    .record({
      quotas: seldom(
        fc.record({
          data: fc.array(
            fc.record(
              {
                id: fc.constantFrom("quota", "other"),
                organization_id: fc.constantFrom("acme", "acme", "else", null),
                exports_configs: amount,
                exports_destinations: amount,
                seats: amount,
              },
              { requiredKeys: [] },
            ),
            { maxLength: 3 },
          ),
          total: fc.nat(3),
        }),
      ),
      features: seldom(
        fc.record({
          data: fc.array(fc.record({ id: fc.constantFrom("batch_exports", "x"), value: amount })),
        }),
      ),
      integrations: seldom(
        fc.record({
          data: fc.array(
            fc.record({
              id: fc.string(),
              organization_id: fc.constantFrom("acme", "else"),
              type_id: fc.constantFrom("batch-exports-s3", "analytics"),
              enabled: fc.constantFrom(true, true, false, null),
            }),
            { maxLength: 4 },
          ),
          total: amount,
        }),
      ),
    })
    .map(({ quotas, features, integrations }) => ({
      "/quotas": quotas,
      "/premium-features": features,
      "": integrations,
    })),
  step: fc.oneof(
    stepOf("enableExportConfig", count),
    fc
      .record({ configId: configs, count: given })
      .map((params) => ({ action: "attachExportDestination", params })),
  ),
  refusal: fc.record({
    resource: fc.constantFrom("exportConfigs", "exportDestinations"),
    remaining: fc.nat(3),
  }),
};

const moment = fc.oneof(
  fc.integer({ min: 1_767_000_000, max: 1_768_000_000 }),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom("2026-01-01T00:00:30+01:00", "2026-01-01t00:10:00.5z", "2026-02-30T00:00:00Z"),
  amount,
);

const custom: Subject = {
  name: "custom",
  over: (api, answer) =>
    api.custom({
      name: "cloud",
      source: ({ path }) => answer(path),
      enabled: "/on",
      resources: {
        servers: {
          limit: "/0/limit",
          used: "/0/used",
          reserved: "/0/reserved",
          unlimited: [-1, "unlimited", null],
          resetsAt: "/0/resets",
        },
        cores: {
          limit: "/a~1b/limit",
          remaining: "/a~1b/left",
          unlimited: [{ absent: true }],
          settleAfter: 0,
        },
        disks: { remaining: "/disks/left", resetsAt: "/disks/resets" },
        seats: { limit: "/0/limit" },
      },
      actions: {
        createServer: { servers: 1, cores: 4 },
        addDisk: { disks: 1, seats: 2 },
        addCores: { cores: 3 },
      },
      usage: async () => ({ seats: 4 }),
      refusal: (body) => body as { resource: "servers" },
    }) as unknown as AnyProvider,
  answer: same(
    seldom(
      fc.record(
        {
          on: fc.constantFrom<unknown>(true, true, true, false, "true"),
          0: seldom(
            fc.record(
              { limit: amount, used: amount, reserved: amount, resets: moment },
              { requiredKeys: [] },
            ),
          ),
          "a/b": some(["limit", "left"]),
          disks: seldom(fc.record({ left: amount, resets: moment }, { requiredKeys: [] })),
        },
        { requiredKeys: ["on"] },
      ),
    ),
  ),
  step: fc.oneof(stepOf("createServer", count), stepOf("addDisk", count), stepOf("addCores", count)),
  refusal: fc.record({ resource: fc.constantFrom("servers", "cores", "disks"), remaining: fc.nat(3) }),
};

export const subjects: readonly Subject[] = [
  vocdoniOf("vocdoni, documented", {}),
  vocdoniOf("vocdoni, observed", { rules: "observed" }),
  vocdoniOf("vocdoni, on staging", { environment: "staging" }),
  didomi,
  custom,
];
