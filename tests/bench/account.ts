/** What `GET /integrator` answers, as far as anyone here looks. */
export interface Account {
  readonly enabled: boolean;
  readonly limits: Readonly<
    Record<"maxManagedOrgs" | "maxManagedProcesses" | "maxVotes" | "maxEmails", number>
  >;
  readonly usage: Readonly<Record<"managedOrgs" | "managedProcesses" | "sentVotes" | "sentEmails", number>>;
}

export interface Process {
  readonly voters: number;
  readonly emailOtp: boolean;
}

/** The guide's example, with room for organizations: all that is timed is allowed, as most buttons are at most times. */
export const OPEN: Account = {
  enabled: true,
  limits: { maxManagedOrgs: 5, maxManagedProcesses: 10, maxVotes: 1000, maxEmails: 500 },
  usage: { managedOrgs: 1, managedProcesses: 2, sentVotes: 134, sentEmails: 87 },
};

const limited = (limits: Partial<Account["limits"]>): Account => ({
  ...OPEN,
  limits: { ...OPEN.limits, ...limits },
});

export const ACCOUNTS: readonly Account[] = [
  OPEN,
  limited({ maxManagedOrgs: 1 }),
  limited({ maxManagedOrgs: 0, maxManagedProcesses: 0, maxVotes: 0, maxEmails: 0 }),
  limited({ maxManagedProcesses: 2 }),
  limited({ maxVotes: 0, maxEmails: 87 }),
  limited({ maxVotes: 100, maxEmails: 0 }),
  { ...OPEN, enabled: false },
];

export const PROCESSES: readonly Process[] = [0, 1, 300, 413, 414, 866, 867].flatMap((voters) => [
  { voters, emailOtp: true },
  { voters, emailOtp: false },
]);
