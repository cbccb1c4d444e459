import { shown } from "./amount.js";
import type { Core } from "./core.js";
import { QuotaDenied, QuotaError } from "./error.js";
import { LIFETIME, lifetimeOf, openHold } from "./hold.js";
import type { BareDecision } from "./messages.js";
import type { Platform } from "./provider.js";
import type { Question } from "./question.js";
import { readRefusal } from "./refusal.js";
import { runHeld, type TakenIn } from "./run.js";
import type { Timers } from "./timer.js";
import type { Decision, Hold } from "./types.js";

/** What attempts need of their gate. */
interface Surroundings<R extends string> {
  readonly timeoutMs: number;
  readonly timers: Timers;
  /** What the core reads of a refusal, where that isn't its body. */
  readonly reads: Platform["refusal"];
  readonly check: (action: string, params?: unknown) => Decision<R>;
  readonly write: (bare: BareDecision, params: unknown) => Decision<R>;
  readonly changed: () => void;
  /** A hold was taken, ended or moved: also others have to know. */
  readonly held: () => void;
  /** Asks the platform once more, after what just happened. Waits for the answer no longer than for one request. */
  readonly askAnew: () => Promise<unknown>;
  /** Resolves with the first answer, or the failure to get one. */
  readonly firstAnswer: () => Promise<unknown>;
  readonly refused: (decision: Decision<R>) => void;
  /** Changes with sign-out and disposal: what was begun before is over then. */
  readonly epoch: () => object;
  readonly now: () => number;
}

export interface Tried {
  readonly action: string;
  readonly params?: unknown;
}

/** What a step asks. */
export const questionOf = <R extends string>(core: Core<R>, step: unknown): Question => {
  if (typeof step !== "object" || step === null) {
    throw new QuotaError("invalid-params", `a step must be an object with an action, got ${shown(step)}`);
  }
  const { action, params } = step as Tried;
  return core.question(action, params);
};

/** What is about to be done, is under way, or was refused. */
export const attempts = <R extends string>(core: Core<R>, gate: Surroundings<R>) => {
  function hold(action: string, params: unknown, lifetime: number): Hold {
    const decision = gate.check(action, params);
    if (!decision.allowed) throw new QuotaDenied(decision);
    const epoch = gate.epoch();
    const held = openHold(core, action, core.question(action, params), lifetime, {
      left: () => gate.epoch() !== epoch,
      changed: gate.held,
      committed() {
        gate.held();
        gate.askAnew();
      },
    });
    gate.held();
    return held;
  }

  /** The platform is asked again first: by then the gate agrees with it. */
  async function decide(numbers: Float64Array, params: unknown, epoch: object): Promise<Decision<R> | null> {
    await gate.askAnew();
    if (gate.epoch() !== epoch) return null;
    const decision = gate.write(core.checkRefused(numbers, gate.now()), params);
    gate.refused(decision);
    return decision;
  }

  async function takeIn(
    refusal: unknown,
    attempt: Question | undefined,
    params: unknown,
    epoch: object,
  ): Promise<TakenIn<R>> {
    const reply = await readRefusal(gate.timers, refusal, gate.timeoutMs);
    const said = gate.reads ? gate.reads(reply.body, reply.status) : reply.body;
    const numbers = gate.epoch() === epoch ? core.refuse(said, attempt) : undefined;
    if (!numbers) return { reply };
    gate.changed();
    return { reply, refused: () => decide(numbers, params, epoch) };
  }

  return {
    hold: (action: string, params?: unknown, options: { expiresIn?: number } = {}): Hold =>
      hold(action, params, lifetimeOf(options.expiresIn)),

    async run<T>(action: string, params: unknown, task: (hold: Hold) => Promise<T>): Promise<T> {
      const question = core.question(action, params);
      if (typeof task !== "function") {
        throw new QuotaError(
          "invalid-params",
          "run needs a function that does the action and returns a promise",
        );
      }
      await gate.firstAnswer();
      // Somebody shows intent: a denial by an old answer isn't final.
      const decision = gate.check(action, params);
      if (!decision.allowed && decision.stale) await gate.askAnew();
      const epoch = gate.epoch();
      const held = hold(action, params, LIFETIME);
      return runHeld(gate.timers, held, task, (said) => takeIn(said, question, params, epoch));
    },

    async explain(refusal: unknown, attempt?: Tried): Promise<Decision<R> | null> {
      const question = attempt === undefined ? undefined : questionOf(core, attempt);
      const { refused } = await takeIn(refusal, question, attempt?.params, gate.epoch());
      return refused ? refused() : null;
    },
  };
};
