import type { Account, Process } from "./account.js";
import type { Contestant } from "./contestant.js";

let account: Account | undefined;

const fits = (needed: number, limit: number, used: number): boolean =>
  needed === 0 || limit === 0 || used + needed <= limit;

/** What an application writes itself. */
export const byHand: Contestant = {
  name: "by hand",
  take(answer) {
    account = answer;
  },
  createManagedOrg() {
    if (!account?.enabled) return false;
    const { limits, usage } = account;
    return limits.maxManagedOrgs === 0 || usage.managedOrgs < limits.maxManagedOrgs;
  },
  publishProcess({ voters, emailOtp }: Process) {
    if (!account?.enabled) return false;
    const { limits, usage } = account;
    return (
      fits(1, limits.maxManagedProcesses, usage.managedProcesses) &&
      fits(voters, limits.maxVotes, usage.sentVotes) &&
      (!emailOtp || fits(voters, limits.maxEmails, usage.sentEmails))
    );
  },
};
