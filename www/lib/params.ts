import { isAmount, shown } from "./amount.js";
import { QuotaError } from "./error.js";
import type { ParamKind } from "./provider.js";

/** One action as the core knows it: its place, and its parameters in order. */
export interface Action {
  readonly name: string;
  readonly place: number;
  readonly params: readonly (readonly [name: string, kind: ParamKind])[];
}

const encoded = (action: Action, name: string, kind: ParamKind, value: unknown): number => {
  if (value === undefined) return Number.NaN;
  if (kind === "flag" && typeof value === "boolean") return value ? 1 : 0;
  if (kind === "amount" && isAmount(value)) return value;
  const wanted = kind === "flag" ? "true or false" : "a whole number, 0 or more";
  throw new QuotaError("invalid-params", `${action.name}: ${name} must be ${wanted}, got ${shown(value)}`);
};

/** The parameters as the core takes them: in order, NaN for one not given. */
export const encode = (action: Action, params: unknown): number[] => {
  if (params === undefined) return [];
  if (typeof params !== "object" || params === null) {
    throw new QuotaError(
      "invalid-params",
      `${action.name}: parameters must be an object such as { count: 1 }, got ${shown(params)}`,
    );
  }
  const given = params as Readonly<Record<string, unknown>>;
  const names = action.params.map(([name]) => name);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) {
      throw new QuotaError(
        "invalid-params",
        `${action.name} has no parameter ${shown(name)}; it has ${names.join(", ")}`,
      );
    }
  }
  return action.params.map(([name, kind]) => encoded(action, name, kind, given[name]));
};
