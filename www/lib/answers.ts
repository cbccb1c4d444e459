import type { Core } from "./core.js";
import { type Memory, memory } from "./memory.js";
import type { Asked, BareDecision } from "./messages.js";
import type { Question } from "./question.js";
import type { Decision } from "./types.js";

/** After so many questions within a millisecond the rest of the turn counts as that moment: the clock takes longer than an answer. */
const BURST = 32;

/** The answers since the last change. The same question gets the same object, and asks the core once. */
export const remembered = <R extends string, S>(
  core: Core<R>,
  write: (bare: BareDecision, asked: Asked) => Decision,
  stateAt: (time: number) => S,
) => {
  const { now } = core;
  const allowances = memory<boolean>();
  const decisions = memory<Decision<R>>();
  let state: S | undefined;
  let looked = now();
  let sameMoment = 0;
  let changesAt = core.changesAt(looked);
  /** Did a look find that time had changed something, and nobody was told? */
  let untold = false;

  /** Something may have changed: everything is worked out anew when it is next asked for. */
  function forget(time = now()): void {
    allowances.clear();
    decisions.clear();
    state = undefined;
    looked = time;
    sameMoment = 0;
    changesAt = core.changesAt(looked);
  }

  /** Time changes answers too, and a clock that was set back says nothing of when the next change is due. */
  function look(): number {
    if (sameMoment > BURST) return looked;
    const time = now();
    sameMoment = time === looked ? sameMoment + 1 : 0;
    if (sameMoment > BURST) queueMicrotask(turnEnded);
    if (time >= changesAt || time < looked) {
      forget(time);
      untold = true;
    }
    looked = time;
    return time;
  }

  function turnEnded(): void {
    sameMoment = 0;
  }

  function answer<T>(
    known: Memory<T>,
    action: string,
    params: unknown,
    ask: (question: Question, time: number) => T,
  ): T {
    const time = look();
    const plain = params === undefined ? known.plain(action) : undefined;
    if (plain !== undefined) return plain;
    const question = core.question(action, params);
    return known.recall(question, () => ask(question, time));
  }

  return {
    forget(): void {
      untold = false;
      forget();
    },
    /** Something of the state changed that no answer depends on. */
    forgetState(): void {
      state = undefined;
    },
    /** Has time changed something that only who looked knows of? */
    isOutdated(): boolean {
      look();
      return untold;
    },
    /** Milliseconds until time alone changes something. */
    untilChange(): number {
      const time = look();
      return changesAt - time;
    },
    state(): S {
      const time = look();
      state ??= stateAt(time);
      return state;
    },
    can: (action: string, params: unknown) => answer(allowances, action, params, core.can),
    check: (action: string, params: unknown) =>
      answer(decisions, action, params, (question, time) => {
        const bare = core.check(question, time);
        return write(bare, (params ?? {}) as Asked) as Decision<R>;
      }),
  };
};
