import { createGate } from "quota-gate";
import { isAmount } from "../amount.js";
import type { TestAnswer, TestGate, TestGateOptions } from "../types/testing.js";
import type { Provider } from "../types.js";
import { WORLD } from "../world.js";
import { clockAt } from "./clock.js";
import { invalid } from "./error.js";
import { checkMembers } from "./numbers.js";
import { stage } from "./stage.js";

/** The gate itself, in a world of its own. */
export const createTestGate = async <A, R extends string>(
  provider: Provider<A, R>,
  initial: TestGateOptions<NoInfer<R>> = {},
): Promise<TestGate<A, R>> => {
  checkMembers(initial, ["now", "options"]);
  const { now = Date.now(), options = {}, ...first } = initial;
  if (!Number.isSafeInteger(now)) throw invalid("now", "milliseconds since the Unix epoch", now);
  if (typeof options !== "object" || options === null) throw invalid("options", "an object", options);
  const { world, enter, set, advance } = stage(clockAt(now), first, options);
  const wanted = { retries: 0, shareAcrossTabs: false, ...options, [WORLD]: world };
  const gate = await createGate(provider, wanted);
  const { phase = "ready" } = first;
  if (phase !== "loading") enter(phase, gate);
  return Object.assign(gate, {
    set(next: TestAnswer<R>): void {
      checkMembers(next);
      set(next, gate);
    },
    advance(milliseconds: number): void {
      if (!isAmount(milliseconds) || milliseconds === Number.POSITIVE_INFINITY) {
        throw invalid("advance", "whole milliseconds, 0 or more", milliseconds);
      }
      advance(milliseconds);
    },
  });
};
