import { shown } from "./amount.js";
import { QuotaError } from "./error.js";
import { type Platform, provide } from "./provider.js";
import type { Provider, VocdoniActions, VocdoniOptions, VocdoniResource } from "./types.js";

const count = { count: "amount" } as const;

/** The names stand in the order of src/platform/vocdoni.rs; a test compares them. */
const actions: Platform["actions"] = {
  createManagedOrg: count,
  publishProcess: { ...count, voters: "amount", questions: "amount", emailOtp: "flag", smsOtp: "flag" },
  relayVotes: count,
  sendEmailOtp: count,
  sendSmsOtp: count,
};
const resources = Object.freeze(["managedOrgs", "managedProcesses", "votes", "emails", "sms"] as const);

const words: Platform["words"] = {
  resources: {
    managedOrgs: "managed organizations",
    managedProcesses: "voting processes",
    votes: "votes",
    emails: "e-mails",
    sms: "SMS",
  },
  participles: {
    createManagedOrg: "created",
    publishProcess: "published",
    relayVotes: "sent",
    sendEmailOtp: "sent",
    sendSmsOtp: "sent",
  },
  params: { count: "at once", voters: "voters", questions: "questions" },
  freeSlot: "Delete a managed organization to free its slot, or raise the limit in the API Dashboard.",
  raiseLimit: "Raise the limit in the API Dashboard or with your account contact.",
  enable: "Enable the integrator features or upgrade the plan in the API Dashboard.",
};

export function vocdoni(options: VocdoniOptions): Provider<VocdoniActions, VocdoniResource> {
  const { environment = "production", rules = "documented", ...endpoint } = options;
  if (environment !== "production" && environment !== "staging") {
    throw new QuotaError(
      "invalid-options",
      `environment must be "production" or "staging", got ${shown(environment)}`,
    );
  }
  if (rules !== "documented") {
    throw new QuotaError("invalid-options", `rules must be "documented", got ${shown(rules)}`);
  }
  return provide({
    name: "vocdoni",
    resources,
    actions,
    path: "/integrator",
    endpoint,
    enforced: environment === "production",
    secretPrefix: "vsk_",
    words,
  });
}
