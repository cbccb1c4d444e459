import { inspect } from "node:util";
import { pieceIn, textsOf } from "../e2e/support/secrets.js";

/** However a logger may look at it. */
const everythingOf = (value: unknown): string[] => [
  ...textsOf(value),
  inspect(value, { showHidden: true, depth: 10, getters: true, showProxy: true }),
  String(value),
];

/** The pieces of secrets in values. */
export const foundIn = (...values: unknown[]): string[] =>
  values.flatMap((value) => everythingOf(value).flatMap((text) => pieceIn(text) ?? []));
