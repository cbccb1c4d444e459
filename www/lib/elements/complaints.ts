import { QuotaError } from "../error.js";
import { report } from "../events.js";
import type { Source } from "../interface/source.js";
import type { QuotaErrorCode } from "../types.js";

const told = new WeakMap<object, Set<string>>();

/** Says what is wrong with the markup: each mistake once for each gate. */
export const complainTo =
  (source: Source) =>
  (message: string, code: QuotaErrorCode): void => {
    const about = source.gate ?? source;
    const messages = told.get(about) ?? new Set();
    told.set(about, messages);
    if (!messages.has(message)) report(new QuotaError(code, message));
    messages.add(message);
  };
