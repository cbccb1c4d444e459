import { report } from "./events.js";
import { type Language, type Plural, pageLanguage, type Words } from "./language.js";
import type { Settings } from "./options.js";
import type { Decision, Reason, Remedy, Shortfall } from "./types.js";

/** A decision as the core gives it: everything but the sentences. */
export interface BareDecision extends Omit<Decision, "message" | "remedy"> {
  readonly remedy: { readonly kind: Remedy["kind"]; readonly href: string | null } | null;
}

/** What was asked: the numeric parameters that were given. */
export type Asked = Readonly<Record<string, unknown>>;

/** Customers learn nothing of the integrator's contract; operators learn all of it. */
export const writer = (language: Language, platform: string, settings: Settings) => {
  const { operator, revealMax, locale, message } = settings;
  const { remedies, reasons, separator, anything } = language;
  const { number, category, plural } = numerals(language, locale);
  const all: Readonly<Record<string, Words<string, string, string>>> = language.platforms;
  const words = all[platform] ?? (language.anyPlatform as Words<string, string, string>);

  const remedyText = (kind: Remedy["kind"], reason: Reason): string => {
    switch (kind) {
      case "wait":
        return operator && reason === "limit-reached" ? remedies.finish : remedies.wait;
      case "retry":
      case "sign-in":
        return remedies[kind];
    }
    if (!operator) return remedies.contact;
    if (kind === "free-slot") return words.freeSlot;
    return kind === "enable" ? words.enable : words.raiseLimit;
  };

  const remedy = ({ remedy, reason }: BareDecision): Remedy | null =>
    remedy && {
      kind: remedy.kind,
      href: operator ? remedy.href : null,
      text: remedyText(remedy.kind, reason),
    };

  const count = ({ resource, used, limit, held }: Shortfall): string => {
    const name = words.resources[resource] ?? resource;
    const counted = language.used(name, number(used), number(limit), category(used));
    return held > 0 ? `${counted}, ${plural(language.held, held)}` : counted;
  };
  const shortfall = (short: Shortfall): string =>
    `${count(short)}, ${plural(language.missing, short.shortBy)}`;
  const listed = (list: readonly Shortfall[]): string => list.map(shortfall).join(separator);

  /** "At most 413 voters.", of the first parameter that was too large and fits when smaller. */
  const atMost = ({ maxParams }: BareDecision, asked: Asked): string | null => {
    for (const [name, max] of Object.entries(maxParams)) {
      const value = asked[name] ?? (name === "count" ? 1 : 0);
      if (max && Number.isFinite(max) && typeof value === "number" && value > max) {
        const forms = name === "count" ? language.atOnce : (words.params[name] ?? { other: `# ${name}` });
        return language.atMost(plural(forms, max));
      }
    }
    return null;
  };

  const forCustomer = (decision: BareDecision, asked: Asked): string => {
    const { can, cannot } = words.actions[decision.action] ?? anything;
    const { verdict, reason, allowed, remedy } = decision;
    switch (verdict) {
      case "allow":
        return can;
      case "pending":
        return language.checking;
      case "unknown":
        if (allowed) return language.unchecked;
        return `${language.uncheckable} ${remedyText(remedy?.kind ?? "retry", reason)}`;
      case "deny": {
        // What others hold now may be free in a moment: no largest amount to go by.
        const most = revealMax && remedy?.kind !== "wait" ? atMost(decision, asked) : null;
        return most ?? `${cannot} ${remedyText(remedy?.kind ?? "raise-limit", reason)}`;
      }
    }
  };

  const allowedForOperator = ({ reason, warnings, wouldDeny }: BareDecision): string => {
    const short = warnings.filter((each) => each.shortBy > 0);
    const close = warnings.filter((each) => each.shortBy === 0);
    if (reason === "not-enforced") {
      return wouldDeny ? `${reasons[reason]} ${language.refused(listed(short))}` : reasons[reason];
    }
    if (short.length) return language.together(listed(short));
    if (close.length) return language.close(close.map(count).join(separator));
    return reasons[reason === "unlimited" ? reason : "within-limits"];
  };

  const forOperator = (decision: BareDecision): string => {
    const { reason, verdict, blockers } = decision;
    const way = decision.remedy ? ` ${remedyText(decision.remedy.kind, reason)}` : "";
    switch (reason) {
      case "limit-reached":
        return `${capital(listed(blockers))}.${way}`;
      case "loading":
        return language.checking;
      default:
        return verdict === "allow" ? allowedForOperator(decision) : `${reasons[reason]}${way}`;
    }
  };

  /** A mistake in it is the application's, and no reason to say nothing. */
  const replaced = (decision: Decision): string | undefined => {
    try {
      return message?.(decision);
    } catch (error) {
      report(error);
      return undefined;
    }
  };

  /** The decision with its sentences. */
  return (bare: BareDecision, asked: Asked): Decision => {
    const built = operator ? forOperator(bare) : forCustomer(bare, asked);
    const decision = { ...bare, remedy: remedy(bare), message: built };
    return message ? { ...decision, message: replaced(decision) ?? built } : decision;
  };
};

/** "Step 2 of 3: …", for operators. A customer sees one form, and no steps. */
export const step = (language: Language, { operator, locale }: Settings) => {
  const { number } = numerals(language, locale);
  return (place: number, total: number, message: string): string =>
    operator ? language.step(number(place), number(total), message) : message;
};

/** Numbers as the locale writes them, in forms that go with the language of the sentences: these may differ. */
const numerals = (language: Language, locale = pageLanguage()) => {
  let format: Intl.NumberFormat | undefined;
  let rules: Intl.PluralRules | undefined;
  const number = (value: number | null): string => {
    if (value === null) return "?";
    format ??= new Intl.NumberFormat(locale);
    return format.format(value);
  };
  const category = (value: number | null): Intl.LDMLPluralRule => {
    if (value === null) return "other";
    rules ??= new Intl.PluralRules(language.tag);
    return rules.select(value);
  };
  const plural = (forms: Plural, value: number): string =>
    (forms[category(value)] ?? forms.other).replace("#", number(value));
  return { number, category, plural };
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
