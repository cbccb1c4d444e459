/** The one rule for numbers that a caller hands in: whole by value and not negative. `Infinity` is as many as can be counted. */
export const isAmount = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && Math.trunc(value) === value;

/** A value as a sentence quotes it: short, and never an object's content. */
export const shown = (value: unknown): string => {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  return typeof value === "function" ? "a function" : String(value);
};
