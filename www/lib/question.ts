import { shown } from "./amount.js";
import { QuotaError } from "./error.js";
import { type Action, encode, type ScopeOf } from "./params.js";
import type { Platform } from "./provider.js";

/** An action with its parameters, as the core takes it. */
export interface Question {
  readonly name: string;
  readonly place: number;
  readonly params: readonly number[];
}

/** Equal questions have equal keys; without parameters, the action's name. By hand: an array's toString takes three times as long. */
export const keyOf = ({ name, params }: Question): string => {
  let key = name;
  for (const value of params) key += Number.isNaN(value) ? "," : `,${value}`;
  return params.every(Number.isNaN) ? name : key;
};

const actionsOf = (platform: Platform): ReadonlyMap<string, Action> =>
  new Map(
    Object.entries(platform.actions).map(([name, kinds], place) => {
      const params = Object.entries(kinds).map(([name, kind]) => ({ name, kind }));
      const scope = params.find(({ kind }) => kind === "scope")?.name;
      return [name, { name, place, params, scope }];
    }),
  );

/** What a caller asks, as the core takes it. Throws for what makes no sense. */
export const questions = (platform: Platform, scopeOf: ScopeOf) => {
  const actions = actionsOf(platform);
  return (name: string, given: unknown): Question => {
    const action = actions.get(name);
    if (!action) {
      const known = [...actions.keys()].join(", ");
      throw new QuotaError(
        "unknown-action",
        `${platform.name} has no action ${shown(name)}; it has ${known}`,
      );
    }
    return { name, place: action.place, params: encode(action, given, scopeOf) };
  };
};
