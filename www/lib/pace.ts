import type { Rate } from "./provider.js";

/** What a platform says of how many requests it still takes. */
export interface Told {
  readonly remaining: number;
  /** Milliseconds. */
  readonly reset: number;
}

/** As the core waits at most; whoever asks for more is misread, or the clock was set. */
const LONGEST = 60_000;

/** Keeps within what a platform takes, by what was sent and by what it says. Times are the caller's. */
export const pacing = (rate: Rate | undefined, now: () => number) => {
  let sent: number[] = [];
  let told: { readonly until: number; left: number } | undefined;

  /** Until what was sent so long ago that so many more may follow counts no more. */
  function byCount(count: number, time: number): number {
    if (!rate) return 0;
    // What lies ahead was sent before the clock was set back.
    sent = sent.filter((at) => at <= time && at > time - rate.within);
    const over = sent.length + count - rate.requests;
    const last = over > 0 ? sent[Math.min(over, sent.length) - 1] : undefined;
    return last === undefined ? 0 : last + rate.within - time;
  }

  function byWord(count: number, time: number): number {
    const wait = told && told.left < count ? told.until - time : 0;
    return wait > 0 && wait <= LONGEST ? wait : 0;
  }

  return {
    /** Milliseconds until so many requests may go out. */
    wait(count: number): number {
      const time = now();
      return Math.max(byCount(count, time), byWord(count, time));
    },
    sends(count: number): void {
      if (rate) for (let each = 0; each < count; each += 1) sent.push(now());
      if (told) told.left -= count;
    },
    hears({ remaining, reset }: Told): void {
      told = { until: now() + reset, left: remaining };
    },
  };
};

export type Pace = ReturnType<typeof pacing>;

/** `RateLimit: limit=100, remaining=60, reset=7` (draft-ietf-httpapi-ratelimit-headers-07); nothing where a page may not read it. */
export const rateOf = ({ headers }: Response): Told | undefined => {
  const value = headers.get("ratelimit") ?? "";
  const [remaining, reset] = ["remaining", "reset"].map((name) =>
    new RegExp(`(?:^|[,;\\s])${name}=(\\d+)`).exec(value),
  );
  if (!remaining?.[1] || !reset?.[1]) return undefined;
  return { remaining: Number(remaining[1]), reset: Number(reset[1]) * 1_000 };
};
