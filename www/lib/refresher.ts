import { QuotaError } from "./error.js";

/** A refresh under way. */
export interface Asked {
  /** Is only an answer good enough that was asked for after this? */
  readonly anew: boolean;
  /** Is a request on its way that knows nothing of what happens now? */
  sent: boolean;
}

/** One refresh at a time, shared by all who ask meanwhile. */
export const refresher = <T>(
  ask: (signal: AbortSignal, refresh: Asked) => Promise<T>,
  now: () => number,
  changed: () => void,
) => {
  let era = new AbortController();
  let underWay: { readonly answer: Promise<T>; readonly refresh: Asked } | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;

  function begin(anew = true): Promise<T> {
    const { signal } = era;
    const refresh = { anew, sent: false };
    askedAt = now();
    // Sent in a later turn: by then this request is known to be under way.
    const answer = Promise.resolve().then(() => ask(signal, refresh));
    const begun = { answer, refresh };
    underWay = begun;
    // Nobody has to wait for it: that it was cut short by disposal is no news then. Whatever else cut it short, it's over.
    answer.catch(() => {
      if (underWay === begun) underWay = undefined;
    });
    changed();
    return answer;
  }

  /** One request for all who wait for the end of this one, unless all was given up meanwhile. */
  function follow(answer: Promise<T>): Promise<T> {
    const { signal } = era;
    const next = answer
      .catch(() => {})
      .then(() => {
        if (signal.aborted) throw aborted();
        return underWay?.answer ?? begin();
      });
    next.catch(() => {});
    return next;
  }

  return {
    get busy() {
      return underWay !== undefined;
    },
    /** When the last one began, by a clock that may have been set since. */
    get askedAt() {
      return askedAt;
    },
    /** Did the last one begin less than this ago? Not where the clock was set back since: then nobody knows. */
    askedWithin(milliseconds: number): boolean {
      const ago = now() - askedAt;
      return ago >= 0 && ago < milliseconds;
    },
    /** Of itself: any fresh answer will do. */
    look(): Promise<T> {
      return underWay?.answer ?? begin(false);
    },
    run(signal?: AbortSignal): Promise<T> {
      if (signal?.aborted) return Promise.reject(aborted());
      const answer = underWay?.answer ?? begin();
      return signal ? detachable(answer, signal) : answer;
    },
    /** Something happened that a request under way knows nothing of if it was sent: asks once it has ended. */
    runAnew(): Promise<T> {
      if (underWay?.refresh.sent) return follow(underWay.answer);
      return underWay?.answer ?? begin();
    },
    /** The request's end, to be told before anyone hears of its answer. */
    done(): void {
      underWay = undefined;
    },
    /** As though nobody had asked since. */
    giveUp(since = Number.NEGATIVE_INFINITY): void {
      era.abort();
      era = new AbortController();
      underWay = undefined;
      askedAt = since;
    },
  };
};

export type Refresher = Omit<ReturnType<typeof refresher<unknown>>, "done" | "giveUp">;

const aborted = (): QuotaError => new QuotaError("aborted", "the caller gave up waiting");

/** A caller can leave; the request goes on for the others. */
const detachable = <T>(answer: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const leave = () => reject(aborted());
    signal.addEventListener("abort", leave, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
