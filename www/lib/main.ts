import { prepare } from "./gate.js";
import { languageFor } from "./language.js";
import { joinFor } from "./neighbours.js";
import type { Gate, GateOptions, InitSource, Provider } from "./types.js";
import type { Load } from "./wasm.js";

/** The package's functions that need the core, for one way of getting at it. */
export const main = (load: Load) => ({
  init: async (source?: InitSource): Promise<void> => {
    await load(source);
  },
  createGate: async <A, R extends string>(
    provider: Provider<A, R>,
    options: GateOptions = {},
  ): Promise<Gate<A, R>> => {
    const { shares, open } = prepare(provider, options);
    const [wasm, language, join] = await Promise.all([load(), languageFor(options.locale), joinFor(shares)]);
    return open(wasm, language, join);
  },
});
