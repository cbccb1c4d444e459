import { noCounters, type Organization, type OrganizationProfile } from "./organization";
import type { Limits, Usage } from "./quota";
import type { AccountName } from "./seeds";

/** Caps of the plan that GET /integrator doesn't show. */
export interface Plan {
  maxCensus: number;
  maxDrafts: number;
  maxDurationDays: number;
}

/** How an account starts out, and what a reset returns it to. */
export interface AccountSeed {
  readonly name: AccountName;
  readonly title: string;
  readonly address: string;
  readonly enabled: boolean;
  /** Staging refuses nothing on quota. */
  readonly enforced: boolean;
  readonly limits: Readonly<Limits>;
  readonly usage: Readonly<Usage>;
  readonly organizations: readonly { readonly address: string; readonly name: string }[];
}

const PLAN: Readonly<Plan> = { maxCensus: 10_000, maxDrafts: 1_000, maxDurationDays: 365 };

const PROFILE: Omit<OrganizationProfile, "meta"> = {
  website: "",
  type: "company",
  size: "",
  color: "",
  subdomain: "",
  country: "",
  timezone: "",
  communications: false,
};

/** An integrator's organization with the organizations it manages. */
export class Account {
  readonly name: AccountName;
  readonly title: string;
  enforced: boolean;
  readonly self: Organization;
  readonly limits: Limits;
  readonly plan: Plan;
  readonly organizations = new Map<string, Organization>();
  /** Stored counters: they need not agree with what exists. */
  managedOrgs = 0;
  managedProcesses = 0;
  enabled: boolean;

  constructor(seed: AccountSeed, now: number) {
    this.name = seed.name;
    this.title = seed.title;
    this.enforced = seed.enforced;
    this.enabled = seed.enabled;
    this.limits = { ...seed.limits };
    this.plan = { ...PLAN };
    this.self = newOrganization(seed.address, seed.title, null, now);
    for (const { address, name } of seed.organizations) {
      this.organizations.set(address, newOrganization(address, name, seed.address, now));
    }
    this.setUsage(seed.usage);
  }

  get address(): string {
    return this.self.address;
  }

  /** At least one managed organization must be allowed (subscriptions.go:559-574). */
  get isIntegrator(): boolean {
    return this.enabled && this.limits.maxManagedOrgs > 0;
  }

  /** Sent counters are summed over the organizations that exist (db/organizations.go:595-625). */
  get usage(): Usage {
    const sum = (key: "sentVotes" | "sentSMS" | "sentEmails") =>
      [...this.organizations.values()].reduce((total, org) => total + org.counters[key], 0);
    return {
      managedOrgs: this.managedOrgs,
      managedProcesses: this.managedProcesses,
      sentVotes: sum("sentVotes"),
      sentSMS: sum("sentSMS"),
      sentEmails: sum("sentEmails"),
    };
  }

  /** What is sent goes to the first organization, so that the sums come out as asked. */
  setUsage(wanted: Partial<Usage>): void {
    const current = this.usage;
    this.managedOrgs = wanted.managedOrgs ?? current.managedOrgs;
    this.managedProcesses = wanted.managedProcesses ?? current.managedProcesses;
    const [first] = this.organizations.values();
    for (const key of ["sentVotes", "sentSMS", "sentEmails"] as const) {
      const change = (wanted[key] ?? current[key]) - current[key];
      if (change === 0) continue;
      if (first === undefined) throw new Error(`${this.name} has no organization to count ${key} on`);
      first.counters[key] += change;
    }
  }
}

function newOrganization(
  address: string,
  name: string,
  managedBy: string | null,
  createdAt: number,
): Organization {
  const profile = { ...PROFILE, meta: { name: { default: name } } };
  return { address, createdAt, managedBy, profile, counters: noCounters() };
}
