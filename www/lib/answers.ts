import type { Core, Question } from "./core.js";
import type { Asked, BareDecision } from "./messages.js";
import type { Decision } from "./types.js";

/** Beyond so many different questions between two changes, answers are worked out again. */
const REMEMBERED = 20_000;

/** The answers since the last change. The same question gets the same object, and asks the core once. */
export const remembered = <R extends string, S>(
  core: Core<R>,
  now: () => number,
  write: (bare: BareDecision, asked: Asked) => Decision,
  stateAt: (time: number) => S,
) => {
  const allowances = new Map<string, boolean>();
  const decisions = new Map<string, Decision<R>>();
  let state: S | undefined;
  let looked = now();
  let changesAt = core.changesAt(looked);

  /** Something may have changed: everything is worked out anew when it is next asked for. */
  function forget(time = now()): void {
    allowances.clear();
    decisions.clear();
    state = undefined;
    looked = time;
    changesAt = core.changesAt(looked);
  }

  /** Time changes answers too, and a clock that was set back says nothing of when the next change is due. */
  function look(): number {
    const time = now();
    // The core's clock goes on from the last moment it heard of.
    if (time < looked) core.changesAt(looked);
    if (time >= changesAt || time < looked) forget(time);
    looked = time;
    return time;
  }

  function answer<T>(
    known: Map<string, T>,
    action: string,
    params: unknown,
    ask: (question: Question, time: number) => T,
  ): T {
    const time = look();
    // The commonest question of all needs no look at its parameters.
    const plain = params === undefined ? known.get(action) : undefined;
    if (plain !== undefined) return plain;
    const question = core.question(action, params);
    const before = known.get(question.key);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const fresh = ask(question, time);
    known.set(question.key, fresh);
    return fresh;
  }

  return {
    forget: () => forget(),
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
