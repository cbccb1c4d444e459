import type { BindOptions, Decision } from "../types.js";
import type { Params } from "./gate.js";
import type { Group } from "./group.js";

/** What a control asks. */
export interface Question {
  /** Equal questions have equal keys. */
  readonly key: string;
  readonly params: Params;
  /** What its parameters come from and can be edited in, by parameter. */
  readonly fields: ReadonlyMap<string, Element>;
  /** Can what is typed change it? */
  readonly isLive: boolean;
  /** Null where it makes no sense. */
  decide(): Decision | null;
}

/** A control under the gate. */
export interface Bound {
  readonly control: Element;
  /** The elements that carry its state. */
  carriers: readonly Element[];
  question: Question;
  group: Group;
  /** What was said of it last; null until something could have been. */
  said: string | null;
  /** The answer that the application's own function was told. */
  told: Decision | null;
}

/** The controls of a binding, and what each asks. */
export interface Subjects {
  list(): Iterable<Element>;
  /** Null for what isn't to be gated. */
  question(control: Element): Question | null;
  options(control: Element): BindOptions;
  /** The attributes of a control that take part in its question. */
  readonly attributes: readonly string[];
}
