import type { GateOptions } from "quota-gate";
import type { Language } from "../../www/lib/language.js";
import { type Asked, type BareDecision, step, writer } from "../../www/lib/messages.js";
import { type Settings, settingsOf } from "../../www/lib/options.js";
import { vocdoni } from "../../www/lib/platforms/index.js";
import { platformOf } from "../../www/lib/provider.js";

const settings = (options: GateOptions): Settings =>
  settingsOf(platformOf(vocdoni({ source: async () => ({}) })), options);

/** A denial, but for what is said otherwise. */
export const bare = (some: Partial<BareDecision> = {}): BareDecision => ({
  action: "createManagedOrg",
  verdict: "deny",
  allowed: false,
  reason: "limit-reached",
  blockers: [],
  warnings: [],
  max: null,
  maxParams: {},
  wouldDeny: null,
  remedy: null,
  asOf: null,
  stale: false,
  ...some,
});

/** The decision with its sentences, for cases that a gate doesn't come to by itself. */
export const written = (
  language: Language,
  some: Partial<BareDecision>,
  options: GateOptions = {},
  asked: Asked = {},
  platform = "vocdoni",
) =>
  writer(language, { settings: { platform } }, settings({ locale: language.tag, ...options })).write(
    bare(some),
    asked,
  );

export const stepOf = (language: Language, options: GateOptions) =>
  step(language, settings({ locale: language.tag, ...options }));
