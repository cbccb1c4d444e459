export type Numbers = Readonly<Record<string, number>>;

/** An account that has no room for another organization. */
export const FIRST = {
  enabled: true,
  limits: { maxManagedOrgs: 1, maxManagedProcesses: 10, maxVotes: 1000, maxEmails: 500, maxSMS: 200 },
  usage: { managedOrgs: 1, managedProcesses: 2, sentVotes: 134, sentEmails: 87, sentSMS: 12 },
};
