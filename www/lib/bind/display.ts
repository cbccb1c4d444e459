import type { BindOptions } from "../types.js";
import type { Bound } from "./bound.js";
import { isFocused } from "./carrier.js";
import { createFieldMark } from "./field.js";
import type { Calls } from "./gate.js";
import { isClosed, isWaiting } from "./group.js";
import { createKept } from "./kept.js";
import { closingIn, createMark } from "./mark.js";
import { formOf } from "./question.js";
import { createReason } from "./reason.js";
import { createRegion } from "./region.js";
import type { Leaving, Roll } from "./roll.js";

/** What a binding knows that a display shows. */
interface Known {
  readonly roll: () => Roll;
  readonly optionsOf: (control: Element) => BindOptions;
  /** Has what waits done so for long enough to be worth a word? */
  readonly isSlow: () => boolean;
  readonly mostOf: Calls["mostOf"];
}

/** All that is written to the page: reasons, marks, what fields are told, what is said aloud. */
export interface Display {
  readonly left: Leaving;
  /** The control that was just tried: what becomes of it is said. */
  tried: Element | null;
  /** Brings the page in line with its answer. */
  write(bound: Bound): void;
  /** Tells the application's own function, once all is written. */
  tell(bound: Bound): void;
  /** Someone else wrote this attribute. */
  touched(element: Element, attribute: string): void;
  /** What keeps this carrier closed, if anything does. */
  closing(carrier: EventTarget | null): Bound | undefined;
  say(text: string, near: Element): void;
  /** The focus went there. */
  moved(to: Element): void;
  /** The live region is in its place before its text. */
  settle(near: Element): void;
  judge(field: Element): void;
  /** Lets a form be submitted by a button that isn't closed, whatever its fields were told. Returns those. */
  lift(form: Element): readonly Element[];
  clear(): void;
}

export const createDisplay = (tree: Node, document: Document, known: Known): Display => {
  const { roll, optionsOf, isSlow, mostOf } = known;
  const region = createRegion(tree, document);
  const reasons = createKept((control) => {
    const { mode, reason = "after" } = optionsOf(control);
    return createReason(control, reason === "after" && mode !== "hide");
  });
  const marks = createKept((carrier) => {
    const [bound] = roll().carriedBy(carrier);
    const mode = (bound && optionsOf(bound.control).mode) ?? "aria";
    return createMark(carrier, () => closingIn(mode, carrier));
  });
  const fieldMarks = createKept(createFieldMark);
  let tried: Element | null = null;

  /** The first closed one of those that an element carries decides there. */
  function decidingOn(carrier: EventTarget): Bound | undefined {
    const carried = roll()
      .carriedBy(carrier)
      .filter(({ group }) => group.decision);
    return carried.find(({ group }) => isClosed(group)) ?? carried.at(-1);
  }

  const isQuiet = ({ group }: Bound) => isWaiting(group) && !isSlow();

  function textOf(bound: Bound): string {
    const { decision } = bound.group;
    return !decision || decision.allowed || isQuiet(bound) ? "" : decision.message;
  }

  function say(text: string, near: Element): void {
    region.place(near);
    region.say(text);
  }

  /** The control that was just tried or has the focus, or one whose focused field it says something of. */
  function isAttended({ control, carriers, question, group }: Bound): boolean {
    if (control === tried) return true;
    if (isWaiting(group)) return false;
    return carriers.some(isFocused) || [...question.fields.values()].some(isFocused);
  }

  function explain(bound: Bound): void {
    const { control, carriers, said } = bound;
    const text = textOf(bound);
    if (text || reasons.get(control)) reasons.ensure(control).show(text, carriers);
    bound.said = text;
    if (said !== null && said !== text && isAttended(bound)) say(text, control);
  }

  const reasonOf = ({ control, said }: Bound): string | null =>
    said ? (reasons.get(control)?.id ?? null) : null;

  function mark(carrier: Element): void {
    const bound = decidingOn(carrier);
    const decision = bound?.group.decision;
    if (bound && decision) {
      const { verdict, allowed } = decision;
      marks.ensure(carrier).show({ verdict, closed: !allowed, reason: reasonOf(bound) });
    } else marks.drop(carrier);
  }

  /** A field is at fault where its value alone keeps all closed that look at it. */
  function judge(field: Element): void {
    const users = [...(roll().fields.get(field) ?? [])];
    const faults = users.map((bound) => faultOf(bound, field));
    const [user, fault] = [users[0], faults[0]];
    if (user && fault && faults.every(Boolean)) fieldMarks.ensure(field).show(fault, reasonOf(user));
    else fieldMarks.get(field)?.show("", null);
  }

  function faultOf({ group: { decision }, question }: Bound, field: Element): string | null {
    if (decision?.verdict !== "deny" || decision.allowed) return null;
    for (const [param, each] of question.fields) {
      const fault = each === field ? mostOf(decision, question.params, param) : null;
      if (fault) return fault;
    }
    return null;
  }

  return {
    left: {
      control(control) {
        if (tried === control) tried = null;
        reasons.drop(control);
      },
      carrier: marks.drop,
      field: fieldMarks.drop,
    },
    get tried() {
      return tried;
    },
    set tried(control) {
      tried = control;
    },
    write(bound) {
      explain(bound);
      bound.carriers.forEach(mark);
      for (const field of bound.question.fields.values()) judge(field);
    },
    tell(bound) {
      const { control, group, told } = bound;
      const { reason } = optionsOf(control);
      const { decision } = group;
      if (typeof reason !== "function" || !decision || told === decision || isQuiet(bound)) return;
      bound.told = decision;
      reason(control, decision);
    },
    touched: (element, attribute) => marks.get(element)?.touched(attribute),
    closing(carrier) {
      const bound = carrier && decidingOn(carrier);
      return bound && isClosed(bound.group) ? bound : undefined;
    },
    say,
    moved(to) {
      tried = null;
      region.say("");
      if (roll().bounds.size > 0) region.place(to);
    },
    settle: region.settle,
    judge,
    lift(form) {
      const lifted = [...roll().fields.keys()].filter(
        (field) => fieldMarks.get(field) && formOf(field) === form,
      );
      for (const field of lifted) fieldMarks.get(field)?.lift();
      return lifted;
    },
    clear: region.clear,
  };
};
