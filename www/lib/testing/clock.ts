import type { Timers } from "../timer.js";

type Timer = ReturnType<Timers["setTimeout"]>;

/** A clock that somebody moves, and its timers. */
export const clockAt = (start: number) => {
  const waiting = new Map<number, { readonly at: number; readonly ring: () => void }>();
  let time = start;
  let last = 0;

  /** Of those that are due at once, the one that was set first. */
  function next(until: number) {
    let found: { readonly id: number; readonly at: number; readonly ring: () => void } | undefined;
    for (const [id, { at, ring }] of waiting) {
      if (at <= until && (!found || at < found.at)) found = { id, at, ring };
    }
    return found;
  }

  const timers: Timers = {
    setTimeout(ring, milliseconds) {
      last += 1;
      // As really: not at once, or what rings again and again would hold the clock.
      waiting.set(last, { at: time + Math.max(milliseconds, 1), ring });
      return last as unknown as Timer;
    },
    clearTimeout(timer) {
      waiting.delete(timer as unknown as number);
    },
  };

  return {
    timers,
    now: () => time,
    /** Rings what is due on the way; after each of it `rung` is called. */
    advance(milliseconds: number, rung: () => void): void {
      const end = time + milliseconds;
      for (let due = next(end); due; due = next(end)) {
        waiting.delete(due.id);
        time = Math.max(time, due.at);
        due.ring();
        rung();
      }
      time = Math.max(time, end);
    },
    /** Does something as though it had been done so long ago. */
    ago<T>(milliseconds: number, task: () => T): T {
      time -= milliseconds;
      try {
        return task();
      } finally {
        time += milliseconds;
      }
    },
  };
};

export type Clock = ReturnType<typeof clockAt>;
