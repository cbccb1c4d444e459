import { isQuotaError } from "./error.js";
import type { Wasm } from "./wasm.js";

/**
 * Where WebAssembly is blocked, the same core as JavaScript; where that doesn't come either, why WebAssembly doesn't. Bundlers look for
 * exactly this expression.
 */
export const withoutWasm = async (error: unknown): Promise<Wasm> => {
  if (!isQuotaError(error) || error.code !== "wasm-blocked") throw error;
  const loaded = await import("./js-core.js").catch(() => {
    throw error;
  });
  return loaded.default;
};
