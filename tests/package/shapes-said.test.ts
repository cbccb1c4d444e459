/** What a gate makes of every answer in tests/fixtures/platforms, one row for each of its resources that matters. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createGate, type Level, type Provider, type Reason, type Remedy, type Verdict } from "quota-gate";
import { describe, expect, test } from "vitest";
import { cpanel } from "./platforms/cpanel.js";
import { digitalocean } from "./platforms/digitalocean.js";
import { github } from "./platforms/github.js";
import { hubspotCalls, hubspotRecords } from "./platforms/hubspot.js";
import { netlify } from "./platforms/netlify.js";
import { openstack } from "./platforms/openstack.js";
import { salesforce } from "./platforms/salesforce.js";
import { sendgrid } from "./platforms/sendgrid.js";
import { finally_, START, useFakeClock } from "./support.js";

useFakeClock();

const FOLDER = path.resolve(import.meta.dirname, "../fixtures/platforms");

interface Fixture {
  readonly source: string;
  readonly note: string;
  readonly answers: Readonly<Record<string, unknown>>;
}

const fixtures = new Map(
  readdirSync(FOLDER).map((file) => [
    path.basename(file, ".json"),
    JSON.parse(readFileSync(path.join(FOLDER, file), "utf8")) as Fixture,
  ]),
);

type AnyProvider = Provider<Record<string, { count?: number }>, string>;
interface Endpoint {
  readonly source: () => Promise<unknown>;
}

/** Two of the lists that DigitalOcean's answer doesn't count. */
const counted = (endpoint: Endpoint) =>
  digitalocean({ ...endpoint, usage: async () => ({ droplets: 25, volumes: 3 }) });

const platforms: Readonly<Record<string, (endpoint: Endpoint) => unknown>> = {
  cpanel,
  digitalocean: counted,
  "digitalocean, uncounted": (endpoint) => digitalocean({ ...endpoint, usage: async () => ({}) }),
  github,
  hubspot: hubspotRecords,
  "hubspot, its calls": hubspotCalls,
  netlify,
  openstack,
  salesforce,
  sendgrid,
};

const UNLIMITED = Number.POSITIVE_INFINITY;
const HOUR = 3_600_000;
const SUPPORT = "This can't be done right now. Please contact support.";
const LATER = "This can't be done right now. Please try again later.";
const FITS = "This can be done.";
const TRY = "This couldn't be checked beforehand. You can try.";
const WITHIN = "Within the limits.";
const FREE = "No limit applies.";
const OFF = "The feature is switched off for this account. Switch the feature on.";
const UNSAID = "The platform didn't say what the limit is. Please try again in a moment.";
const UNCOUNTED = "The platform didn't say how much is used. Please try again in a moment.";

const close = (counts: string) => `Within the limits, with little left afterwards: ${counts}.`;
const raise = (counts: string) => `${counts}. Raise the limit.`;
const at13 = (counts: string) => `${counts}. Wait until it starts anew: Jan 1, 2026, 1:00 PM.`;

interface Row {
  readonly of: string;
  readonly answer: string;
  readonly resource: string;
  readonly room: readonly [limit: number | null, used: number | null, remaining: number | null, level: Level];
  readonly origin?: "reported" | "counted" | "unknown";
  /** After the answer, in milliseconds. */
  readonly resets?: number;
  readonly action: string;
  readonly is: readonly [verdict: Verdict, reason: Reason, max: number | null];
  readonly remedy?: Remedy["kind"];
  readonly operator: string;
  readonly customer: string;
}

const rows: readonly Row[] = [
  {
    of: "sendgrid",
    answer: "recurring",
    resource: "credits",
    room: [100, 1, 99, "ok"],
    action: "sendEmail",
    is: ["allow", "within-limits", 99],
    operator: WITHIN,
    customer: FITS,
  },
  {
    of: "sendgrid",
    answer: "unlimited",
    resource: "credits",
    room: [UNLIMITED, 37, UNLIMITED, "unlimited"],
    action: "sendEmail",
    is: ["allow", "unlimited", UNLIMITED],
    operator: FREE,
    customer: FITS,
  },
  {
    of: "sendgrid",
    answer: "nonrecurring",
    resource: "credits",
    room: [100, 88, 12, "near"],
    action: "sendEmail",
    is: ["allow", "within-limits", 12],
    operator: close("e-mail credits: 88 of 100 used"),
    customer: FITS,
  },
  {
    of: "sendgrid",
    answer: "nonrecurring, of which only the rest is said",
    resource: "credits",
    room: [null, null, 12, "ok"],
    action: "sendEmail",
    is: ["allow", "within-limits", 12],
    operator: WITHIN,
    customer: FITS,
  },
  {
    of: "hubspot",
    answer: "records",
    resource: "contacts",
    room: [15_000_000, 14_999_999, 1, "near"],
    action: "createContact",
    is: ["allow", "within-limits", 1],
    operator: close("contacts: 14,999,999 of 15,000,000 used"),
    customer: FITS,
  },
  {
    of: "hubspot",
    answer: "records",
    resource: "customObjects",
    room: [500, 500, 0, "exhausted"],
    action: "createCustomObject",
    is: ["deny", "limit-reached", 0],
    remedy: "raise-limit",
    operator: raise("Custom objects: 500 of 500 used, 1 more needed"),
    customer: SUPPORT,
  },
  {
    of: "hubspot, its calls",
    answer: "daily calls",
    resource: "calls",
    room: [500_000, 500_000, 0, "exhausted"],
    resets: 13 * HOUR,
    action: "import",
    is: ["deny", "limit-reached", 0],
    remedy: "wait",
    operator: at13("API calls today: 500,000 of 500,000 used, 100 more needed"),
    customer: LATER,
  },
  {
    of: "hubspot, its calls",
    answer: "daily calls, of a while ago",
    resource: "calls",
    room: [500_000, 1, 499_999, "ok"],
    resets: 24 * HOUR,
    action: "import",
    is: ["allow", "within-limits", 4_999],
    operator: WITHIN,
    customer: FITS,
  },
  {
    of: "salesforce",
    answer: "numbers",
    resource: "requests",
    room: [5_000, 63, 4_937, "ok"],
    action: "callApi",
    is: ["allow", "within-limits", 4_937],
    operator: WITHIN,
    customer: FITS,
  },
  {
    of: "salesforce",
    answer: "numbers",
    resource: "massEmail",
    room: [10, 10, 0, "exhausted"],
    action: "sendMassEmail",
    is: ["deny", "limit-reached", 0],
    remedy: "raise-limit",
    operator: "Mass e-mails: 10 of 10 used, 1 more needed. Buy more mass e-mails.",
    customer: SUPPORT,
  },
  {
    of: "salesforce",
    answer: "texts",
    resource: "requests",
    room: [5_000, 63, 4_937, "ok"],
    action: "callApi",
    is: ["allow", "within-limits", 4_937],
    operator: WITHIN,
    customer: FITS,
  },
  {
    of: "salesforce",
    answer: "texts",
    resource: "massEmail",
    room: [null, null, null, "unknown"],
    origin: "unknown",
    action: "sendMassEmail",
    is: ["unknown", "limit-unknown", null],
    remedy: "retry",
    operator: UNSAID,
    customer: TRY,
  },
  {
    of: "github",
    answer: "left",
    resource: "core",
    room: [5_000, 1, 4_999, "ok"],
    resets: 13 * HOUR,
    action: "importRepository",
    is: ["allow", "within-limits", 249],
    operator: WITHIN,
    customer: FITS,
  },
  {
    of: "github",
    answer: "used up",
    resource: "core",
    room: [5_000, 5_000, 0, "exhausted"],
    resets: 13 * HOUR,
    action: "importRepository",
    is: ["deny", "limit-reached", 0],
    remedy: "wait",
    operator: at13("API requests: 5,000 of 5,000 used, 20 more needed"),
    customer: LATER,
  },
  {
    of: "github",
    answer: "used up",
    resource: "search",
    room: [30, 12, 18, "ok"],
    resets: 12 * HOUR + 60_000,
    action: "search",
    is: ["allow", "within-limits", 18],
    operator: WITHIN,
    customer: FITS,
  },
  {
    of: "openstack",
    answer: "detail",
    resource: "cores",
    room: [20, 18, 2, "near"],
    action: "createServer",
    is: ["allow", "within-limits", 1],
    operator: close("instances: 9 of 10 used; cores: 18 of 20 used"),
    customer: FITS,
  },
  {
    of: "openstack",
    answer: "detail",
    resource: "fixedIps",
    room: [UNLIMITED, 3, UNLIMITED, "unlimited"],
    action: "attachFixedIp",
    is: ["allow", "unlimited", UNLIMITED],
    operator: FREE,
    customer: FITS,
  },
  {
    of: "openstack",
    answer: "the rest is reserved",
    resource: "instances",
    room: [10, 10, 0, "exhausted"],
    action: "createServer",
    is: ["deny", "limit-reached", 0],
    remedy: "raise-limit",
    operator: raise("Instances: 10 of 10 used, 1 more needed"),
    customer: SUPPORT,
  },
  {
    of: "openstack",
    answer: "lowered below what is in use",
    resource: "instances",
    room: [5, 8, 0, "over"],
    action: "createServer",
    is: ["deny", "limit-reached", 0],
    remedy: "raise-limit",
    operator: raise("Instances: 8 of 5 used, 1 more needed"),
    customer: SUPPORT,
  },
  {
    of: "openstack",
    answer: "lowered below what is in use",
    resource: "fixedIps",
    room: [0, 0, 0, "exhausted"],
    action: "attachFixedIp",
    is: ["deny", "limit-reached", 0],
    remedy: "raise-limit",
    operator: raise("Fixed IPs: 0 of 0 used, 1 more needed"),
    customer: SUPPORT,
  },
  {
    of: "cpanel",
    answer: "usages",
    resource: "databases",
    room: [15, 15, 0, "exhausted"],
    action: "createDatabase",
    is: ["deny", "limit-reached", 0],
    remedy: "raise-limit",
    operator: raise("Databases: 15 of 15 used, 1 more needed"),
    customer: SUPPORT,
  },
  {
    of: "cpanel",
    answer: "usages",
    resource: "mailboxes",
    room: [20, 2, 18, "ok"],
    action: "createMailbox",
    is: ["allow", "within-limits", 18],
    operator: WITHIN,
    customer: FITS,
  },
  {
    of: "cpanel",
    answer: "failed",
    resource: "databases",
    room: [null, null, null, "unknown"],
    origin: "unknown",
    action: "createDatabase",
    is: ["unknown", "unavailable", null],
    remedy: "retry",
    operator: "The quota can't be read right now. Please try again in a moment.",
    customer: TRY,
  },
  {
    of: "digitalocean",
    answer: "account",
    resource: "droplets",
    room: [25, 25, 0, "exhausted"],
    origin: "counted",
    action: "createDroplet",
    is: ["deny", "limit-reached", 0],
    remedy: "raise-limit",
    operator: raise("Droplets: 25 of 25 used, 1 more needed"),
    customer: SUPPORT,
  },
  {
    of: "digitalocean",
    answer: "account",
    resource: "volumes",
    room: [10, 3, 7, "ok"],
    origin: "counted",
    action: "createVolume",
    is: ["allow", "within-limits", 7],
    operator: WITHIN,
    customer: FITS,
  },
  {
    of: "digitalocean, uncounted",
    answer: "account",
    resource: "droplets",
    room: [25, null, null, "unknown"],
    action: "createDroplet",
    is: ["unknown", "usage-unknown", null],
    remedy: "retry",
    operator: UNCOUNTED,
    customer: TRY,
  },
  {
    of: "digitalocean",
    answer: "locked",
    resource: "volumes",
    room: [10, 3, 7, "disabled"],
    origin: "counted",
    action: "createVolume",
    is: ["deny", "not-enabled", 0],
    remedy: "enable",
    operator: OFF,
    customer: SUPPORT,
  },
  {
    of: "digitalocean",
    answer: "no droplets",
    resource: "droplets",
    room: [0, 25, 0, "over"],
    origin: "counted",
    action: "createDroplet",
    is: ["deny", "limit-reached", 0],
    remedy: "raise-limit",
    operator: raise("Droplets: 25 of 0 used, 1 more needed"),
    customer: SUPPORT,
  },
  {
    of: "netlify",
    answer: "account",
    resource: "sites",
    room: [500, 499, 1, "near"],
    action: "createSite",
    is: ["allow", "within-limits", 1],
    operator: close("sites: 499 of 500 used"),
    customer: FITS,
  },
  {
    of: "netlify",
    answer: "account",
    resource: "collaborators",
    room: [1, 1, 0, "exhausted"],
    action: "invite",
    is: ["deny", "limit-reached", 0],
    remedy: "raise-limit",
    operator: raise("Collaborators: 1 of 1 used, 1 more needed"),
    customer: SUPPORT,
  },
  {
    of: "netlify",
    answer: "more used than included",
    resource: "sites",
    room: [500, 501, 0, "over"],
    action: "createSite",
    is: ["deny", "limit-reached", 0],
    remedy: "raise-limit",
    operator: raise("Sites: 501 of 500 used, 1 more needed"),
    customer: SUPPORT,
  },
  {
    of: "netlify",
    answer: "of sites alone",
    resource: "collaborators",
    room: [null, null, null, "unknown"],
    origin: "unknown",
    action: "invite",
    is: ["unknown", "limit-unknown", null],
    remedy: "retry",
    operator: UNSAID,
    customer: TRY,
  },
];

const fileOf = ({ of }: Row): string => of.replace(/,.*/, "");

const over = async (row: Row, audience: "operator" | "customer") => {
  const body = fixtures.get(fileOf(row))?.answers[row.answer];
  const provider = platforms[row.of]?.({ source: async () => body }) as AnyProvider;
  const gate = await createGate(provider, { retries: 0, audience, locale: "en" });
  finally_(() => gate.dispose());
  await gate.ready;
  return gate;
};

describe("what each answer says", () => {
  test.each(rows)("of $of, $answer: $resource, $action", async (row) => {
    const gate = await over(row, "operator");
    const [limit, used, remaining, level] = row.room;
    expect(gate.headroom(row.resource)).toMatchObject({
      resource: row.resource,
      scope: null,
      limit,
      used,
      remaining,
      held: 0,
      level,
      origin: row.origin ?? "reported",
      resetsAt: row.resets === undefined ? null : START + row.resets,
    });
    const decision = gate.check(row.action);
    const [verdict, reason, max] = row.is;
    expect(decision).toMatchObject({ verdict, reason, max, message: row.operator });
    expect(decision.remedy?.kind).toBe(row.remedy);
    expect(gate.can(row.action)).toBe(verdict !== "deny");
    const customer = await over(row, "customer");
    expect(customer.check(row.action).message).toBe(row.customer);
  });

  test.each(["operator", "customer"] as const)("to no %s an amount that isn't so", async (audience) => {
    for (const row of rows) {
      const [verdict, , max] = row.is;
      if (verdict !== "allow" || max === null || max === UNLIMITED) continue;
      const gate = await over(row, audience);
      expect(gate.can(row.action, { count: max })).toBe(true);
      expect(gate.can(row.action, { count: max + 1 })).toBe(false);
    }
  });
});

describe("the fixtures", () => {
  test.each([...fixtures])("of %s say where they are from, and each answer has a row", (name, fixture) => {
    expect(fixture.source).toMatch(/^https:\/\//);
    expect(fixture.note).toMatch(/^written from the documented shape/);
    const answers = rows.filter((row) => fileOf(row) === name).map(({ answer }) => answer);
    expect(new Set(answers)).toEqual(new Set(Object.keys(fixture.answers)));
  });
});
