import { LONGEST_REST } from "../asking.js";
import { QuotaError } from "../error.js";
import { atMost } from "../timer.js";
import type { Answer } from "./answer.js";
import type { Options } from "./options.js";
import type { Failed, World } from "./upstream.js";

/** An answer is served for so many times `maxAge` while another is asked for. */
const WHILE_ASKING = 6;
/** Where the platform fails, the last answer is served for as long as a page's gate decides by it: `expireAfter`. */
const IF_ERROR = 14_400_000;
/** A page's gate waits for 8 s. */
const PATIENCE = 7_000;
/** A request that was cut off with the visitor it was sent for never ends; of those that do none goes without an answer for so long. */
const LONGEST = 30_000;

/** What a visitor gets: an answer, or why there is none and in how many milliseconds there may be one. */
export type Outcome = Answer | { readonly error: QuotaError; readonly wait: number };

interface Task {
  /** When it last got on. */
  seen: number;
  /** What was forgotten by when it asks. Open while it waits for the one before. */
  era: number | undefined;
  done: Promise<void>;
}

/** One answer for all who ask, and one request at a time for it. */
export const shared = (
  ask: (gotOn: () => void) => Promise<Answer | Failed>,
  { maxAge, waitUntil, onError }: Pick<Options, "maxAge" | "waitUntil" | "onError">,
  { now, timers }: World,
) => {
  let era = 0;
  let last: { readonly answer: Answer; readonly era: number } | undefined;
  let failure: { readonly error: QuotaError; readonly until: number } | undefined;
  let underWay: Task | undefined;

  /** The last answer, if it was asked for within this, by a clock that may have been set back since. */
  const lastWithin = (milliseconds: number): Answer | undefined => {
    const age = last ? now() - last.answer.asked : Number.NaN;
    return age >= 0 && age < milliseconds ? last?.answer : undefined;
  };

  const currentWithin = (milliseconds: number): Answer | undefined =>
    last?.era === era ? lastWithin(milliseconds) : undefined;

  const restsFor = (): number => {
    const left = failure ? failure.until - now() : 0;
    // What is longer comes of a clock that was set back.
    return left > 0 && left <= LONGEST_REST ? left : 0;
  };

  function take(outcome: Answer | Failed, of: number): void {
    if ("asked" in outcome) {
      if (last && last.era > of) return;
      last = { answer: outcome, era: of };
      failure = undefined;
      return;
    }
    const { error, rest, isShutOut } = outcome;
    if (isShutOut) last = undefined;
    failure = { error, until: now() + Math.min(rest, LONGEST_REST) };
    onError(error);
  }

  async function refresh(task: Task, before: Task | undefined): Promise<void> {
    if (before) {
      await atMost(timers, LONGEST - (now() - before.seen), before.done);
      if (restsFor() > 0) return;
    }
    const gotOn = () => {
      task.seen = now();
    };
    gotOn();
    const of = era;
    task.era = of;
    try {
      take(await ask(gotOn), of);
    } catch (error) {
      const broken = new QuotaError("bad-response", "the answer can't be read");
      take({ error: broken, rest: maxAge, isShutOut: false }, of);
      onError(error);
    }
  }

  function begin(): Task {
    const before = underWay && isAlive(underWay) ? underWay : undefined;
    const task: Task = { seen: now(), era: undefined, done: Promise.resolve() };
    task.done = refresh(task, before).finally(() => end(task));
    underWay = task;
    keep(task);
    return task;
  }

  /** Outside of a request `after` of `next/server` throws. */
  function keep({ done }: Task): void {
    try {
      waitUntil?.(done);
    } catch (error) {
      onError(error);
    }
  }

  function end(task: Task): void {
    if (underWay === task) underWay = undefined;
  }

  const isAlive = ({ seen }: Task): boolean => {
    const ago = now() - seen;
    return ago >= 0 && ago < LONGEST;
  };

  function task(): Task | undefined {
    if (underWay && (underWay.era ?? era) === era && isAlive(underWay)) return underWay;
    return restsFor() > 0 ? undefined : begin();
  }

  /** Whatever there is. */
  function outcome(): Outcome {
    const answer = lastWithin(IF_ERROR);
    if (answer) return answer;
    return failure ? { error: failure.error, wait: restsFor() } : { error: late(), wait: 0 };
  }

  return {
    async get(): Promise<Outcome> {
      const fresh = currentWithin(maxAge);
      if (fresh) return fresh;
      const asking = task();
      const stale = currentWithin(maxAge * WHILE_ASKING);
      if (stale) return stale;
      if (asking) await atMost(timers, PATIENCE, asking.done);
      return outcome();
    },
    /** Something was done on the platform that the last answer knows nothing of. */
    forget(): void {
      era += 1;
    },
  };
};

const late = (): QuotaError =>
  new QuotaError("timeout", `no answer within ${PATIENCE} ms`, { retryable: true });
