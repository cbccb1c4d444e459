// The core without WebAssembly: it works once for each refresh, and runs where none may be compiled.

import { createProxy } from "./proxy/handler.js";
import core from "./proxy-core.js";
import type { ProxyOptions, QuotaProxy } from "./types/proxy.js";

export const createQuotaProxy = (options: ProxyOptions): QuotaProxy => createProxy(core, options);
