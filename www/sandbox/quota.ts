import { ApiError } from "./errors";

/** The limits of an integrator, in the order GET /integrator writes them. */
export interface Limits {
  maxManagedOrgs: number;
  maxManagedProcesses: number;
  maxVotes: number;
  maxSMS: number;
  maxEmails: number;
}

export interface Usage {
  managedOrgs: number;
  managedProcesses: number;
  sentVotes: number;
  sentSMS: number;
  sentEmails: number;
}

/** What publishing one process asks for. */
export interface PublishDemand {
  readonly voters: number;
  readonly questions: number;
  readonly emailOtp: boolean;
  readonly smsOtp: boolean;
}

/** db/const.go:25 */
const TEST_MAX_CENSUS_SIZE = 10;

export function takesSlot(voters: number): boolean {
  return voters > TEST_MAX_CENSUS_SIZE;
}

/** subscriptions.go:604 */
export function orgRefusal(limits: Limits, usage: Usage): ApiError | null {
  if (usage.managedOrgs < limits.maxManagedOrgs) return null;
  return new ApiError("maxManagedOrgsReached", `limit ${limits.maxManagedOrgs}`);
}

/** subscriptions.go:520; 0 is none. */
export function slotRefusal(limits: Limits, usage: Usage, voters: number): ApiError | null {
  if (!takesSlot(voters) || usage.managedProcesses < limits.maxManagedProcesses) return null;
  return new ApiError("integratorQuotaExceeded");
}

/** Emails, then SMS, then votes; the first that fails is reported (subscriptions.go:438-471). */
export function censusRefusal(limits: Limits, usage: Usage, demand: PublishDemand): ApiError | null {
  const emails = Math.max(0, limits.maxEmails - usage.sentEmails);
  if (demand.emailOtp && demand.voters > emails) {
    return new ApiError("censusExceedsEmails", `remaining emails: ${emails}`);
  }
  const sms = Math.max(0, limits.maxSMS - usage.sentSMS);
  if (demand.smsOtp && demand.voters > sms) {
    return new ApiError("censusExceedsSms", `remaining sms: ${sms}`);
  }
  // Unlike the others, a vote limit of 0 or less is unlimited.
  if (limits.maxVotes <= 0) return null;
  const votes = Math.max(0, limits.maxVotes - usage.sentVotes);
  if (demand.voters * demand.questions <= votes) return null;
  return new ApiError("censusExceedsVotes", `remaining votes: ${votes}`);
}
