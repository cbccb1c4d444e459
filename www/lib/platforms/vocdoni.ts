import { oneOf } from "../options.js";
import { type Platform, provide } from "../provider.js";
import type { Provider, VocdoniActions, VocdoniOptions, VocdoniResource } from "../types.js";

const count = { count: "amount" } as const;

/** The names stand in the order of src/platform/vocdoni.rs; a test compares them. */
const actions: Platform["actions"] = {
  createManagedOrg: count,
  publishProcess: { ...count, voters: "amount", questions: "amount", emailOtp: "flag", smsOtp: "flag" },
  relayVotes: count,
  sendEmailOtp: count,
  sendSmsOtp: count,
};
const resources = ["managedOrgs", "managedProcesses", "votes", "emails", "sms"] as const;

export function vocdoni(options: VocdoniOptions): Provider<VocdoniActions, VocdoniResource> {
  const { environment: where, rules: whose, ...endpoint } = options;
  const environment = oneOf("environment", where, ["production", "staging"]);
  const rules = oneOf("rules", whose, ["documented", "observed"]);
  return provide({
    name: "vocdoni",
    resources,
    actions,
    settings: { platform: "vocdoni", observed: rules === "observed" },
    parts: [{ path: "/integrator" }],
    endpoint,
    enforced: environment === "production",
    secretPrefix: "vsk_",
  });
}
