import type { Decision } from "./types.js";

/** What was asked: the numeric parameters that were given. */
export type Asked = Readonly<Record<string, unknown>>;

/** The largest value of a parameter that fits, where it was given a larger one and a smaller one helps. */
export const fitting = (maxParams: Decision["maxParams"], asked: Asked, name: string): number | null => {
  const max = maxParams[name];
  const value = asked[name] ?? (name === "count" ? 1 : 0);
  return max && Number.isFinite(max) && typeof value === "number" && value > max ? max : null;
};
