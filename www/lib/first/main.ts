import { BEGUN } from "../begun.js";
import { QuotaError } from "../error.js";
import { platformOf } from "../provider.js";
import { foreign } from "../tongue.js";
import type { Gate, GateOptions, InitSource, Provider } from "../types.js";
import { asking } from "./answer.js";
import { instantiate } from "./core.js";
import { english } from "./english.js";
import { firstGate, type Whole } from "./gate.js";
import { planOf } from "./plan.js";

/** The package as a file of its own: everything, with its bytes embedded or its core as JavaScript. */
interface Rest {
  init(source?: InitSource): Promise<void>;
  createGate(provider: never, options: GateOptions): Promise<Whole>;
}

/** `init` and `createGate` for pages, which take the first decision before the rest is there. */
export const main = (bytes: () => URL, loadRest: () => Promise<Rest>, loadScript: () => Promise<Rest>) => {
  let loading: Promise<void> | undefined;
  let coming: Promise<Rest> | undefined;
  /** Once it is there, nothing else is needed. */
  let rest: Rest | undefined;

  /** Once for all who ask; what failed can be tried again. */
  const load = (source?: InitSource): Promise<void> => {
    loading ??= start(source).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  /** Where it isn't there, or isn't let run, the rest does without it, or says what is wrong. */
  const start = async (source?: InitSource): Promise<void> => {
    const given = await (source ?? bytes());
    const isAddress = typeof given === "string" || given instanceof URL || given instanceof Request;
    let body: unknown = isAddress ? await fetch(given).catch(() => Response.error()) : given;
    try {
      if (body instanceof Response && body.ok) body = await body.arrayBuffer();
      await instantiate(body as BufferSource);
    } catch (error) {
      // A browser without WebAssembly has no such name; Firefox says CSP; Chromium and WebKit name what the policy lacks.
      const isBlocked = /^Ref|CSP|unsafe-eval/.test(String(error));
      await (await restOf(isBlocked)).init(source && (body as InitSource));
    }
  };

  const restOf = (isBlocked = false): Promise<Rest> => {
    coming ??= (isBlocked ? loadScript : loadRest)().then(
      (loaded) => {
        rest = loaded;
        return loaded;
      },
      () => {
        coming = undefined;
        throw new QuotaError(
          isBlocked ? "wasm-blocked" : "network",
          "the rest of quota-gate could not be loaded",
          { retryable: !isBlocked },
        );
      },
    );
    return coming;
  };

  return {
    init: load,
    async createGate<A, R extends string>(
      provider: Provider<A, R>,
      options: GateOptions = {},
    ): Promise<Gate<A, R>> {
      const platform = platformOf(provider);
      const whole = async (given: GateOptions): Promise<Whole> =>
        (await restOf()).createGate(provider as never, { [BEGUN]: { platform }, ...given } as GateOptions);
      const plan = rest ? undefined : planOf(platform, options);
      if (!plan) return whole(options);
      // On its way beside all that a first decision takes.
      const request = asking(plan);
      const [spoken] = await Promise.all([foreign(plan.locale), load()]);
      if (rest) return whole({ ...options, [BEGUN]: { platform, take: request.take } } as GateOptions);
      return firstGate(provider, options, plan, spoken ?? english, request, whole);
    },
  };
};
