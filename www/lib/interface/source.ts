import { createPatience } from "../bind/patience.js";
import { isQuotaError } from "../error.js";
import { listeners } from "../events.js";
import { insideOf, type Kinds } from "../inside.js";
import type { Decision, Gate, Headroom, Phase, Policy, State } from "../types.js";
import { attendInterest } from "./interest.js";
import { unanswered } from "./stand-in.js";
import { unknownRoom } from "./unknown-room.js";

/** Any gate: which actions and parameters there are is known to the types of each adapter. */
// biome-ignore lint/suspicious/noExplicitAny: what a gate takes can't be named without it.
export type AnyGate = Gate<any, any>;
export type Loadable<G = AnyGate> = G | Promise<G>;
export type Params = Readonly<Record<string, unknown>>;

/** What counts before there is a gate, and where there never is one. */
export interface Policies {
  /** Default `"deny"`. */
  readonly whileLoading?: Policy | undefined;
  /** Default `"allow"`. */
  readonly whenUnknown?: Policy | undefined;
}

/** A gate or the promise of one, as interfaces look at it: it always answers. */
export interface Source {
  /** Null until there is one. */
  readonly gate: AnyGate | null;
  readonly phase: Phase;
  /** Has the first answer been under way for so long that it's worth a word? */
  readonly isSlow: boolean;
  /** The parameters of an action; undefined before there is a gate, null where it has no such action. */
  kindsOf(action: string): Kinds | null | undefined;
  /** Throws what the gate throws of a question that makes no sense. */
  check(action: string, params?: Params): Decision;
  headroom(resource: string, scope?: string): Headroom;
  /** Called for everything that may change an answer. */
  subscribe(listener: () => void): () => void;
  /** Someone tried a control that is closed. */
  denied(decision: Decision): void;
  /** Someone shows interest in a control. */
  intent(): void;
  /** Why a parameter can't be so, where it alone is too large; null where it isn't. */
  mostOf(decision: Decision, params: Params, param: string): string | null;
}

const sources = new WeakMap<object, Source>();

/** One for all who look at the same gate. */
export const sourceOf = (loadable: Loadable): Source => {
  const source = sources.get(loadable) ?? createSource(loadable);
  sources.set(loadable, source);
  return source;
};

const isPromise = (value: Loadable): value is Promise<AnyGate> =>
  typeof (value as Promise<AnyGate>).then === "function";

export const createSource = (loadable: Loadable, policies: Policies = {}): Source => {
  const { whileLoading = "deny", whenUnknown = "allow" } = policies;
  let gate = isPromise(loadable) ? null : loadable;
  let failed = false;
  let leave: (() => void) | undefined;
  const heard = listeners<void>();
  const slow = createPatience(() => heard.tell());

  if (isPromise(loadable)) {
    loadable.then(
      (found) => {
        gate = found;
        if (leave) attend();
        changed();
      },
      (error: unknown) => {
        failed = true;
        // Whoever made the promise may have left it to us to hear of it.
        console.warn(`quota-gate: there is no gate. ${error instanceof Error ? error.message : error}`);
        changed();
      },
    );
  }

  const stateOf = (): State | null => gate?.state ?? null;
  const phase = (): Phase => stateOf()?.phase ?? (failed ? "unavailable" : "loading");

  /** After a gate's disposal what is still on the screen may ask once more: that reads as unknown. */
  function asked<T>(ask: (gate: AnyGate) => T, otherwise: (isOver: boolean) => T): T {
    if (!gate) return otherwise(failed);
    try {
      return ask(gate);
    } catch (error) {
      if (isQuotaError(error) && error.code === "disposed") return otherwise(true);
      throw error;
    }
  }

  function changed(): void {
    slow.wait(leave !== undefined && phase() === "loading");
    heard.tell();
  }

  function attend(): void {
    const leaving = [
      attendInterest(source),
      asked(
        (gate) => gate.subscribe(changed),
        () => () => {},
      ),
    ];
    leave?.();
    leave = () => {
      for (const each of leaving) each();
    };
  }

  const source: Source = {
    get gate() {
      return gate;
    },
    get phase() {
      return phase();
    },
    get isSlow() {
      return slow.over;
    },
    kindsOf(action) {
      const inside = gate && insideOf(gate);
      if (!inside) return undefined;
      return Object.hasOwn(inside.actions, action) ? (inside.actions[action] ?? null) : null;
    },
    check: (action, params) =>
      asked(
        (gate) => gate.check(action, params),
        (isOver) => unanswered(action, isOver, isOver ? whenUnknown : whileLoading),
      ),
    headroom: (resource, scope) =>
      asked(
        (gate) => gate.headroom(resource, scope),
        () => unknownRoom(resource, scope),
      ),
    subscribe(listener) {
      const stop = heard.add(listener);
      if (!leave) {
        attend();
        slow.wait(phase() === "loading");
      }
      return () => {
        stop();
        if (heard.size > 0) return;
        leave?.();
        leave = undefined;
        slow.wait(false);
      };
    },
    denied: (decision) => gate && insideOf(gate)?.denied(decision),
    intent: () => gate && insideOf(gate)?.intent(),
    mostOf: (...asked) => (gate && insideOf(gate)?.mostOf(...asked)) ?? null,
  };
  return source;
};
