/** The one rule for numbers that a caller hands in: whole by value and not negative. `Infinity` is as many as can be counted. */
export const isAmount = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && Math.trunc(value) === value;

/** No name is longer; a token is. */
const LONGEST_QUOTED = 24;

/** A value as a sentence quotes it: short, and never an object's content, nor what could be a token in the wrong place. */
export const shown = (value: unknown): string => {
  if (typeof value === "string") {
    const { length } = value;
    return length > LONGEST_QUOTED ? `a string of ${length} characters` : JSON.stringify(value);
  }
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  return typeof value === "function" ? "a function" : String(value);
};
