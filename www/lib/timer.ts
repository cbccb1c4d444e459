/** setTimeout takes 31 bits; what is later is looked at again by then. */
export const LONGEST = 0x7fffffff;

type Timer = ReturnType<typeof setTimeout>;

/** The browser's, or a test's. */
export interface Timers {
  setTimeout(ring: () => void, milliseconds: number): Timer;
  clearTimeout(timer: Timer | undefined): void;
}

/** One timer that can be set anew. In Node it doesn't keep the process alive. */
export const alarm = (timers: Timers, ring: () => void) => {
  let timer: Timer | undefined;
  return (milliseconds: number): void => {
    timers.clearTimeout(timer);
    if (milliseconds === Number.POSITIVE_INFINITY) return;
    timer = timers.setTimeout(ring, Math.min(Math.max(milliseconds, 0), LONGEST));
    if (typeof timer === "object") timer.unref();
  };
};

/** Waits for a promise, and no longer than so. What becomes of it is the others' to hear. */
export const atMost = (timers: Timers, milliseconds: number, task: Promise<unknown>): Promise<void> =>
  new Promise((resolve) => {
    const timer = timers.setTimeout(resolve, Math.min(milliseconds, LONGEST));
    const end = () => {
      timers.clearTimeout(timer);
      resolve();
    };
    task.then(end, end);
  });

/** Waits so long, until the signal ends the wait, or whoever is handed the end does. */
export const pause = (
  timers: Timers,
  milliseconds: number,
  signal: AbortSignal,
  hand: (end: () => void) => void,
): Promise<void> =>
  new Promise((resolve) => {
    const timer = timers.setTimeout(end, milliseconds);
    function end(): void {
      timers.clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    }
    signal.addEventListener("abort", end);
    hand(end);
    if (signal.aborted) end();
  });
