import core from "./js-core.js";
import { main } from "./main.js";

export { isQuotaError, QuotaDenied, QuotaError } from "./error.js";
export * from "./platforms/index.js";

/** Nothing has to be loaded, wherever the wasm is said to be. */
export const { init, createGate } = main(async () => core);
