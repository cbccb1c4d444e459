import { shown } from "./amount.js";
import { QuotaError } from "./error.js";
import type { BareDecision } from "./messages.js";
import type { Settings } from "./options.js";
import { type Action, encode } from "./params.js";
import type { Platform } from "./provider.js";
import type { Reply } from "./request.js";
import type { QuotaErrorCode, State } from "./types.js";
import type { Wasm } from "./wasm.js";

interface CoreError {
  readonly code: QuotaErrorCode;
  readonly detail: string;
  readonly status: number | null;
  readonly platformCode: number | null;
  readonly retryable: boolean;
}

/** What the core says of the account as a whole; the page adds what only it knows. */
export type Overview<R extends string> = Pick<
  State<R>,
  "phase" | "enabled" | "enforced" | "asOf" | "headroom"
>;

/** An action with its parameters, as the core takes it. Equal questions have equal keys; without parameters, the action's name. */
export interface Question {
  readonly place: number;
  readonly params: readonly number[];
  readonly key: string;
}

const actionsOf = (platform: Platform): ReadonlyMap<string, Action> =>
  new Map(
    Object.entries(platform.actions).map(([name, params], place) => [
      name,
      { name, place, params: Object.entries(params) },
    ]),
  );

/** One session in the wasm, behind its handle. Times are the caller's. */
export const openCore = <R extends string>(
  wasm: Wasm,
  platform: Platform,
  settings: Settings,
  now: () => number,
) => {
  const actions = actionsOf(platform);
  const handle = wasm.open(
    platform.enforced,
    settings.nearLimit,
    settings.staleAfter,
    settings.expireAfter,
    settings.pendingFor,
    settings.openWhileLoading,
    Uint32Array.from(settings.closedWhenUnknown),
    now(),
  );
  return {
    question(name: string, given: unknown): Question {
      const action = actions.get(name);
      if (!action) {
        const known = [...actions.keys()].join(", ");
        throw new QuotaError(
          "unknown-action",
          `${platform.name} has no action ${shown(name)}; it has ${known}`,
        );
      }
      const params = encode(action, given);
      return { place: action.place, params, key: params.every(Number.isNaN) ? name : `${name}:${params}` };
    },
    ask: () => wasm.ask(handle),
    /** Why the reply says nothing of the quota, if it doesn't. */
    answer(asked: number, { status, body }: Reply): QuotaError | null {
      const error = wasm.answer(handle, asked, status, body, now()) as CoreError | undefined;
      return error ? new QuotaError(error.code, error.detail, error) : null;
    },
    fail: (asked: number) => wasm.fail(handle, asked, now()),
    clear: () => wasm.clear(handle, now()),
    changesAt: (time: number) => wasm.changes_at(handle, time),
    can: ({ place, params }: Question, time: number) =>
      wasm.can(handle, place, Float64Array.from(params), time),
    check: ({ place, params }: Question, time: number) =>
      wasm.check(handle, place, Float64Array.from(params), time) as BareDecision,
    overview: (time: number) => wasm.overview(handle, time) as Overview<R>,
    close: () => wasm.close(handle),
  };
};

export type Core<R extends string> = ReturnType<typeof openCore<R>>;
