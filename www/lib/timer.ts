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
