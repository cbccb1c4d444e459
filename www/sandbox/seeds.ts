import type { AccountSeed } from "./account";
import { hexOf } from "./ids";
import type { Limits, Usage } from "./quota";

export const ACCOUNT_NAMES = [
  "free-tier",
  "custom-plan",
  "near-limits",
  "switched-off",
  "no-integrator",
  "staging",
] as const;

export type AccountName = (typeof ACCOUNT_NAMES)[number];

interface Start {
  readonly title: string;
  readonly enabled: boolean;
  readonly enforced: boolean;
  readonly limits: Readonly<Limits>;
  readonly usage: Readonly<Usage>;
  readonly organizations: number;
}

/** The example of the platform's guide. */
const GUIDE = {
  limits: { maxManagedOrgs: 1, maxManagedProcesses: 10, maxVotes: 1000, maxSMS: 200, maxEmails: 500 },
  usage: { managedOrgs: 1, managedProcesses: 2, sentVotes: 134, sentSMS: 12, sentEmails: 87 },
};

const NO_USAGE: Usage = { managedOrgs: 0, managedProcesses: 0, sentVotes: 0, sentSMS: 0, sentEmails: 0 };

const STARTS: Readonly<Record<AccountName, Start>> = {
  "free-tier": {
    title: "Free tier, at its organization limit",
    enabled: true,
    enforced: true,
    ...GUIDE,
    organizations: 1,
  },
  "custom-plan": {
    title: "Custom plan, unlimited votes",
    enabled: true,
    enforced: true,
    limits: { maxManagedOrgs: 50, maxManagedProcesses: 500, maxVotes: 0, maxSMS: 20_000, maxEmails: 100_000 },
    usage: { managedOrgs: 12, managedProcesses: 48, sentVotes: 35_210, sentSMS: 1_904, sentEmails: 8_450 },
    organizations: 12,
  },
  "near-limits": {
    title: "Plan near its limits",
    enabled: true,
    enforced: true,
    limits: { maxManagedOrgs: 5, maxManagedProcesses: 25, maxVotes: 5000, maxSMS: 500, maxEmails: 2000 },
    usage: { managedOrgs: 4, managedProcesses: 24, sentVotes: 4587, sentSMS: 470, sentEmails: 1890 },
    organizations: 4,
  },
  "switched-off": {
    title: "Integrator features switched off",
    enabled: false,
    enforced: true,
    ...GUIDE,
    organizations: 1,
  },
  "no-integrator": {
    title: "Never was an integrator",
    enabled: false,
    enforced: true,
    limits: { maxManagedOrgs: 0, maxManagedProcesses: 0, maxVotes: 0, maxSMS: 0, maxEmails: 0 },
    usage: NO_USAGE,
    organizations: 0,
  },
  staging: {
    title: "Staging: nothing is refused on quota",
    enabled: true,
    enforced: false,
    limits: GUIDE.limits,
    usage: { managedOrgs: 3, managedProcesses: 14, sentVotes: 1260, sentSMS: 215, sentEmails: 530 },
    organizations: 3,
  },
};

/** Customers of an integrator, as a demo shows them. */
const NAMES = [
  "Riverside Choir",
  "Harbour Sailing Club",
  "Northgate Housing Co-op",
  "Teachers of Elm Street",
  "Old Town Traders",
  "Valley Cyclists",
  "Lighthouse Theatre",
  "Green Acre Growers",
  "Union of Translators",
  "Hilltop Observatory",
  "Quarry Climbers",
  "Bridge Lane Library",
];

export function accountSeed(name: AccountName): AccountSeed {
  const { organizations, ...start } = STARTS[name];
  return {
    ...start,
    name,
    address: fakeAddress(name),
    organizations: Array.from({ length: organizations }, (_, i) => ({
      address: fakeAddress(`${name}/${i + 1}`),
      name: NAMES[i] ?? `Organization ${i + 1}`,
    })),
  };
}

function fakeAddress(of: string): string {
  return `0x${hexOf(`sandbox address ${of}`, 40)}`;
}
