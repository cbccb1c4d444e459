import { isAmount, shown } from "./amount.js";
import { QuotaError } from "./error.js";
import type { ParamKind } from "./provider.js";

/** One action as the core knows it: its place, and its parameters in order. */
export interface Action {
  readonly name: string;
  readonly place: number;
  readonly params: readonly { readonly name: string; readonly kind: ParamKind }[];
  /** The parameter that says within what the limit counts, where it counts by scope. */
  readonly scope: string | undefined;
}

/** The core knows a scope by its number. */
export type ScopeOf = (name: string) => number;

const WANTED: Readonly<Record<ParamKind, string>> = {
  amount: "a whole number, 0 or more",
  flag: "true or false",
  scope: "a text",
};

const encoded = (action: Action, name: string, kind: ParamKind, value: unknown, scopeOf: ScopeOf): number => {
  if (value === undefined) return Number.NaN;
  // A select of which nothing is chosen is "".
  if (kind === "scope" && typeof value === "string") return value === "" ? Number.NaN : scopeOf(value);
  if (kind === "flag" && typeof value === "boolean") return value ? 1 : 0;
  if (kind === "amount" && isAmount(value)) return value;
  throw new QuotaError(
    "invalid-params",
    `${action.name}: ${name} must be ${WANTED[kind]}, got ${shown(value)}`,
  );
};

/** The parameters as the core takes them: in order, NaN for one not given. */
export const encode = (action: Action, params: unknown, scopeOf: ScopeOf): number[] => {
  if (params === undefined) {
    guardScope(action, {});
    return [];
  }
  if (typeof params !== "object" || params === null) {
    throw new QuotaError(
      "invalid-params",
      `${action.name}: parameters must be an object such as { count: 1 }, got ${shown(params)}`,
    );
  }
  const given = params as Readonly<Record<string, unknown>>;
  const values = action.params.map(() => Number.NaN);
  // What is given, and not all there could be: looking up what isn't there takes longest.
  for (const name of Object.keys(given)) {
    const at = action.params.findIndex((param) => param.name === name);
    const param = action.params[at];
    if (!param) {
      const names = action.params.map((param) => param.name).join(", ");
      throw new QuotaError(
        "invalid-params",
        `${action.name} has no parameter ${shown(name)}; it has ${names}`,
      );
    }
    values[at] = encoded(action, name, param.kind, given[name], scopeOf);
  }
  guardScope(action, given);
  return values;
};

/** It has to be said, though it may be that nothing is chosen yet. */
const guardScope = (action: Action, given: Readonly<Record<string, unknown>>): void => {
  if (action.scope === undefined || given[action.scope] !== undefined) return;
  throw new QuotaError("invalid-params", `${action.name} needs ${action.scope}, a text`);
};
