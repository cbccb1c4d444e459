// Cloudflare's workerd compiles no bytes and has no import.meta.url: what deploys a worker hands this import over compiled.

import { main } from "./main.js";
import { loader } from "./wasm.js";
import wasm from "./whole.wasm";

export { isQuotaError, QuotaDenied, QuotaError } from "./error.js";
export * from "./platforms/index.js";

export const { init, createGate } = main(loader(() => wasm));
