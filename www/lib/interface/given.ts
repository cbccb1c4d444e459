import { isAmount } from "../amount.js";
import type { Kinds } from "../inside.js";
import type { ParamKind } from "../provider.js";
import type { Params, Source } from "./source.js";

/** Parameters as fields give them, for an action of whatever gate there is. */
export const given = (
  source: Source,
  action: string,
  params: Params | null | undefined,
): Params | undefined => {
  if (typeof params !== "object" || params === null) return params ?? undefined;
  return asGiven(source.kindsOf(action) ?? {}, params);
};

/**
 * One that is empty, or in which no amount stands yet, isn't given. Within what a limit counts is always said, if only that nothing
 * is chosen.
 */
export const asGiven = (kinds: Kinds, params: Params | null): Params => {
  const values: Record<string, unknown> = { ...params };
  for (const [name, kind] of Object.entries(kinds)) {
    if (Object.hasOwn(values, name)) values[name] = read(values[name], kind);
  }
  return values;
};

/** What is of another type altogether is left for the gate to complain of. */
const read = (value: unknown, kind: ParamKind): unknown => {
  const isEmpty = value === "" || value === null || value === undefined;
  if (kind === "scope") return isEmpty ? "" : value;
  if (isEmpty) return undefined;
  return kind === "amount" && (typeof value === "string" || typeof value === "number")
    ? amount(value)
    : value;
};

const amount = (value: string | number): number | undefined => {
  const number = typeof value === "string" && !value.trim() ? undefined : Number(value);
  return isAmount(number) ? number : undefined;
};
