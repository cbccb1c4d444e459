import type { Decision } from "../types.js";
import type { Bound, Subjects } from "./bound.js";
import { carriersOf, submittedBy } from "./carrier.js";
import { createDisplay } from "./display.js";
import type { Calls, Heard } from "./gate.js";
import { isClosed, isWaiting } from "./group.js";
import { guard } from "./guard.js";
import { watchInterest } from "./interest.js";
import { listenOn } from "./listen.js";
import { observe } from "./observer.js";
import { createPatience } from "./patience.js";
import { createRoll } from "./roll.js";

/** So many controls are written in one frame: on a small machine that takes half of it. */
const FRAME = 1_000;
/** How often a hidden control, at which nobody can show interest, has its answer looked at. */
const LOOK = 60_000;

export interface Binding {
  /** Takes in a control that the subjects have now, or whose question is another one. */
  renew(control: Element): void;
  /** All of them may ask something else. */
  renewAll(): void;
  drop(control: Element): void;
  decisionOf(control: Element): Decision | null;
  end(): void;
}

/** Keeps the controls of a tree in line with the gate: what they ask, what they show, what is stopped. */
export const createBinding = (
  tree: Node & ParentNode,
  document: Document,
  subjects: Subjects,
  gate: Heard,
  calls: Calls,
): Binding => {
  const leaving = new AbortController();
  const { signal } = leaving;
  const listen = listenOn(tree, signal);
  const patience = createPatience(outOfPatience);
  const optionsOf = (control: Element) => subjects.options(control);
  const display = createDisplay(tree, document, {
    roll: () => roll,
    optionsOf,
    isSlow: () => patience.over,
    mostOf: (...asked) => calls.mostOf(...asked),
  });
  const roll = createRoll(tree, subjects, display.left);
  const { bounds, groups, hiding, changed } = roll;
  const questionAttributes = new Set(subjects.attributes);
  let isMoved = true;
  let isEdited = false;
  let frame = 0;
  let looking: ReturnType<typeof setTimeout> | undefined;

  const observer = observe(tree, subjects.attributes, {
    wrote(element, attribute) {
      display.touched(element, attribute);
      for (const bound of roll.carriedBy(element)) changed.add(bound);
      const bound = bounds.get(element);
      if (bound && questionAttributes.has(attribute)) roll.ask(bound);
      if (bound && attribute === "data-quota-action") roll.forget(bound);
      if (/^(?:data-quota-action|form|type)$/.test(attribute)) isMoved = true;
      isEdited = true;
    },
    moved(isRelevant) {
      isEdited = true;
      isMoved ||= isRelevant;
    },
    done: settle,
  });

  function writeAll(batch: Iterable<Bound>): void {
    const written = [...batch].filter((bound) => changed.delete(bound));
    for (const bound of written) display.write(bound);
    observer.disown();
    for (const bound of written) display.tell(bound);
  }

  /** What doesn't fit a frame comes in the next ones. */
  function writeChanged(): void {
    writeAll(isDrawn() ? [...changed].slice(0, FRAME) : changed);
    frame = changed.size > 0 ? requestAnimationFrame(writeChanged) : 0;
  }

  /** In a page out of sight, or in a test's document, there are no frames to wait for. */
  const isDrawn = () => !document.hidden && typeof requestAnimationFrame === "function";

  /** Brings the page in line with the gate and the markup. Writes nothing where nothing changed. */
  function settle(): void {
    if (signal.aborted) return;
    observer.catchUp();
    if (isMoved) roll.survey();
    if (isEdited) roll.askLive();
    isMoved = isEdited = false;
    patience.wait([...groups.values()].some(isWaiting));
    const [first] = bounds.keys();
    if (first) display.settle(first);
    if (frame) cancelAnimationFrame(frame);
    writeChanged();
    look([...hiding].some(({ group }) => isClosed(group)));
  }

  function outOfPatience(): void {
    for (const group of groups.values()) {
      if (isWaiting(group)) for (const bound of group.bounds) changed.add(bound);
    }
    settle();
  }

  function interested(): void {
    const { phase } = gate;
    if (bounds.size > 0 && (phase === "stale" || phase === "unavailable")) calls.intent();
  }

  /** Nobody can show interest in what is hidden: a denial that is stale is looked at while the page is. */
  function look(isWanted: boolean): void {
    clearTimeout(looking);
    if (!isWanted) return;
    looking = setTimeout(() => look(true), LOOK);
    // Not within what the gate is telling right now.
    if (gate.phase === "stale" && !document.hidden) queueMicrotask(() => signal.aborted || calls.intent());
  }

  /** Script may have set a value, or added a control, in this very task. */
  function freshen(event: Event): void {
    observer.catchUp();
    if (isMoved) roll.survey();
    isMoved = false;
    const concerned = concernedBy(event);
    for (const bound of concerned) roll.ask(bound);
    writeAll(concerned);
    settle();
  }

  function concernedBy(event: Event): Bound[] {
    const path = event.composedPath();
    const [target] = path;
    if (event.type !== "submit" || !target) return path.flatMap(roll.carriedBy);
    const form = bounds.get(target as Element);
    const buttons = carriersOf(target as Element, tree).flatMap(roll.carriedBy);
    return form ? [form, ...buttons] : buttons;
  }

  /** A button that isn't closed submits its form, whatever keeps others closed. */
  function lift(event: Event): void {
    const form = event.composedPath().map(submittedBy).find(Boolean);
    for (const field of form ? display.lift(form) : []) judgeLater(field);
  }

  /** Once the browser, or the application, has done what it does with an event that it hears of next. */
  function judgeLater(field: Element): void {
    setTimeout(() => signal.aborted || display.judge(field));
  }

  function edited(): void {
    isEdited = true;
    settle();
  }

  watchInterest(listen, document, signal, roll.attends, interested);
  guard<Bound>(listen, {
    refresh: freshen,
    passed: lift,
    closing: display.closing,
    closingForm(form) {
      const bound = bounds.get(form as Element);
      // Its default button would have been the submitter.
      const [button] = carriersOf(form as Element, tree);
      return bound && isClosed(bound.group) ? bound : button && display.closing(button);
    },
    attempted({ control, group: { decision } }) {
      if (!decision) return;
      display.tried = control;
      display.say(decision.message, control);
      optionsOf(control).onDenied?.(control, decision);
      calls.denied(decision);
    },
  });
  listen("focusin", ({ target }) => display.moved(target as Element));
  listen("focusout", ({ target }) => {
    const left = target ? roll.carriedBy(target) : [];
    for (const bound of left) changed.add(bound);
    if (left.length > 0) settle();
  });
  listen("input", ({ target }) => {
    edited();
    // The application may clear what the gate says of the field together with its own.
    if (roll.fields.has(target as Element)) judgeLater(target as Element);
  });
  listen("change", edited);
  // The event comes before the fields go back.
  listen("reset", () => setTimeout(edited));
  const unsubscribe = gate.subscribe(() => {
    if (signal.aborted) return;
    roll.askAll();
    settle();
  });
  settle();

  return {
    renew(control) {
      const bound = bounds.get(control);
      if (bound) roll.ask(bound);
      else roll.include(control);
      settle();
    },
    renewAll() {
      for (const bound of [...bounds.values()]) roll.ask(bound);
      isMoved = true;
      settle();
    },
    drop(control) {
      const bound = bounds.get(control);
      if (!bound) return;
      observer.catchUp();
      roll.forget(bound);
      settle();
    },
    decisionOf: (control) => bounds.get(control)?.group.decision ?? null,
    end() {
      if (signal.aborted) return;
      observer.catchUp();
      leaving.abort();
      observer.stop();
      unsubscribe();
      patience.wait(false);
      if (frame) cancelAnimationFrame(frame);
      clearTimeout(looking);
      for (const bound of [...bounds.values()]) roll.forget(bound);
      display.clear();
    },
  };
};
