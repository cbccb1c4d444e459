import { guardSecret, type Target } from "./endpoint.js";
import { QuotaError } from "./error.js";
import type { Platform } from "./provider.js";
import { bodyOf, parsed, type Reply, statusOf } from "./reply.js";
import type { Wasm } from "./wasm.js";
import { within } from "./within.js";

/** Asks for the quota once; after a 401 a token function is asked for another token, once. */
export const requester = (wasm: Wasm, platform: Platform, target: Target, timeoutMs: number) => {
  const { token, source } = target;

  const freshToken = async (): Promise<string | undefined> => {
    const value = typeof token === "function" ? await called(token) : token;
    if (value === undefined) return undefined;
    if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value)) {
      throw new QuotaError("invalid-options", "the token must be a string of visible ASCII characters");
    }
    guardSecret(value, platform.secretPrefix, platform.endpoint);
    return value;
  };

  const get = async (signal: AbortSignal): Promise<Reply> => {
    const value = await freshToken();
    signal.throwIfAborted();
    const response = await wasm.get(target.url, value, target.credentials, signal);
    return { status: response.status, body: parsed(await response.text()) };
  };

  const fetched = async (signal: AbortSignal): Promise<Reply> => {
    const reply = await get(signal);
    return reply.status === 401 && typeof token === "function" ? get(signal) : reply;
  };

  const sourced = async (signal: AbortSignal): Promise<Reply> => {
    try {
      return { status: 200, body: await source?.({ path: target.path, signal }) };
    } catch (error) {
      return replyOf(error);
    }
  };

  /** What came, or why nothing did; never rejects. */
  return (outer: AbortSignal): Promise<Reply | QuotaError> =>
    within(timeoutMs, source ? sourced : fetched, outer).catch((error: unknown) =>
      error instanceof QuotaError ? error : unreachable(),
    );
};

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
