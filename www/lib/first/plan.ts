import { below, isSendable } from "../endpoint.js";
import type { Platform } from "../provider.js";
import { pageLanguage } from "../tongue.js";
import type { Endpoint, GateOptions, Policy } from "../types.js";

/** All that a first decision needs of the arguments. */
export interface Plan {
  readonly platform: Platform;
  /** Where the quota is asked for: below `baseUrl`, or of a source. */
  readonly path: string;
  readonly url: URL | undefined;
  readonly credentials: NonNullable<Endpoint["credentials"]>;
  readonly nearLimit: number;
  readonly staleAfter: number;
  readonly expireAfter: number;
  readonly pendingFor: number;
  readonly whileLoading: Policy;
  readonly whenUnknown: Policy;
  readonly locale: string;
}

type Test = (value: unknown) => boolean;

const number =
  (least: number, most = Number.POSITIVE_INFINITY): Test =>
  (value) =>
    typeof value === "number" && value >= least && value <= most;
const oneOf =
  (...values: readonly unknown[]): Test =>
  (value) =>
    values.includes(value);
const isText: Test = (value) => typeof value === "string";
const isTime = number(0);
const isPolicy = oneOf("allow", "deny");

const inOptions: Readonly<Record<string, Test>> = {
  nearLimit: number(Number.MIN_VALUE, 1),
  staleAfter: isTime,
  expireAfter: isTime,
  pendingFor: isTime,
  timeoutMs: number(Number.MIN_VALUE),
  refreshEvery: number(10_000),
  whileLoading: isPolicy,
  whenUnknown: isPolicy,
  audience: oneOf("customer"),
  locale: isText,
};

const isFunction: Test = (value) => typeof value === "function";

/** Can it be sent? A key of the whole account is for endpoint.ts to refuse. */
export const isToken = (value: unknown): value is string => isSendable(value) && !value.startsWith("vsk_");

const inEndpoint: Readonly<Record<string, Test>> = {
  baseUrl: isText,
  path: isText,
  source: isFunction,
  token: (value) => isFunction(value) || isToken(value),
  credentials: oneOf("omit", "same-origin", "include"),
};

const passes = (given: object, tests: Readonly<Record<string, Test>>): boolean =>
  Object.getOwnPropertySymbols(given).length === 0 &&
  Object.entries(given).every(([name, value]) => value === undefined || tests[name]?.(value));

/** As endpoint.ts has it; what that would refuse is nothing here. */
const urlOf = ({ baseUrl, source }: Endpoint, path: string): URL | undefined => {
  if (source) return undefined;
  // Without one, what this throws says so.
  const base = new URL(baseUrl ?? "//", location.href);
  const url = path ? new URL(below(baseUrl ?? "", path), location.href) : base;
  const isSafe = url.protocol === "https:" || url.origin === location.origin;
  const isPlain = !url.username && !url.password && !url.hash && !(path && url.search);
  if (isSafe && isPlain && url.origin === base.origin) return url;
  throw new TypeError("not ordinary");
};

/**
 * Nothing where anything is out of the ordinary, in the options or around them: then everything is loaded at once, and says what is
 * wrong, if something is. What this takes is right.
 */
export const planOf = (platform: Platform, options: GateOptions): Plan | undefined => {
  const { endpoint } = platform;
  const { staleAfter = 60_000, path = "/integrator", ...given } = { ...options, ...endpoint };
  const { expireAfter = Math.max(14_400_000, staleAfter) } = given;
  const isOrdinary = passes(options, inOptions) && passes(endpoint, inEndpoint) && expireAfter >= staleAfter;
  if (platform.name !== "vocdoni" || !isOrdinary) return undefined;
  try {
    const url = urlOf(endpoint, path);
    return {
      platform,
      path,
      url,
      credentials: endpoint.credentials ?? (url?.origin === location.origin ? "same-origin" : "omit"),
      nearLimit: given.nearLimit ?? 0.8,
      staleAfter,
      expireAfter,
      pendingFor: given.pendingFor ?? 3_000,
      whileLoading: given.whileLoading ?? "deny",
      whenUnknown: (given.whenUnknown as Policy | undefined) ?? "allow",
      locale: new Intl.Locale(given.locale ?? pageLanguage()).toString(),
    };
  } catch {
    return undefined;
  }
};
