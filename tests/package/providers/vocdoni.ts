import { vocdoni as provider } from "quota-gate";
import type { AnyProvider, Numbers, Subject } from "./subject.js";

const NAMES = [
  ["managedOrgs", "maxManagedOrgs", "managedOrgs", 0],
  ["managedProcesses", "maxManagedProcesses", "managedProcesses", 0],
  ["votes", "maxVotes", "sentVotes", 60_000],
  ["emails", "maxEmails", "sentEmails", 60_000],
  ["sms", "maxSMS", "sentSMS", 60_000],
] as const;

const body = (numbers: readonly Numbers[]) => {
  const limits: Record<string, number | null> = {};
  const usage: Record<string, number | null> = {};
  for (const [place, { limit, used }] of numbers.entries()) {
    const [, limitName = "", usageName = ""] = NAMES[place] ?? [];
    // 0 is unlimited, and so no limit of none can be said.
    limits[limitName] = limit === Number.POSITIVE_INFINITY ? 0 : limit;
    usage[usageName] = used;
  }
  return { enabled: true, limits, usage };
};

export const vocdoni: Subject = {
  name: "vocdoni",
  rooms: NAMES.map(([resource, , , settleAfter]) => ({ resource, settleAfter })),
  doings: [
    { action: "createManagedOrg", params: {}, takes: [[0, 1]] },
    { action: "publishProcess", params: {}, takes: [[1, 1]] },
    { action: "relayVotes", params: {}, takes: [[2, 1]] },
    { action: "sendEmailOtp", params: {}, takes: [[3, 1]] },
    { action: "sendSmsOtp", params: {}, takes: [[4, 1]] },
  ],
  knowsUnlimited: true,
  over: (numbers) => provider({ source: async () => body(numbers) }) as unknown as AnyProvider,
};
