import type { ParamKind } from "../provider.js";
import type { Decision, Phase } from "../types.js";

export type Kinds = Readonly<Record<string, ParamKind>>;
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

/** What binding tells the gate. */
export interface Calls {
  /** Someone tried a control that is closed. */
  denied(decision: Decision): void;
  /** Someone shows interest in a control while the answer is stale or missing. Called for each event. */
  intent(): void;
  /** Told of each mistake in the markup once. */
  complain: Complain;
}

/** Says what is wrong with the markup. */
export type Complain = (
  message: string,
  code: "unknown-action" | "invalid-params" | "invalid-options",
) => void;
