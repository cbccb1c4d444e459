import { be, english } from "../first/english.js";
import type { Language } from "../language.js";

export default {
  ...english,
  atMost: (amount) => `At most ${amount}.`,
  atOnce: { other: "# at once" },
  remedies: {
    ...english.remedies,
    "sign-in": "Please sign in again.",
    finish: "Wait until what is under way has finished.",
    later: "Please try again later.",
    reset: (time) => `Wait until it starts anew: ${time}.`,
  },
  reasons: {
    "within-limits": "Within the limits.",
    unlimited: "No limit applies.",
    "not-enforced": "Nothing is enforced in this environment.",
    "not-enabled": "The feature is switched off for this account.",
    unavailable: "The quota can't be read right now.",
    expired: "The last answer about the quota is too old to go by.",
    "usage-unknown": "The platform didn't say how much is used.",
    "limit-unknown": "The platform didn't say what the limit is.",
  },
  used: (name, used, limit) => `${name}: ${used} of ${limit} used`,
  left: { other: "# left" },
  held: { other: "# held" },
  missing: { other: "# more needed" },
  separator: "; ",
  close: (list) => `Within the limits, with little left afterwards: ${list}.`,
  together: (list) => `Within the limits one by one, but not together: ${list}.`,
  refused: (list) => `Production would refuse this: ${list}.`,
  step: (number, total, message) => `Step ${number} of ${total}: ${message}`,
  anything: be("done"),
  platforms: {
    vocdoni: {
      ...english.platforms.vocdoni,
      resources: {
        managedOrgs: "managed organizations",
        managedProcesses: "voting processes",
        votes: "votes",
        emails: "e-mails",
        sms: "SMS",
      },
      params: {
        voters: { one: "# voter", other: "# voters" },
        questions: { one: "# question", other: "# questions" },
      },
      freeSlot: "Delete a managed organization to free its slot, or raise the limit in the API Dashboard.",
      raiseLimit: "Raise the limit in the API Dashboard or with your account contact.",
      enable: "Enable the integrator features or upgrade the plan in the API Dashboard.",
    },
    didomi: {
      resources: { exportConfigs: "enabled batch exports", exportDestinations: "export destinations" },
      actions: { enableExportConfig: be("enabled"), attachExportDestination: be("attached") },
      params: {},
      raiseLimit: "Ask Didomi’s support to raise the limit, or free a slot by disabling or removing one.",
      enable: "Ask Didomi’s support to switch the feature on.",
    },
  },
  anyPlatform: {
    resources: {},
    actions: {},
    params: {},
    freeSlot: "Free a unit, or raise the limit.",
    raiseLimit: "Raise the limit.",
    enable: "Switch the feature on.",
  },
} satisfies Language;
