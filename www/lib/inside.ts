import type { ParamKind } from "./provider.js";
import type { Decision } from "./types.js";

export type Kinds = Readonly<Record<string, ParamKind>>;

/**
 * By a registered name: adapters and elements are files of their own, each with a copy of this one, and take a gate of any entry.
 * Applications have no use for it.
 */
export const INSIDE: unique symbol = Symbol.for("quota-gate/inside") as never;

/** What a gate shows to this package's own interfaces. */
export interface Inside {
  /** The parameters of every action, by name. */
  readonly actions: Readonly<Record<string, Kinds>>;
  /** The share of a limit from which it counts as near. */
  readonly nearLimit: number;
  /** Whose numbers and dates are written. */
  readonly locale: string;
  /** What its sentences are in: "en", "es", … */
  readonly language: string;
  /** As operators call it: "managed organizations". */
  nameOf(resource: string): string;
  /** For the field of a parameter that alone is too large: "At most 413 voters.", where that may be said. Else null. */
  mostOf(decision: Decision, params: Readonly<Record<string, unknown>>, param: string): string | null;
  /** Someone tried a control that is closed. */
  denied(decision: Decision): void;
  /** Someone shows interest in a control. Called for each event. */
  intent(): void;
}

/** Nothing of what only looks like a gate. */
export const insideOf = (gate: object): Inside | undefined =>
  (gate as { readonly [INSIDE]?: Inside })[INSIDE];
