import { ApiError } from "./errors";
import { flag, isObject, type JsonObject, object, text } from "./json";

export interface OrganizationCounters {
  sentSMS: number;
  sentEmails: number;
  sentVotes: number;
  processes: number;
}

type Languages = Readonly<Record<string, string>>;

/** What its owner says about an organization; the sandbox only echoes it. */
export interface OrganizationProfile {
  readonly website: string;
  readonly type: string;
  readonly size: string;
  readonly color: string;
  readonly subdomain: string;
  readonly country: string;
  readonly timezone: string;
  readonly communications: boolean;
  readonly meta: JsonObject;
}

export interface Organization {
  readonly address: string;
  readonly createdAt: number;
  readonly managedBy: string | null;
  readonly profile: OrganizationProfile;
  readonly counters: OrganizationCounters;
}

export function noCounters(): OrganizationCounters {
  return { sentSMS: 0, sentEmails: 0, sentVotes: 0, processes: 0 };
}

const TYPES = new Set([
  "association",
  "company",
  "cooperative",
  "government",
  "others",
  "political_party",
  "professional_body",
  "sports_club",
  "union",
]);

export function readProfile(body: JsonObject): OrganizationProfile {
  const type = text(body, "type");
  const profile = {
    website: text(body, "website"),
    type,
    size: text(body, "size"),
    color: text(body, "color"),
    subdomain: text(body, "subdomain"),
    country: text(body, "country"),
    timezone: text(body, "timezone"),
    communications: flag(body, "communications"),
    meta: readMeta(body),
  };
  if (!TYPES.has(type)) throw new ApiError("malformedBody", "invalid organization type");
  return profile;
}

/** `name`, `logo` and `description` are shorthands for the same keys of `meta`, which wins. */
function readMeta(body: JsonObject): JsonObject {
  const meta: Record<string, unknown> = {};
  for (const key of ["name", "logo", "description"]) {
    const value = multilingual(body[key]);
    if (value !== null) meta[key] = value;
  }
  return { ...meta, ...object(body, "meta") };
}

function multilingual(value: unknown): Languages | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return { default: value };
  if (!isObject(value) || value["default"] === undefined) throw new ApiError("malformedBody");
  return Object.fromEntries(Object.keys(value).map((language) => [language, text(value, language)]));
}

const NEVER = "0001-01-01T00:00:00Z";

/** types.go:143; addresses are lower-case here and mixed-case in the answer to a deletion. */
export function organizationInfo(org: Organization): JsonObject {
  const { meta, ...profile } = org.profile;
  return {
    address: org.address,
    website: profile.website,
    createdAt: isoSeconds(org.createdAt),
    type: profile.type,
    size: profile.size,
    color: profile.color,
    subdomain: profile.subdomain,
    country: profile.country,
    timezone: profile.timezone,
    communications: profile.communications,
    subscription: {
      planId: "prod_sandbox_default",
      startDate: isoSeconds(org.createdAt),
      renewalDate: NEVER,
      lastPaymentDate: NEVER,
      active: true,
      email: "",
    },
    counters: {
      sentSMS: org.counters.sentSMS,
      sentEmails: org.counters.sentEmails,
      sentVotes: org.counters.sentVotes,
      subOrgs: 0,
      users: 0,
      processes: org.counters.processes,
    },
    parent: null,
    managedBy: org.managedBy ?? undefined,
    meta,
    name: meta["name"],
    logo: meta["logo"],
    description: meta["description"],
  };
}

export function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, "Z");
}
