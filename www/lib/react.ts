"use client";
import { quotaHooks } from "./react/hooks.js";
import type { QuotaHooks } from "./types/react.js";

// biome-ignore lint/suspicious/noExplicitAny: the types of each gate are known to whoever calls this.
export const createQuotaHooks = (): QuotaHooks<any, any, any> => quotaHooks();
