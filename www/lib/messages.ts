import { report } from "./events.js";
import type { Language, Words } from "./language.js";
import { numeralsOf } from "./numerals.js";
import type { Settings } from "./options.js";
import type { Platform } from "./provider.js";
import type { Decision, Reason, Remedy, Shortfall } from "./types.js";

/** A decision as the core gives it: everything but the sentences. */
export interface BareDecision extends Omit<Decision, "message" | "remedy"> {
  readonly remedy: BareRemedy | null;
}

interface BareRemedy {
  readonly kind: Remedy["kind"];
  readonly href: string | null;
  /** Until when to wait, where somebody says. */
  readonly until?: number | null;
}

/** What was asked: the numeric parameters that were given. */
export type Asked = Readonly<Record<string, unknown>>;

const KINDS: readonly Remedy["kind"][] = ["free-slot", "raise-limit", "enable", "wait", "retry", "sign-in"];

/** Customers learn nothing of the integrator's contract; operators learn all of it. */
export const writer = (
  language: Language,
  { settings: { platform }, labels = {}, remedy: helps }: Pick<Platform, "settings" | "labels" | "remedy">,
  settings: Settings,
) => {
  const { operator, revealMax, locale, message } = settings;
  const { remedies, reasons, separator, anything } = language;
  const { number, category, plural, date } = numeralsOf(language.tag, locale);
  const all: Readonly<Record<string, Words<string, string, string>>> = language.platforms;
  const words = all[platform] ?? (language.anyPlatform as Words<string, string, string>);

  const waiting = (until: number | null | undefined, reason: Reason): string => {
    if (typeof until === "number") return operator ? remedies.reset(date(until)) : remedies.later;
    return operator && reason === "limit-reached" ? remedies.finish : remedies.wait;
  };

  const remedyText = ({ kind, until }: BareRemedy, reason: Reason): string => {
    switch (kind) {
      case "wait":
        return waiting(until, reason);
      case "retry":
      case "sign-in":
        return remedies[kind];
    }
    if (!operator) return remedies.contact;
    if (kind === "free-slot") return words.freeSlot ?? words.raiseLimit;
    return kind === "enable" ? words.enable : words.raiseLimit;
  };

  /** What the application says of it, where a limit is in the way that somebody has to raise. */
  const ownRemedy = ({ remedy, blockers: [first] }: BareDecision): Remedy | undefined => {
    if (!helps || !first || (remedy?.kind !== "raise-limit" && remedy?.kind !== "free-slot"))
      return undefined;
    const own = attempted(() => helps(first.resource));
    if (!own || !KINDS.includes(own.kind) || typeof own.text !== "string") return undefined;
    return { kind: own.kind, href: linkOf(own.href), text: own.text };
  };

  const remedyOf = (decision: BareDecision): Remedy | null => {
    const { remedy, reason } = decision;
    if (!remedy) return null;
    const own = ownRemedy(decision);
    const text = own && operator ? own.text : remedyText(remedy, reason);
    return { kind: own?.kind ?? remedy.kind, href: operator ? (own ?? remedy).href : null, text };
  };

  const nameOf = (resource: string): string => words.resources[resource] ?? labels[resource] ?? resource;

  const count = ({ resource, scope, used, limit, held, remaining }: Shortfall): string => {
    const called = nameOf(resource);
    const name = scope === null ? called : `${called} (${scope})`;
    const counted =
      limit === null && used === null && remaining !== null
        ? `${name}: ${plural(language.left, remaining)}`
        : language.used(name, number(used), number(limit), category(used));
    return held > 0 ? `${counted}, ${plural(language.held, held)}` : counted;
  };
  const shortfall = (short: Shortfall): string =>
    `${count(short)}, ${plural(language.missing, short.shortBy)}`;
  const listed = (list: readonly Shortfall[]): string => list.map(shortfall).join(separator);

  const mostOf = (name: string, max: number): string => {
    const forms = name === "count" ? language.atOnce : (words.params[name] ?? { other: `# ${name}` });
    return language.atMost(plural(forms, max));
  };

  /** "At most 413 voters.", of the first parameter that was too large and fits when smaller. */
  const atMost = ({ maxParams }: BareDecision, asked: Asked): string | null => {
    for (const name of Object.keys(maxParams)) {
      const max = fitting(maxParams, asked, name);
      if (max !== null) return mostOf(name, max);
    }
    return null;
  };

  const forCustomer = (decision: BareDecision, way: Remedy | null, asked: Asked): string => {
    const { can, cannot } = words.actions[decision.action] ?? anything;
    const { verdict, allowed, remedy } = decision;
    switch (verdict) {
      case "allow":
        return can;
      case "pending":
        return language.checking;
      case "unknown":
        if (allowed) return language.unchecked;
        return `${language.uncheckable} ${way?.text ?? remedies.retry}`;
      case "deny": {
        // What others hold now may be free in a moment: no largest amount to go by.
        const isHeld = remedy?.kind === "wait" && typeof remedy.until !== "number";
        const most = revealMax && !isHeld ? atMost(decision, asked) : null;
        return most ?? `${cannot} ${way?.text ?? remedies.contact}`;
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

  const forOperator = (decision: BareDecision, remedy: Remedy | null): string => {
    const { reason, verdict, blockers } = decision;
    const way = remedy ? ` ${remedy.text}` : "";
    switch (reason) {
      case "limit-reached":
        return `${capital(listed(blockers))}.${way}`;
      case "loading":
        return language.checking;
      default:
        return verdict === "allow" ? allowedForOperator(decision) : `${reasons[reason]}${way}`;
    }
  };

  return {
    /** The decision with its sentences. */
    write(bare: BareDecision, asked: Asked): Decision {
      const remedy = remedyOf(bare);
      const built = operator ? forOperator(bare, remedy) : forCustomer(bare, remedy, asked);
      const decision = { ...bare, remedy, message: built };
      return message ? { ...decision, message: attempted(() => message(decision)) ?? built } : decision;
    },
    nameOf,
    /** For the field of a parameter that alone is too large. */
    mostOf(
      { maxParams, message: written, remedy, blockers }: Decision,
      asked: Asked,
      name: string,
    ): string | null {
      const max = fitting(maxParams, asked, name);
      const isHeld = remedy?.kind === "wait" && blockers.some(({ held }) => held > 0);
      const isTold = (operator || (revealMax && !isHeld)) && !message;
      if (max === null) return null;
      return isTold ? mostOf(name, max) : written;
    },
  };
};

/** The largest value of a parameter that fits, where it was given a larger one and a smaller one helps. */
const fitting = (maxParams: Decision["maxParams"], asked: Asked, name: string): number | null => {
  const max = maxParams[name];
  const value = asked[name] ?? (name === "count" ? 1 : 0);
  return max && Number.isFinite(max) && typeof value === "number" && value > max ? max : null;
};

/** A mistake in a function of the application is its own, and no reason to say nothing. */
const attempted = <T>(call: () => T): T | undefined => {
  try {
    return call();
  } catch (error) {
    report(error);
    return undefined;
  }
};

const linkOf = (href: unknown): string | null =>
  typeof href === "string" && /^(?:https|mailto):/i.test(href) ? href : null;

/** "Step 2 of 3: …", for operators. A customer sees one form, and no steps. */
export const step = (language: Language, { operator, locale }: Settings) => {
  const { number } = numeralsOf(language.tag, locale);
  return (place: number, total: number, message: string): string =>
    operator ? language.step(number(place), number(total), message) : message;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
