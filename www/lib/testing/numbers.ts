import { isAmount, shown } from "../amount.js";
import type { TestAnswer, TestUsage } from "../types/testing.js";
import type { Phase } from "../types.js";
import { invalid } from "./error.js";

/** What a platform is to say. Infinity is unlimited, null isn't said. */
export interface Numbers {
  readonly limits: Readonly<Record<string, number | null>>;
  readonly usage: Readonly<Record<string, TestUsage | null>>;
  readonly enabled: boolean | null;
}

export const NOTHING_SET: Numbers = { limits: {}, usage: {}, enabled: true };

/** A limit of a platform that knows no unlimited: beyond, a JavaScript number isn't exact. */
export const TOO_LARGE = Number.MAX_SAFE_INTEGER;

/** A resource that wasn't named is unlimited. */
export const limitOf = ({ limits }: Numbers, resource: string): number | null => {
  const { [resource]: limit = Number.POSITIVE_INFINITY } = limits;
  return limit;
};

/** A resource that wasn't named has nothing in use. */
export const usageOf = ({ usage }: Numbers, resource: string): TestUsage | null => {
  const { [resource]: used = 0 } = usage;
  return used;
};

/** The same, of what doesn't count by scope. */
export const usedOf = (numbers: Numbers, resource: string): number | null => {
  const used = usageOf(numbers, resource);
  return typeof used === "object" ? null : used;
};

/** What can be said, of which resources. */
export interface Vocabulary {
  readonly resources: readonly string[];
  /** The one whose usage counts by scope. */
  readonly scoped: string | undefined;
}

const PHASES: readonly Phase[] = ["ready", "loading", "stale", "unavailable"];
const MEMBERS = ["limits", "usage", "enabled", "phase"];

/** Checks all of it, and only then is anything changed. */
export const merged = (before: Numbers, next: TestAnswer, words: Vocabulary): Numbers => {
  checkPhase(next.phase);
  const { enabled = before.enabled } = next;
  if (enabled !== null && typeof enabled !== "boolean")
    throw invalid("enabled", "true, false or null", enabled);
  return {
    limits: { ...before.limits, ...checked("limits", next.limits, words, limitAt) },
    usage: { ...before.usage, ...checked("usage", next.usage, words, usageAt) },
    enabled,
  };
};

/** An object with these members, and others that are named here. */
export const checkMembers = (value: unknown, others: readonly string[] = []): void => {
  if (!isRecord(value))
    throw invalid("what is set", "an object such as { limits: { … }, usage: { … } }", value);
  const known = [...MEMBERS, ...others];
  const stranger = Object.keys(value).find((name) => !known.includes(name));
  if (stranger !== undefined) throw invalid("what is set", `about ${known.join(", ")}`, stranger);
};

const checkPhase = (phase: unknown): void => {
  if (phase === undefined || PHASES.some((known) => known === phase)) return;
  throw invalid("phase", PHASES.map(shown).join(" or "), phase);
};

/** What is undefined isn't named. */
const checked = <T>(
  group: string,
  given: unknown,
  words: Vocabulary,
  read: (path: string, value: unknown, isScoped: boolean) => T,
): Record<string, T> => {
  if (given === undefined) return {};
  if (!isRecord(given)) throw invalid(group, `an object such as { ${words.resources[0]}: 10 }`, given);
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    named.map(([resource, value]) => {
      if (!words.resources.includes(resource))
        throw invalid(group, `about ${words.resources.join(", ")}`, resource);
      return [resource, read(`${group}.${resource}`, value, words.scoped === resource)];
    }),
  );
};

const limitAt = (path: string, value: unknown): number | null => {
  if (value === null || isAmount(value)) return value;
  throw invalid(path, "a whole number, 0 or more, Infinity for unlimited, or null for not known", value);
};

const usageAt = (path: string, value: unknown, isScoped: boolean): TestUsage | null => {
  if (value === null || isCount(value)) return value;
  const scopes = isScoped && isRecord(value) ? value : undefined;
  if (!scopes) {
    const byId = isScoped ? ", these by id" : "";
    throw invalid(path, `a whole number, 0 or more${byId}, or null for not known`, value);
  }
  return Object.fromEntries(
    Object.entries(scopes).map(([id, used]) => {
      if (isCount(used)) return [id, used];
      throw invalid(`${path}[${shown(id)}]`, "a whole number, 0 or more", used);
    }),
  );
};

const isCount = (value: unknown): value is number => isAmount(value) && value < Number.POSITIVE_INFINITY;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
