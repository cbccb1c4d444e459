import bytes from "../../dist/whole.wasm";
import { main } from "./main.js";

export { isQuotaError, QuotaDenied, QuotaError } from "./error.js";
export * from "./platforms/index.js";

export const { init, createGate } = main(() => bytes);
