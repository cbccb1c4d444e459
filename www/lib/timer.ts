/** setTimeout takes 31 bits; what is later is looked at again by then. */
export const LONGEST = 0x7fffffff;

/** One timer that can be set anew. In Node it doesn't keep the process alive. */
export const alarm = (ring: () => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (milliseconds: number): void => {
    clearTimeout(timer);
    if (milliseconds === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(ring, Math.min(Math.max(milliseconds, 0), LONGEST));
    if (typeof timer === "object") timer.unref();
  };
};

/** Waits for a promise, and no longer than so. What becomes of it is the others' to hear. */
export const atMost = (milliseconds: number, task: Promise<unknown>): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.min(milliseconds, LONGEST));
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    task.then(end, end);
  });

/** Waits so long, until the signal ends the wait, or whoever is handed the end does. */
export const pause = (
  milliseconds: number,
  signal: AbortSignal,
  hand: (end: () => void) => void,
): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(end, milliseconds);
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    }
    signal.addEventListener("abort", end);
    hand(end);
    if (signal.aborted) end();
  });
