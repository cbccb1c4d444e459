import type { Headroom } from "../types.js";

/** A part of a bar, in hundredths of its length. */
export interface Part {
  readonly from: number;
  readonly length: number;
}

export interface Shares {
  readonly used: Part;
  readonly held: Part;
  /** What the next days take. */
  readonly forecast: Part;
  /** Where near begins; null where it doesn't before the end. */
  readonly near: number | null;
}

/** Where the parts of a bar begin and end. Null where there is no limit to measure by, or nobody knows of what. */
export const sharesOf = (room: Headroom, days: number, nearLimit: number | undefined): Shares | null => {
  const { limit, used, held, forecast, level } = room;
  if (level === "disabled" || limit === null || used === null || limit === Number.POSITIVE_INFINITY)
    return null;
  const isFull = level === "over" || (limit <= 0 && level === "exhausted");
  const at = (amount: number): number => (limit > 0 ? Math.min(Math.max(amount / limit, 0), 1) * 100 : 0);
  const ends = isFull
    ? [100, 100, 100]
    : [at(used), at(used + held), at(used + held + (forecast?.exhaustsAt ? forecast.perDay * days : 0))];
  const [first = 0, second = 0, third = 0] = ends;
  return {
    used: { from: 0, length: first },
    held: { from: first, length: second - first },
    forecast: { from: second, length: third - second },
    near: nearOf(limit, nearLimit),
  };
};

/** Limits below 5 are near at their last unit. */
const nearOf = (limit: number, share: number | undefined): number | null => {
  if (share === undefined || share >= 1 || limit < 2) return null;
  return (limit < 5 ? (limit - 1) / limit : share) * 100;
};
