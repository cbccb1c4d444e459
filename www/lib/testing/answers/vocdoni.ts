import { limitOf, type Numbers, TOO_LARGE, usedOf } from "../numbers.js";
import type { Answers } from "./index.js";

/** Resource, limit and usage, as `GET /integrator` names them. */
const NAMES = [
  ["managedOrgs", "maxManagedOrgs", "managedOrgs"],
  ["managedProcesses", "maxManagedProcesses", "managedProcesses"],
  ["votes", "maxVotes", "sentVotes"],
  ["emails", "maxEmails", "sentEmails"],
  ["sms", "maxSMS", "sentSMS"],
] as const;

/** What the platform says where there is no limit: 0, by the documented rules; by the observed ones that is so of votes only. */
const unlimited = (resource: string, isObserved: boolean): number =>
  isObserved && resource !== "votes" ? TOO_LARGE : 0;

const bodyOf = (numbers: Numbers, isObserved: boolean): unknown => {
  const limits: Record<string, number> = {};
  const usage: Record<string, number> = {};
  for (const [resource, limitName, usageName] of NAMES) {
    const [limit, used] = [limitOf(numbers, resource), usedOf(numbers, resource)];
    if (limit !== null) {
      limits[limitName] = limit === Number.POSITIVE_INFINITY ? unlimited(resource, isObserved) : limit;
    }
    if (used !== null) usage[usageName] = used;
  }
  return { ...(numbers.enabled !== null && { enabled: numbers.enabled }), limits, usage };
};

export const vocdoni: Answers = (platform) => ({
  platform,
  saysEnabled: true,
  body: (_, numbers) => bodyOf(numbers, platform.settings["observed"] === true),
});
