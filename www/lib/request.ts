import type { Begun, Came } from "./begun.js";
import type { Wanted } from "./core.js";
import { guardSecret, isSendable, type Place, type Target, withQuery } from "./endpoint.js";
import { QuotaError } from "./error.js";
import { report } from "./events.js";
import { type Pace, rateOf } from "./pace.js";
import type { Platform } from "./provider.js";
import { ageOf, bodyOf, isGood, parsed, type Reply, retryAfterOf, statusOf, textOf } from "./reply.js";
import type { Timers } from "./timer.js";
import type { Wasm } from "./wasm.js";
import { within } from "./within.js";

/** Asks for the parts of the quota, with a token that is asked for each time. */
export const requester = (
  wasm: Wasm,
  platform: Platform,
  target: Target,
  timeoutMs: number,
  pace: Pace,
  timers: Timers,
  now: () => number,
  /** The first request, where it is under way already. */
  take: Begun["take"] = () => undefined,
) => {
  const { token, source, places } = target;
  let used: string | undefined;
  let next: string | undefined;

  const freshToken = async (): Promise<string | undefined> => {
    if (token === undefined) return undefined;
    const value = typeof token === "function" ? await tokenOf(token) : token;
    if (!isSendable(value)) {
      throw new QuotaError("invalid-options", "the token must be a string of visible ASCII characters");
    }
    guardSecret(value, platform.secretPrefix, platform.endpoint);
    return value;
  };

  const got = async (url: string, bearer: string | undefined, signal: AbortSignal): Promise<Came> => {
    const response = await wasm.get(url, bearer, target.credentials, signal);
    return { response, text: await textOf(response), bearer };
  };

  const read = ({ response, text }: Came): Reply => {
    const rate = rateOf(response);
    if (rate) pace.hears(rate);
    const retryAfter = retryAfterOf(response, now());
    return { status: response.status, body: parsed(text), retryAfter, age: ageOf(response) };
  };

  /** One request of a round, or a call in its place. */
  const asked = async (
    place: Place | undefined,
    query: string,
    bearer: string | undefined,
    signal: AbortSignal,
    begun: Came | undefined,
  ): Promise<Reply> => {
    if (!place) throw new TypeError("the core and its package are of different versions");
    if ("count" in place) return called(() => place.count({ signal }));
    const path = withQuery(place.path, query);
    const reply = source
      ? await called(async () => take() ?? source({ path, signal }))
      : read(begun ?? (await got(withQuery(place.url, query), bearer, signal)));
    return place.pick && isGood(reply) ? { ...reply, body: picked(place.pick, reply) } : reply;
  };

  /** All at once: with one token, and within the time of one request. */
  const round = async (
    wanted: readonly Wanted[],
    isFirst: boolean,
    signal: AbortSignal,
  ): Promise<readonly Reply[]> => {
    let begun: Came | undefined;
    if (isFirst && !source) {
      begun = (await take()) as Came | undefined;
      used = begun ? begun.bearer : (next ?? (await freshToken()));
      next = undefined;
    }
    signal.throwIfAborted();
    const bearer = used;
    // What was begun is of a platform that says all in one answer.
    return Promise.all(wanted.map(({ part, query }) => asked(places[part], query, bearer, signal, begun)));
  };

  /** What the task brings, or why it brings nothing; never rejects. */
  const inTime = <T>(
    task: (signal: AbortSignal) => Promise<T>,
    outer: AbortSignal,
  ): Promise<T | QuotaError> =>
    within(timers, timeoutMs, task, outer).catch((error: unknown) =>
      error instanceof QuotaError ? error : unreachable(),
    );

  return {
    /** Can a 401 be the end of this token only? */
    renewable: typeof token === "function" && !source,
    /** The first round of a refresh has a token of its own; the others go on with it. */
    get(
      wanted: readonly Wanted[],
      isFirst: boolean,
      outer: AbortSignal,
    ): Promise<readonly Reply[] | QuotaError> {
      pace.sends(wanted.length);
      return inTime((signal) => round(wanted, isFirst, signal), outer);
    },
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
const tokenOf = async (token: () => string | Promise<string>): Promise<string> => {
  try {
    return await token();
  } catch {
    throw new QuotaError("unauthorized", "the token function failed");
  }
};

/** What a function of the application brings in place of the network. An SDK's error is an answer where it has a status. */
const called = async (call: () => Promise<unknown>): Promise<Reply> => {
  try {
    return { status: 200, body: await call() };
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined) throw error;
    return { status, body: bodyOf(error) };
  }
};

/** A mistake in it is the application's, who reads of it in the console. */
const picked = (pick: (body: unknown) => unknown, { status, body }: Reply): unknown => {
  try {
    return pick(body);
  } catch (error) {
    report(error);
    throw new QuotaError("bad-response", "the function that picks from the answer failed on it", { status });
  }
};
