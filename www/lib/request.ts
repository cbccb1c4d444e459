import { guardSecret, type Target } from "./endpoint.js";
import { QuotaError } from "./error.js";
import type { Platform } from "./provider.js";
import { bodyOf, parsed, type Reply, retryAfterOf, statusOf, textOf } from "./reply.js";
import type { Wasm } from "./wasm.js";
import { within } from "./within.js";

/** Asks for the quota once, with a token that is asked for each time. */
export const requester = (
  wasm: Wasm,
  platform: Platform,
  target: Target,
  timeoutMs: number,
  now: () => number,
) => {
  const { token, source } = target;
  let used: string | undefined;
  let next: string | undefined;

  const freshToken = async (): Promise<string | undefined> => {
    if (token === undefined) return undefined;
    const value = typeof token === "function" ? await called(token) : token;
    if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value)) {
      throw new QuotaError("invalid-options", "the token must be a string of visible ASCII characters");
    }
    guardSecret(value, platform.secretPrefix, platform.endpoint);
    return value;
  };

  const fetched = async (signal: AbortSignal): Promise<Reply> => {
    used = next ?? (await freshToken());
    next = undefined;
    signal.throwIfAborted();
    const response = await wasm.get(target.url, used, target.credentials, signal);
    const retryAfter = retryAfterOf(response, now());
    return { status: response.status, body: parsed(await textOf(response)), retryAfter };
  };

  const sourced = async (signal: AbortSignal): Promise<Reply> => {
    try {
      return { status: 200, body: await source?.({ path: target.path, signal }) };
    } catch (error) {
      return replyOf(error);
    }
  };

  /** What the task brings, or why it brings nothing; never rejects. */
  const inTime = <T>(
    task: (signal: AbortSignal) => Promise<T>,
    outer: AbortSignal,
  ): Promise<T | QuotaError> =>
    within(timeoutMs, task, outer).catch((error: unknown) =>
      error instanceof QuotaError ? error : unreachable(),
    );

  return {
    /** Can a 401 be the end of this token only? */
    renewable: typeof token === "function" && !source,
    get: (outer: AbortSignal): Promise<Reply | QuotaError> => inTime(source ? sourced : fetched, outer),
    /** Is there another token than the one that was used last? Then it is the next. */
    async hasAnother(outer: AbortSignal): Promise<boolean> {
      const value = await inTime(freshToken, outer);
      if (typeof value !== "string" || value === used) return false;
      next = value;
      return true;
    },
  };
};

export type Requester = ReturnType<typeof requester>;

const unreachable = (): QuotaError =>
  new QuotaError("network", "the request did not reach the platform, or its answer did not come back", {
    retryable: true,
  });

/** Nothing of what it throws is passed on: it may quote the credentials that it used. */
const called = async (token: () => string | Promise<string>): Promise<string> => {
  try {
    return await token();
  } catch {
    throw new QuotaError("unauthorized", "the token function failed");
  }
};

/** An SDK's error is an answer where it has a status. */
const replyOf = (error: unknown): Reply => {
  const status = statusOf(error);
  if (status === undefined) throw error;
  return { status, body: bodyOf(error) };
};
