import type { Settings } from "./options.js";
import type { Words } from "./provider.js";
import type { Decision, Reason, Remedy, Shortfall } from "./types.js";

/** A decision as the core gives it: everything but the sentences. */
export interface BareDecision extends Omit<Decision, "message" | "remedy"> {
  readonly remedy: { readonly kind: Remedy["kind"]; readonly href: string | null } | null;
}

/** What was asked: the numeric parameters that were given. */
export type Asked = Readonly<Record<string, unknown>>;

const KNOWN_TO_ALL: Partial<Record<Remedy["kind"], string>> = {
  wait: "Please wait a moment.",
  retry: "Please try again in a moment.",
  "sign-in": "Please sign in again.",
};

const UNKNOWN: Partial<Record<Reason, string>> = {
  unavailable: "The quota can't be read right now.",
  expired: "The last answer about the quota is too old to go by.",
  "usage-unknown": "The platform didn't say how much is used.",
  "limit-unknown": "The platform didn't say what the limit is.",
};

/** Customers learn nothing of the integrator's contract; operators learn all of it. */
export const writer = (words: Words, settings: Settings) => {
  const { operator, revealMax, locale, message } = settings;
  let format: Intl.NumberFormat | undefined;
  const number = (value: number | null): string => {
    if (value === null) return "?";
    format ??= new Intl.NumberFormat(locale ?? pageLanguage());
    return format.format(value);
  };

  const remedyText = (kind: Remedy["kind"]): string => {
    const common = KNOWN_TO_ALL[kind];
    if (common) return common;
    if (!operator) return "Please contact support.";
    if (kind === "free-slot") return words.freeSlot;
    return kind === "enable" ? words.enable : words.raiseLimit;
  };

  const remedy = ({ remedy }: BareDecision): Remedy | null =>
    remedy && {
      kind: remedy.kind,
      href: operator ? remedy.href : null,
      text: remedyText(remedy.kind),
    };

  const count = ({ resource, used, limit, held }: Shortfall): string => {
    const name = words.resources[resource] ?? resource;
    const holds = held > 0 ? `, ${number(held)} held` : "";
    return `${name}: ${number(used)} of ${number(limit)} used${holds}`;
  };
  const shortfall = (short: Shortfall): string => `${count(short)}, ${number(short.shortBy)} more needed`;
  const listed = (list: readonly Shortfall[]): string => list.map(shortfall).join("; ");

  /** "At most 413 voters.", of the first parameter that was too large and fits when smaller. */
  const atMost = ({ maxParams }: BareDecision, asked: Asked): string | null => {
    for (const [name, max] of Object.entries(maxParams)) {
      const value = asked[name] ?? (name === "count" ? 1 : 0);
      if (max && Number.isFinite(max) && typeof value === "number" && value > max) {
        return `At most ${number(max)} ${words.params[name] ?? name}.`;
      }
    }
    return null;
  };

  const forCustomer = (decision: BareDecision, asked: Asked): string => {
    const done = words.participles[decision.action] ?? "done";
    switch (decision.verdict) {
      case "allow":
        return `This can be ${done}.`;
      case "pending":
        return "Checking…";
      case "unknown":
        if (decision.allowed) return "This couldn't be checked beforehand. You can try.";
        return `This can't be checked right now. ${KNOWN_TO_ALL[decision.remedy?.kind ?? "retry"]}`;
      case "deny": {
        const most = revealMax ? atMost(decision, asked) : null;
        return most ?? `This can't be ${done} right now. Please contact support.`;
      }
    }
  };

  const allowedForOperator = ({ reason, warnings, wouldDeny }: BareDecision): string => {
    const short = warnings.filter((each) => each.shortBy > 0);
    const close = warnings.filter((each) => each.shortBy === 0);
    if (reason === "not-enforced") {
      const refused = wouldDeny ? ` Production would refuse this: ${listed(short)}.` : "";
      return `Nothing is enforced in this environment.${refused}`;
    }
    if (short.length) return `Within the limits one by one, but not together: ${listed(short)}.`;
    if (close.length)
      return `Within the limits, with little left afterwards: ${close.map(count).join("; ")}.`;
    return reason === "unlimited" ? "No limit applies." : "Within the limits.";
  };

  const forOperator = (decision: BareDecision): string => {
    const remedy = decision.remedy ? ` ${remedyText(decision.remedy.kind)}` : "";
    switch (decision.reason) {
      case "limit-reached":
        return `${capital(listed(decision.blockers))}.${remedy}`;
      case "not-enabled":
        return `The feature is switched off for this account.${remedy}`;
      case "loading":
        return "Checking…";
      default:
        return decision.verdict === "allow"
          ? allowedForOperator(decision)
          : `${UNKNOWN[decision.reason] ?? ""}${remedy}`;
    }
  };

  /** The decision with its sentences. */
  return (bare: BareDecision, asked: Asked): Decision => {
    const built = operator ? forOperator(bare) : forCustomer(bare, asked);
    const decision = { ...bare, remedy: remedy(bare), message: built };
    return message ? { ...decision, message: message(decision) ?? built } : decision;
  };
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const pageLanguage = (): string | undefined => {
  if (typeof document === "undefined") return undefined;
  const { lang } = document.documentElement;
  try {
    return lang ? new Intl.Locale(lang).toString() : navigator.language;
  } catch {
    return undefined;
  }
};
