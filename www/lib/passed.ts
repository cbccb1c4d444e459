import { shapeOf } from "./reply.js";

/** What leaves the page and comes back: an answer and holds, and what forecasts rest on, as the core writes them. */
export interface Passed {
  readonly record: Float64Array;
  readonly history: Float64Array;
}

/** JSON has no NaN, and makes null of it by itself. */
const written = (numbers: Float64Array): (number | null)[] =>
  Array.from(numbers, (each) => (Number.isNaN(each) ? null : each));

const read = (numbers: unknown): Float64Array | undefined =>
  Array.isArray(numbers)
    ? Float64Array.from(numbers, (each: unknown) => (typeof each === "number" ? each : Number.NaN))
    : undefined;

/** As JSON, by the name of whose it is. */
export const write = (of: string, { record, history }: Passed) =>
  ({ version: 1, of, record: written(record), history: written(history) }) as const;

/** Nothing where it is another version's, somebody else's, or no such thing. The core checks the numbers. */
export const readPassed = (of: string, value: unknown): Passed | undefined => {
  const shape = shapeOf(value);
  const [record, history] = [read(shape["record"]), read(shape["history"])];
  if (shape["version"] !== 1 || shape["of"] !== of || !record || !history) return undefined;
  return { record, history };
};
