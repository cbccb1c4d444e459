// The core without WebAssembly: it works once for each refresh, and runs where none may be compiled.
import core from "./js-core.js";
import { createProxy } from "./proxy/handler.js";
import type { ProxyOptions, QuotaProxy } from "./types/proxy.js";

export const createQuotaProxy = (options: ProxyOptions): QuotaProxy => createProxy(core, options);
