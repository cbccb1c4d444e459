import { carriersOf, isControl } from "../bind/carrier.js";
import { guard } from "../bind/guard.js";
import { createKept } from "../bind/kept.js";
import { listenOn } from "../bind/listen.js";
import { createMark } from "../bind/mark.js";
import { attributesOf, readingOf } from "../bind/question.js";
import { createReason } from "../bind/reason.js";
import type { Kinds } from "../inside.js";
import type { Decision } from "../types.js";

/** What is worth a word has taken so long. */
const PATIENCE = 500;

/** What a first binding needs of its gate. */
interface BoundGate {
  readonly actions: Readonly<Record<string, Kinds>>;
  check(action: string, params: unknown): Decision;
  subscribe(listener: () => void): () => void;
  denied(decision: Decision): void;
}

/**
 * Gates every `[data-quota-action]` of a root until the whole binding takes over: marks, reasons, what is stopped. What fields are told,
 * what is said aloud, what doesn't fit a frame, and complaints about the markup come with that.
 */
export const bindFirst = (gate: BoundGate, root: ParentNode): (() => void) => {
  const leaving = new AbortController();
  const { signal } = leaving;
  const tree = root.getRootNode() as Node & ParentNode;
  const reasons = createKept((control) => createReason(control, true));
  const marks = createKept((carrier) => createMark(carrier, () => "aria-disabled"));
  const written = new Set<Element>();
  /** By what would activate them. */
  let closed = new Map<EventTarget | null, Decision>();
  let isSlow = false;

  function write(control: Element): void {
    const action = control.getAttribute("data-quota-action") ?? "";
    const kinds = Object.hasOwn(gate.actions, action) ? gate.actions[action] : undefined;
    if (!kinds || !isControl(control)) return;
    const { params } = readingOf(control, kinds, root, () => {});
    const decision = gate.check(action, params);
    const { verdict, allowed, message } = decision;
    const text = allowed || (verdict === "pending" && !isSlow) ? "" : message;
    const carriers = carriersOf(control, tree);
    if (text || written.has(control)) reasons.ensure(control).show(text, carriers);
    for (const each of [control, ...carriers]) {
      written.add(each);
      // The first closed one of those that an element carries decides there.
      if (closed.has(each)) continue;
      if (!allowed) closed.set(each, decision);
      if (carriers.includes(each)) {
        marks
          .ensure(each)
          .show({ verdict, closed: !allowed, reason: text ? reasons.ensure(control).id : null });
      }
    }
  }

  function settle(): void {
    closed = new Map();
    for (const control of root.querySelectorAll("[data-quota-action]")) write(control);
  }

  const listen = listenOn(tree, signal);
  const closing = (element: EventTarget | null) => closed.get(element);
  guard<Decision>(listen, {
    refresh: settle,
    passed() {},
    closing,
    closingForm: closing,
    attempted: gate.denied,
  });
  for (const type of ["input", "change"] as const) listen(type, settle);
  const observer = new MutationObserver(settle);
  const attributeFilter = ["data-quota-action", ...attributesOf(gate.actions)];
  observer.observe(tree, { subtree: true, childList: true, attributeFilter });
  const unsubscribe = gate.subscribe(settle);
  const patience = setTimeout(() => {
    isSlow = true;
    settle();
  }, PATIENCE);
  settle();

  return () => {
    leaving.abort();
    observer.disconnect();
    unsubscribe();
    clearTimeout(patience);
    for (const element of written) {
      marks.drop(element);
      reasons.drop(element);
    }
  };
};
