import { count, flag, type JsonObject, object } from "./json";

/** What the chain makes of a ballot. */
export interface BallotProtocol {
  readonly maxCount: number;
  readonly maxValue: number;
  readonly maxVoteOverwrites: number;
  readonly costExponent: number;
  readonly maxTotalCost: number;
  readonly uniqueValues: boolean;
  readonly costFromWeight: boolean;
}

/** What a named type leaves open. */
export interface TypeSetup {
  readonly minChoices: number;
  readonly maxChoices: number;
  readonly uniqueChoices: boolean;
  readonly budget: number;
  readonly costExponent: number;
}

export const NO_SETUP: TypeSetup = {
  minChoices: 0,
  maxChoices: 0,
  uniqueChoices: false,
  budget: 0,
  costExponent: 0,
};

const ONE_FIELD: BallotProtocol = {
  maxCount: 1,
  maxValue: 0,
  maxVoteOverwrites: 0,
  costExponent: 0,
  maxTotalCost: 0,
  uniqueValues: false,
  costFromWeight: false,
};

export function readSetup(from: JsonObject): TypeSetup {
  const setup = object(from, "typeSetup") ?? {};
  return {
    minChoices: count(setup, "minChoices"),
    maxChoices: count(setup, "maxChoices"),
    uniqueChoices: flag(setup, "uniqueChoices"),
    budget: count(setup, "budget"),
    costExponent: count(setup, "costExponent"),
  };
}

export function readProtocol(from: JsonObject): BallotProtocol | null {
  const protocol = object(from, "ballotProtocol");
  if (protocol === null) return null;
  return {
    maxCount: count(protocol, "maxCount"),
    maxValue: count(protocol, "maxValue"),
    maxVoteOverwrites: count(protocol, "maxVoteOverwrites"),
    costExponent: count(protocol, "costExponent"),
    maxTotalCost: count(protocol, "maxTotalCost"),
    uniqueValues: flag(protocol, "uniqueValues"),
    costFromWeight: flag(protocol, "costFromWeight"),
  };
}

/** The parameters of a named type over choices of these values, if it can be had. */
export function derive(type: string, setup: TypeSetup, values: readonly number[]): BallotProtocol | null {
  const fields = values.length;
  switch (type) {
    case "singlechoice":
      return { ...ONE_FIELD, maxValue: Math.max(...values) };
    case "multichoice":
      return { ...ONE_FIELD, maxCount: fields, maxValue: 1, costExponent: 1, maxTotalCost: setup.maxChoices };
    case "ranked":
      return fields < 2 ? null : { ...ONE_FIELD, maxCount: fields, maxValue: fields - 1, uniqueValues: true };
    case "cumulative": {
      const { budget, costExponent } = setup;
      if (budget === 0 || (costExponent !== 1 && costExponent !== 2)) return null;
      return { ...ONE_FIELD, maxCount: fields, costExponent, maxTotalCost: budget };
    }
    default:
      return null;
  }
}

/** The named type that comes out as exactly this protocol, if any does. */
export function recognize(
  protocol: BallotProtocol,
  values: readonly number[],
): { readonly type: string; readonly typeSetup: TypeSetup } | null {
  const { maxTotalCost, costExponent } = protocol;
  const setups: Readonly<Record<string, TypeSetup>> = {
    singlechoice: { ...NO_SETUP, minChoices: 1, maxChoices: 1 },
    multichoice: { ...NO_SETUP, minChoices: Math.min(1, maxTotalCost), maxChoices: maxTotalCost },
    ranked: NO_SETUP,
    cumulative: { ...NO_SETUP, budget: maxTotalCost, costExponent },
  };
  for (const [type, typeSetup] of Object.entries(setups)) {
    const derived = derive(type, typeSetup, values);
    if (derived !== null && same(derived, protocol)) return { type, typeSetup };
  }
  return null;
}

/** Both are read or derived with all their fields. */
export function same<T extends object>(one: T, other: T): boolean {
  return (Object.keys(one) as (keyof T)[]).every((key) => one[key] === other[key]);
}
