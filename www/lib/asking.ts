import type { Core, Failure } from "./core.js";
import type { QuotaError } from "./error.js";
import type { Neighbours } from "./neighbours.js";
import type { Pace } from "./pace.js";
import type { Asked } from "./refresher.js";
import type { Requester } from "./request.js";
import { attempting } from "./rounds.js";
import { pause, type Timers } from "./timer.js";

/** What asking needs of its gate. */
interface Surroundings {
  readonly neighbours: Neighbours;
  readonly pace: Pace;
  /** Is there an answer of the platform, its own or another tab's, that is fresh? */
  readonly isFresh: () => boolean;
  /** An answer came: the others may have it before it's their turn. */
  readonly answered: () => void;
  readonly timers: Timers;
  readonly now: () => number;
}

/** As long as the core waits for a retry at most, when the platform asks to be left alone. */
export const LONGEST_REST = 60_000;

/** How a refresh ended: with an answer to its question, with another tab's, or with the last failure. */
export type Outcome = "answered" | "served" | QuotaError;

/** Asks until there is an answer, or it's no use to go on. */
export const asking = <R extends string>(core: Core<R>, request: Requester, gate: Surroundings) => {
  const rounds = attempting(core, request, gate.pace);
  let resting = Number.NEGATIVE_INFINITY;
  let hurry = () => {};

  async function attempt(
    signal: AbortSignal,
    retried: number,
    renewable: boolean,
  ): Promise<Failure | undefined> {
    const failure = await rounds({ retried, renewable }, signal);
    if (!failure && !signal.aborted) gate.answered();
    return failure;
  }

  /** Has someone else asked meanwhile? Who has something newer to see than what is fresh says so. */
  const isServed = (wanted: number, anew: boolean): boolean =>
    anew ? core.askedAt() > wanted : gate.isFresh();

  /** Ends with nothing when it is given up. */
  async function ask(signal: AbortSignal, refresh: Asked): Promise<Outcome | undefined> {
    const wanted = gate.now();
    resting = Number.NEGATIVE_INFINITY;
    await gate.neighbours.greeting();
    let renewable = request.renewable;
    for (let retried = 0; !signal.aborted; ) {
      let outcome: Failure | "served" | undefined;
      await gate.neighbours.turn(signal, async () => {
        if (signal.aborted) return;
        if (isServed(wanted, refresh.anew)) {
          outcome = "served";
          return;
        }
        refresh.sent = true;
        outcome = await attempt(signal, retried, renewable);
      });
      if (outcome === undefined || outcome === "served") return outcome ?? "answered";
      const { error, retryIn, retryAfter } = outcome as Failure;
      if (retryIn === null) {
        resting = gate.now() + Math.min(retryAfter ?? 0, LONGEST_REST);
        return error;
      }
      if (error.code === "unauthorized") renewable = false;
      else retried += 1;
      refresh.sent = false;
      if (retryIn > 0) {
        await pause(gate.timers, retryIn, signal, (end) => {
          // What the platform asked for, it gets.
          hurry = retryAfter === undefined ? end : () => {};
        });
      }
    }
    return undefined;
  }

  return {
    ask,
    /** How long the platform still wants to be left alone. */
    restsFor(): number {
      const left = resting - gate.now();
      // More than the longest is left where the clock was set back since.
      return Math.max(left > 0 && left <= LONGEST_REST ? left : 0, gate.pace.wait(1));
    },
    /** The wait for a retry ends: the network came back. */
    hurry: () => hurry(),
  };
};
