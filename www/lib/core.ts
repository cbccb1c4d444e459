import { shown } from "./amount.js";
import { QuotaError } from "./error.js";
import type { BareDecision } from "./messages.js";
import type { Settings } from "./options.js";
import type { Platform } from "./provider.js";
import { type Question, questions } from "./question.js";
import type { Reply } from "./reply.js";
import type { Crossing, Headroom, QuotaErrorCode, State } from "./types.js";
import type { Wasm } from "./wasm.js";

interface CoreError {
  readonly code: QuotaErrorCode;
  readonly detail: string;
  readonly status: number | null;
  readonly platformCode: number | null;
  readonly retryable: boolean;
  readonly retryIn: number | null;
}

/** Why a question got no answer, and what to do about it. */
export interface Failure {
  readonly error: QuotaError;
  /** After so many milliseconds it is asked again. Null where that's no use. */
  readonly retryIn: number | null;
  /** How long the platform asked to be left alone. */
  readonly retryAfter: number | undefined;
}

/** A part of the platform's answer that has to be asked for. */
export interface Wanted {
  readonly part: number;
  /** Without the question mark; empty where there is none. */
  readonly query: string;
}

/** What of a record was news. */
export interface Adopted {
  /** Was its answer taken? */
  readonly answer: boolean;
  readonly holds: boolean;
  /** Is its answer the one that is known already? */
  readonly same: boolean;
}

/** What the core says of the account as a whole; the page adds what only it knows. */
export type Overview<R extends string> = Pick<
  State<R>,
  "phase" | "enabled" | "enforced" | "asOf" | "headroom"
>;

/** As the core gives it: everything but the sentences. */
export interface BarePlan extends BareDecision {
  readonly failedStep: number | null;
  readonly steps: readonly BareDecision[];
}

/** A step as numbers: the action's place, how many parameters, these. */
const stepOf = ({ place, params }: Question): number[] => [place, params.length, ...params];

/** Where the numbers of holds begin, for each gate elsewhere: a JavaScript number has room for a billion more. */
const FIRST_HOLDS = 2 ** 52;

/** One session in the wasm, behind its handle. Times are the caller's. */
export const openCore = <R extends string>(
  wasm: Wasm,
  platform: Platform,
  settings: Settings,
  clock: () => number,
  random: () => number,
  opened = clock(),
) => {
  const tab = Math.floor(random() * FIRST_HOLDS) + 1;
  const handle = wasm.open(
    platform.settings,
    platform.enforced,
    settings.nearLimit,
    settings.staleAfter,
    settings.expireAfter,
    settings.pendingFor,
    settings.openWhileLoading,
    Uint32Array.from(settings.closedWhenUnknown),
    settings.retries,
    tab,
    opened,
  );
  if (handle === undefined) {
    throw new QuotaError("invalid-options", `the description of ${shown(platform.name)} can't be read`);
  }
  let heard = clock();
  /** The core's clock goes on where the caller's is set back: from the last moment that anybody read, heard of or not. */
  const now = (): number => {
    const time = clock();
    if (time < heard) wasm.changes_at(handle, heard);
    heard = time;
    return time;
  };
  const attempt = (retried: number, renewable: boolean, retryAfter = Number.NaN) =>
    Float64Array.of(retried, Number(renewable), retryAfter, random());
  const scopes = new Map<string, number>();
  /** The core knows a scope by its number. */
  const scopeOf = (name: string): number => {
    const known = scopes.get(name) ?? wasm.scope(handle, name);
    scopes.set(name, known);
    return known;
  };
  return {
    /** What other tabs know this gate by: the number of its first hold. */
    tab,
    now,
    question: questions(platform, scopeOf),
    ask: () => wasm.ask(handle, now()),
    /** What the question still has to ask for, all of it at once. */
    wanted: (asked: number) => wasm.wanted(handle, asked) as readonly Wanted[],
    /** No reply came; the platform may want to be left alone for so long. */
    miss(asked: number, error: QuotaError, retried: number, retryAfter?: number): Failure {
      const again = error.retryable ? attempt(retried, false, retryAfter) : new Float64Array();
      const retryIn = wasm.fail(handle, asked, again, now());
      return { error, retryIn: Number.isNaN(retryIn) ? null : retryIn, retryAfter };
    },
    /** Why the reply to a part says nothing of the quota, if it doesn't; after so many retries, and where the token can be renewed. */
    answer(
      asked: number,
      part: number,
      { status, body, retryAfter, age = 0 }: Reply,
      retried: number,
      renewable: boolean,
    ): Failure | undefined {
      const again = attempt(retried, renewable, retryAfter);
      const error = wasm.answer(handle, asked, part, status, body, age, again, now()) as
        | CoreError
        | undefined;
      if (!error) return undefined;
      const { code, detail, retryIn } = error;
      return { error: new QuotaError(code, detail, error), retryIn, retryAfter };
    },
    /** Were the credentials refused for good? */
    isShutOut: () => wasm.is_shut_out(handle),
    /** Has a usage started anew since the last answer? */
    isOutdated: () => wasm.is_outdated(handle, now()),
    askedAt: () => wasm.asked_at(handle, now()),
    record: (all: boolean) => wasm.record(handle, all, now()),
    /** Takes in what a tab passed on, or a page that is gone (0). */
    adopt(record: Float64Array, tab = 0): Adopted {
      const news = wasm.adopt(handle, record, tab, now());
      return { answer: (news & 1) > 0, holds: (news & 2) > 0, same: (news & 4) > 0 };
    },
    clear: () => wasm.clear(handle, now()),
    changesAt: (time: number) => wasm.changes_at(handle, time),
    can: ({ place, params }: Question, time: number) =>
      wasm.can(handle, place, Float64Array.from(params), time),
    check: ({ place, params }: Question, time: number) =>
      wasm.check(handle, place, Float64Array.from(params), time) as BareDecision,
    checkAll: (questions: readonly Question[], time: number) =>
      wasm.check_all(handle, Float64Array.from(questions.flatMap(stepOf)), time) as BarePlan,
    hold: ({ place, params }: Question, lifetime: number) =>
      wasm.hold(handle, place, Float64Array.from(params), lifetime, now()),
    commit: (hold: number) => wasm.commit(handle, hold, now()),
    commitLate: ({ place, params }: Question) =>
      wasm.commit_late(handle, place, Float64Array.from(params), now()),
    release: (hold: number) => wasm.release(handle, hold, now()),
    extend: (hold: number, by: number) => wasm.extend(handle, hold, by, now()),
    /** NaN unless it is open. */
    holdEnds: (hold: number) => wasm.hold_ends(handle, hold, now()),
    /** `all`: also what others committed. */
    settlesAt: (all: boolean, time: number) => wasm.settles_at(handle, all, time),
    /** Takes in an error of the platform; nothing if it isn't about quotas. */
    refuse(body: unknown, attempt: Question | undefined): Float64Array | undefined {
      const step = Float64Array.from(attempt ? stepOf(attempt) : []);
      const refused = wasm.refuse(handle, body, step, now());
      return refused.length ? refused : undefined;
    },
    checkRefused: (refused: Float64Array, time: number) =>
      wasm.check_refused(handle, refused, time) as BareDecision,
    crossings: (time: number) =>
      (wasm.crossings(handle, time) ?? []) as readonly (readonly [R, Crossing["type"]])[],
    history: () => wasm.history(handle),
    restore: (kept: Float64Array) => wasm.restore(handle, kept, now()),
    overview: (time: number) => wasm.overview(handle, time) as Overview<R>,
    /** Nothing of a resource whose limit doesn't count by scope. */
    within: (resource: number, scope: string, time: number) =>
      wasm.within(handle, resource, scopeOf(scope), time) as Headroom<R> | undefined,
    close: () => wasm.close(handle),
  };
};

export type Core<R extends string> = ReturnType<typeof openCore<R>>;
