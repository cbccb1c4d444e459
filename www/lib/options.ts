import { shown } from "./amount.js";
import { QuotaError } from "./error.js";
import type { Platform } from "./provider.js";
import type { Decision, GateOptions, Policy } from "./types.js";

export interface Settings {
  readonly nearLimit: number;
  readonly staleAfter: number;
  readonly expireAfter: number;
  readonly pendingFor: number;
  readonly timeoutMs: number;
  readonly openWhileLoading: boolean;
  /** Places of the actions that are closed while the quota can't be known. */
  readonly closedWhenUnknown: readonly number[];
  readonly operator: boolean;
  readonly revealMax: boolean;
  readonly locale: string | undefined;
  readonly message: ((decision: Decision) => string | undefined) | undefined;
  readonly persist: "none" | "session" | "local";
  readonly identity: string | undefined;
  readonly shareAcrossTabs: boolean;
  /** Infinity: never. */
  readonly refreshEvery: number;
  readonly retries: number;
}

export const invalid = (name: string, wanted: string, got: unknown): QuotaError =>
  new QuotaError("invalid-options", `${name} must be ${wanted}, got ${shown(got)}`);

export const number = (
  name: string,
  value: unknown,
  fallback: number,
  ok: (n: number) => boolean,
  wanted: string,
) => {
  if (value === undefined) return fallback;
  if (typeof value === "number" && ok(value)) return value;
  throw invalid(name, wanted, value);
};

const duration = (name: string, value: unknown, fallback: number): number =>
  number(name, value, fallback, (ms) => ms >= 0, "milliseconds, 0 or more");

/** The first choice is the default. */
export const oneOf = <T>(name: string, value: unknown, choices: readonly [T, ...T[]]): T => {
  const [fallback] = choices;
  if (value === undefined) return fallback;
  const choice = choices.find((each) => each === value);
  if (choice === undefined) throw invalid(name, choices.map(shown).join(" or "), value);
  return choice;
};

const closedWhenUnknown = (platform: Platform, policy: GateOptions["whenUnknown"]): number[] => {
  const actions = Object.keys(platform.actions);
  const oneByOne = typeof policy === "object" && policy !== null;
  const each: Readonly<Record<string, Policy>> = oneByOne ? policy : {};
  const all = oneByOne ? undefined : policy;
  const stranger = Object.keys(each).find((action) => !actions.includes(action));
  if (stranger !== undefined) throw invalid("whenUnknown", `about ${actions.join(", ")}`, stranger);
  return actions.flatMap((action, place) =>
    oneOf("whenUnknown", all ?? each[action], ["allow", "deny"]) === "deny" ? [place] : [],
  );
};

const locale = (value: unknown): string | undefined => {
  if (value === undefined) return undefined;
  try {
    if (typeof value === "string") return new Intl.Locale(value).toString();
  } catch {
    // A RangeError, and the sentence below says it better.
  }
  throw invalid("locale", 'a BCP 47 language tag such as "en" or "pt-BR"', value);
};

const flag = (name: string, value: unknown): boolean => {
  if (value === undefined || typeof value === "boolean") return value ?? false;
  throw invalid(name, "true or false", value);
};

// biome-ignore lint/suspicious/noExplicitAny: whatever the function takes, it is handed on as it is.
export const optionalFunction = <T extends (...args: any[]) => unknown>(
  name: string,
  value: T | undefined,
): T | undefined => {
  if (value === undefined || typeof value === "function") return value;
  throw invalid(name, "a function", value);
};

export const textOf = (name: string, value: unknown, wanted: string): string => {
  if (typeof value === "string" && value !== "") return value;
  throw invalid(name, wanted, value);
};

/** Who counts what is in use, where the platform doesn't say. */
export const counting = <T>(
  usage: ((context: { signal: AbortSignal }) => Promise<T>) | undefined,
): ((context: { signal: AbortSignal }) => Promise<T>) | undefined => optionalFunction("usage", usage);

/** An empty one would be everybody's. */
const identityOf = (value: unknown): string | undefined => {
  if (value === undefined || (typeof value === "string" && value !== "")) return value;
  throw invalid("identity", "a string that says whose quota it is, such as an account id", value);
};

/** Tabs without a name for whose quota it is could be anybody's. */
const shareOf = (value: unknown, identity: string | undefined): boolean => {
  if (value === undefined) return identity !== undefined;
  const share = flag("shareAcrossTabs", value);
  if (share && identity === undefined) {
    throw invalid("shareAcrossTabs", "false without an identity that says whose quota it is", value);
  }
  return share;
};

const persistOf = (value: unknown, identity: string | undefined): Settings["persist"] => {
  const persist = oneOf<Settings["persist"]>("persist", value, ["none", "session", "local"]);
  if (persist !== "none" && identity === undefined) {
    throw invalid("persist", '"none" without an identity that says whose quota it is', value);
  }
  return persist;
};

/** Checks the options once; what is left out gets its default. */
export const settingsOf = (platform: Platform, options: GateOptions): Settings => {
  if (typeof options !== "object" || options === null) throw invalid("the options", "an object", options);
  const staleAfter = duration("staleAfter", options.staleAfter, 60_000);
  const expireAfter = duration("expireAfter", options.expireAfter, Math.max(14_400_000, staleAfter));
  if (expireAfter < staleAfter)
    throw invalid("expireAfter", `at least staleAfter (${staleAfter})`, expireAfter);
  const identity = identityOf(options.identity);
  return {
    nearLimit: number("nearLimit", options.nearLimit, 0.8, (n) => n > 0 && n <= 1, "above 0 and at most 1"),
    staleAfter,
    expireAfter,
    pendingFor: duration("pendingFor", options.pendingFor, 3_000),
    timeoutMs: number("timeoutMs", options.timeoutMs, 8_000, (ms) => ms > 0, "milliseconds, above 0"),
    openWhileLoading: oneOf("whileLoading", options.whileLoading, ["deny", "allow"]) === "allow",
    closedWhenUnknown: closedWhenUnknown(platform, options.whenUnknown),
    operator: oneOf("audience", options.audience, ["customer", "operator"]) === "operator",
    revealMax: flag("revealMax", options.revealMax),
    locale: locale(options.locale),
    message: optionalFunction("message", options.message),
    persist: persistOf(options.persist, identity),
    identity,
    shareAcrossTabs: shareOf(options.shareAcrossTabs, identity),
    refreshEvery: number(
      "refreshEvery",
      options.refreshEvery,
      Number.POSITIVE_INFINITY,
      (ms) => ms >= 10_000,
      "milliseconds, 10000 or more",
    ),
    retries: number(
      "retries",
      options.retries,
      2,
      (n) => Number.isInteger(n) && n >= 0 && n <= 10,
      "a whole number from 0 to 10",
    ),
  };
};
