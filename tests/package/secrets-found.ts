import { inspect } from "node:util";
import { beforeEach, vi } from "vitest";
import { type Parrots, pieceIn, startParrots, textsOf } from "../e2e/support/secrets.js";
import { finally_ } from "./support.js";

/** However a logger may look at it. */
const everythingOf = (value: unknown): string[] => [
  ...textsOf(value),
  inspect(value, { showHidden: true, depth: 10, getters: true, showProxy: true }),
  String(value),
];

/** The pieces of secrets in values. */
export const foundIn = (...values: unknown[]): string[] =>
  values.flatMap((value) => everythingOf(value).flatMap((text) => pieceIn(text) ?? []));

/** For each test of the file a platform that repeats what it is sent, and what is written to the console, or said as a warning of Node's. */
export const useParrots = () => {
  let parrots: Parrots;
  let said: unknown[];
  beforeEach(async () => {
    parrots = await startParrots();
    finally_(() => parrots.close());
    said = [];
    for (const method of ["debug", "log", "info", "warn", "error", "trace"] as const) {
      const spy = vi.spyOn(console, method).mockImplementation((...words) => said.push(...words));
      finally_(() => spy.mockRestore());
    }
    const warned = (warning: Error) => said.push(warning);
    process.on("warning", warned);
    finally_(() => process.off("warning", warned));
  });
  return {
    get parrots() {
      return parrots;
    },
    get said() {
      return said;
    },
  };
};
