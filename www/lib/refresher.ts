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
    /** When the last request began. */
    get askedAt() {
      return askedAt;
    },
    run(signal: AbortSignal | undefined): Promise<T> {
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
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
