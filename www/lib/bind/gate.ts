import type { Kinds } from "../inside.js";
import type { Decision, Phase } from "../types.js";

export type Params = Readonly<Record<string, number | boolean | string>>;

/** What binding needs of a gate. */
export interface BoundGate {
  readonly provider: {
    /** The parameters of every action, by name. An action that is not in here is unknown. */
    readonly params: Readonly<Record<string, Kinds>>;
  };
  readonly state: { readonly phase: Phase };
  check(action: string, params: Params): Decision;
  subscribe(listener: () => void): () => void;
}

/** What a binding hears of. */
export interface Heard {
  readonly phase: Phase;
  subscribe(listener: () => void): () => void;
}

/** What binding tells the gate, and asks it beside its questions. */
export interface Calls {
  /** Someone tried a control that is closed. */
  denied(decision: Decision): void;
  /** Someone shows interest in a control while the answer is stale or missing. Called for each event. */
  intent(): void;
  /** Why a parameter can't be so, where it alone is too large; null where it isn't. */
  mostOf(decision: Decision, params: Params, param: string): string | null;
}

/** Says what is wrong with the markup: each mistake once. */
export type Complain = (
  message: string,
  code: "unknown-action" | "invalid-params" | "invalid-options",
) => void;
