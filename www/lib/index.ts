import { main } from "./first/main.js";

export { isQuotaError, QuotaDenied, QuotaError } from "./error.js";
export * from "./platforms/index.js";

// The only module that names the file: bundlers copy the asset once for each place where they see it.
export const { init, createGate } = main(
  () => new URL("./quota_gate.wasm", import.meta.url),
  () => import("./inline.js") as never,
  () => import("./js.js") as never,
);
