import { QuotaError } from "./error.js";
import { LONGEST, type Timers } from "./timer.js";

/** Runs a task with a signal of its own, which gloo-net needs to be aborted with an `Error`, and doesn't wait for what ignores it. */
export const within = async <T>(
  timers: Timers,
  timeoutMs: number,
  task: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> => {
  const own = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    own.signal.addEventListener("abort", () => reject(own.signal.reason), { once: true });
  });
  // Who waits hears of it below.
  ended.catch(() => {});
  const forward = () => own.abort(new QuotaError("aborted", "the request was given up"));
  const timeout = () =>
    own.abort(new QuotaError("timeout", `no answer within ${timeoutMs} ms`, { retryable: true }));
  if (outer?.aborted) forward();
  outer?.addEventListener("abort", forward, { once: true });
  const timer = timers.setTimeout(timeout, Math.min(timeoutMs, LONGEST));
  try {
    return await Promise.race([task(own.signal), ended]);
  } catch (error) {
    // Of several requests the others are of no use any more.
    forward();
    throw error;
  } finally {
    timers.clearTimeout(timer);
    outer?.removeEventListener("abort", forward);
  }
};
