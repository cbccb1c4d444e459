// workerd compiles no bytes, so the core is the one without WebAssembly. What goes on behind an answer it ends with the request, unless it
// is asked to wait.
import * as workers from "cloudflare:workers";
import { createProxy } from "./proxy/handler.js";
import core from "./proxy-core.js";
import type { ProxyOptions, QuotaProxy } from "./types/proxy.js";

/** Older ones have none; read as a namespace, since a named import of it would keep the worker from starting there. */
const { waitUntil } = workers as { readonly waitUntil?: (task: Promise<unknown>) => void };

export const createQuotaProxy = (options: ProxyOptions): QuotaProxy =>
  createProxy(async () => core, options, waitUntil);
