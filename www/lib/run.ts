import { QuotaDenied } from "./error.js";
import { LIFETIME } from "./hold.js";
import { codeOf, isResponse, type Reply } from "./reply.js";
import { alarm, type Timers } from "./timer.js";
import type { Decision, Hold } from "./types.js";

/** What the platform answered; and what the gate makes of it once it has asked again, if it was a refusal on quota. */
export interface TakenIn<R extends string = string> {
  readonly reply: Reply;
  readonly refused?: () => Promise<Decision<R> | null>;
}

/** Runs a task under its hold, commits it, and where the task fails finds out whether it happened. */
export const runHeld = async <T>(
  timers: Timers,
  hold: Hold,
  task: (hold: Hold) => Promise<T>,
  takeIn: (outcome: unknown) => Promise<TakenIn>,
): Promise<T> => {
  const stop = renew(timers, hold);
  try {
    const outcome = await attempt(task, hold);
    if (outcome.done) hold.commit();
    else await fail(hold, outcome.said, takeIn);
    return outcome.result();
  } finally {
    stop();
  }
};

const attempt = async <T>(task: (hold: Hold) => Promise<T>, hold: Hold) => {
  try {
    const value = await task(hold);
    return { done: !isResponse(value) || value.ok, said: value as unknown, result: () => value };
  } catch (error) {
    const result = (): T => {
      throw error;
    };
    return { done: false, said: error, result };
  }
};

/** A refusal is taken in before the units are free again: else controls would open for a moment. */
const fail = async (
  hold: Hold,
  said: unknown,
  takeIn: (outcome: unknown) => Promise<TakenIn>,
): Promise<void> => {
  const { reply, refused } = await takeIn(said);
  const { status } = reply;
  if (refused || (status >= 400 && status < 500)) hold.release();
  // Nobody knows whether it happened: the next answer will.
  else hold.commit();
  const decision = await refused?.();
  if (decision)
    throw new QuotaDenied(decision, { status: status || null, platformCode: codeOf(reply) }, said);
};

/** Three times in a lifetime, and what timers slept over is made good by the commit. */
const renew = (timers: Timers, hold: Hold): (() => void) => {
  const every = LIFETIME / 3;
  const wake = alarm(timers, () => {
    // Signed out, or disposed of: the task may never end.
    if (hold.state !== "held") return;
    hold.extend(every);
    wake(every);
  });
  wake(every);
  return () => wake(Number.POSITIVE_INFINITY);
};
