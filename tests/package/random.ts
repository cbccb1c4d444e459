/** Random choices that a seed repeats (mulberry32). */
export const randomFrom = (seed: number) => {
  let state = seed | 0;
  /** At least 0, less than 1. */
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number): number => Math.floor(fraction() * end);
  return {
    below,
    chance: (probability: number): boolean => fraction() < probability,
    pick: <T>(items: readonly T[]): T => items[below(items.length)] as T,
  };
};

export type Random = ReturnType<typeof randomFrom>;
