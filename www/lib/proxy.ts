import { createProxy } from "./proxy/handler.js";
import { load } from "./proxy-load.js";
import type { ProxyOptions, QuotaProxy } from "./types/proxy.js";

export const createQuotaProxy = (options: ProxyOptions): QuotaProxy => createProxy(load, options);
