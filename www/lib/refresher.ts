import { QuotaError } from "./error.js";

/** One request at a time, shared by all who ask meanwhile. */
export const refresher = <T>(ask: (signal: AbortSignal) => Promise<T>, now: () => number) => {
  let underWay: { answer: Promise<T>; abort: AbortController } | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;

  function begin(): Promise<T> {
    const abort = new AbortController();
    askedAt = now();
    // Begun in a later turn: by then this request is known to be under way.
    const answer = Promise.resolve().then(() => ask(abort.signal));
    // Nobody has to wait for it: that it was cut short by disposal is no news then.
    answer.catch(() => {});
    underWay = { answer, abort };
    return answer;
  }

  return {
    get busy() {
      return underWay !== undefined;
    },
    /** Did the last request begin less than this ago? Not where the clock was set back since: then nobody knows. */
    askedWithin(milliseconds: number): boolean {
      const ago = now() - askedAt;
      return ago >= 0 && ago < milliseconds;
    },
    run(signal: AbortSignal | undefined): Promise<T> {
      if (signal?.aborted) return Promise.reject(aborted());
      const answer = underWay?.answer ?? begin();
      return signal ? detachable(answer, signal) : answer;
    },
    /** The request's end, to be told before anyone hears of its answer. */
    done(): void {
      underWay = undefined;
    },
    giveUp(): void {
      underWay?.abort.abort();
      underWay = undefined;
      askedAt = Number.NEGATIVE_INFINITY;
    },
  };
};

const aborted = (): QuotaError => new QuotaError("aborted", "the caller gave up waiting");

/** A caller can leave; the request goes on for the others. */
const detachable = <T>(answer: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const leave = () => reject(aborted());
    signal.addEventListener("abort", leave, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
