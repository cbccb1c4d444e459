import { QuotaError } from "./error.js";
import type { Endpoint, Provider, Remedy } from "./types.js";

/** A scope is a text that says within what a limit counts. */
export type ParamKind = "amount" | "flag" | "scope";

/** A part of a platform's answer, in the order in which the platform's file in the core names them. */
export type Part =
  | {
      /** Where it is asked for, below `baseUrl`. */
      readonly path: string;
      /** What the core gets of it, in place of the whole. */
      readonly pick?: ((body: unknown) => unknown) | undefined;
    }
  | { readonly count: (context: { readonly signal: AbortSignal }) => Promise<unknown> };

/** How many requests a platform takes in so many milliseconds. */
export interface Rate {
  readonly requests: number;
  readonly within: number;
}

/** What a gate needs of a platform and nobody else sees: the endpoint holds the token. */
export interface Platform {
  readonly name: string;
  readonly resources: readonly string[];
  /** In the order of the core's lists, which cross the boundary as places. */
  readonly actions: Readonly<Record<string, Readonly<Record<string, ParamKind>>>>;
  /** Which of the core's files it is, and what that needs to know. As JSON it says whether two gates read alike. */
  readonly settings: { readonly platform: string; readonly [name: string]: unknown };
  /** The first one's path is what `path` replaces. */
  readonly parts: readonly Part[];
  readonly endpoint: Endpoint;
  readonly enforced: boolean;
  /** Account secrets start with this. */
  readonly secretPrefix?: string;
  readonly rate?: Rate;
  /** Names for operators, where no language has any. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What the core reads of a refusal, in place of its body. */
  readonly refusal?: ((body: unknown, status: number) => unknown) | undefined;
  /** Another way out than the core's, where a limit is too small. */
  readonly remedy?: ((resource: string) => Remedy | null) | undefined;
}

/** Beside the provider and not in it: what is logged or serialised can't show a token. */
const platforms = new WeakMap<object, Platform>();

export const provide = <A, R extends string>(platform: Platform): Provider<A, R> => {
  const provider = Object.freeze({
    name: platform.name,
    actions: Object.freeze(Object.keys(platform.actions)),
    resources: Object.freeze(platform.resources),
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
