import { QuotaError } from "./error.js";
import type { Endpoint, Provider } from "./types.js";

export type ParamKind = "amount" | "flag";

/** What a gate needs of a platform and nobody else sees: the endpoint holds the token. */
export interface Platform {
  readonly name: string;
  readonly resources: readonly string[];
  /** In the order of the core's lists, which cross the boundary as places. */
  readonly actions: Readonly<Record<string, Readonly<Record<string, ParamKind>>>>;
  readonly path: string;
  readonly endpoint: Endpoint;
  readonly enforced: boolean;
  /** By what its back end does, rather than by what its guide says? */
  readonly observed: boolean;
  /** Account secrets start with this. */
  readonly secretPrefix: string;
}

/** Beside the provider and not in it: what is logged or serialised can't show a token. */
const platforms = new WeakMap<object, Platform>();

export const provide = <A, R extends string>(platform: Platform): Provider<A, R> => {
  const provider = Object.freeze({
    name: platform.name,
    actions: Object.freeze(Object.keys(platform.actions)),
    resources: platform.resources,
  }) as Provider<A, R>;
  platforms.set(provider, platform);
  return provider;
};

export const platformOf = (provider: unknown): Platform => {
  const known = typeof provider === "object" && provider !== null ? platforms.get(provider) : undefined;
  if (known) return known;
  throw new QuotaError(
    "invalid-options",
    "createGate needs a provider made by this copy of quota-gate, such as vocdoni({ baseUrl })",
  );
};
