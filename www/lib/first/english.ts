import { en } from "../first-words.js";
import type { Language } from "../language.js";

/** The sentences of a first decision: those that customers read, of a platform that says all in one answer. */
export type Spoken = Pick<Language, "tag" | "checking" | "unchecked" | "uncheckable"> & {
  readonly remedies: Pick<Language["remedies"], "wait" | "retry" | "contact">;
  readonly platforms: {
    readonly vocdoni: Pick<Language["platforms"]["vocdoni"], "actions">;
  };
};

export const be = (participle: string) => ({
  can: `This can be ${participle}.`,
  cannot: `This can't be ${participle} right now.`,
});
const sent = be("sent");

const { retry, ...unknown } = en;

/** languages/en.ts says the rest. */
export const english = {
  tag: "en",
  ...unknown,
  remedies: { wait: "Please wait a moment.", retry, contact: "Please contact support." },
  platforms: {
    vocdoni: {
      actions: {
        createManagedOrg: be("created"),
        publishProcess: be("published"),
        relayVotes: sent,
        sendEmailOtp: sent,
        sendSmsOtp: sent,
      },
    },
  },
} satisfies Spoken;
