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

export function vocdoni(options: VocdoniOptions): Provider<VocdoniActions, VocdoniResource> {
  const { environment = "production", rules = "documented", ...endpoint } = options;
  choose("environment", environment, ["production", "staging"]);
  choose("rules", rules, ["documented", "observed"]);
  return provide({
    name: "vocdoni",
    resources,
    actions,
    path: "/integrator",
    endpoint,
    enforced: environment === "production",
    observed: rules === "observed",
    secretPrefix: "vsk_",
  });
}

const choose = (name: string, value: unknown, choices: readonly string[]): void => {
  if (choices.some((choice) => choice === value)) return;
  const wanted = choices.map(shown).join(" or ");
  throw new QuotaError("invalid-options", `${name} must be ${wanted}, got ${shown(value)}`);
};
