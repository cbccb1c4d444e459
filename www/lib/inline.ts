import bytes from "../../dist/whole.wasm";
import { main } from "./main.js";
import { loader } from "./wasm.js";

export { isQuotaError, QuotaDenied, QuotaError } from "./error.js";
export * from "./platforms/index.js";

export const { init, createGate } = main(loader(() => bytes));
