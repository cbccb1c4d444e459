import type { BindOptions, Decision } from "../types.js";
import { carriersOf, isFocused } from "./carrier.js";
import type { BoundGate, Calls, Complain } from "./gate.js";
import { guard } from "./guard.js";
import { watchInterest } from "./interest.js";
import { createKept } from "./kept.js";
import { listenOn } from "./listen.js";
import { createMark } from "./mark.js";
import { observe } from "./observer.js";
import { createPatience } from "./patience.js";
import { createReason } from "./reason.js";
import { createRegion } from "./region.js";
import { type Bound, type Survey, survey } from "./survey.js";

const nothing: Survey = { bounds: new Map(), deciding: new Map(), zones: new Set() };

/** Gates every `[data-quota-action]` in `root`, now and later. Returns the undo. */
export function bind(gate: BoundGate, root: ParentNode, options: BindOptions, calls: Calls): () => void {
  const { mode = "aria", reason: where = "after" } = options;
  const document = root.ownerDocument ?? (root as Document);
  // The whole tree, not only the root: a form's buttons may stand outside of it.
  const tree = root.getRootNode();
  const leaving = new AbortController();
  const { signal } = leaving;
  const listen = listenOn(tree, signal);
  const region = createRegion(tree, document);
  const patience = createPatience(update);
  const reasons = createKept((control) => createReason(control, where === "after"));
  const marks = createKept((carrier) => createMark(carrier, mode));
  const told = new WeakMap<Element, Decision>();
  const complaints = new Set<string>();
  const observer = observe(tree, gate.provider.params, (element) => marks.get(element), update);
  let now = nothing;
  let tried: Element | null = null;

  const complain: Complain = (message, code) => {
    if (!complaints.has(message)) calls.complain(message, code);
    complaints.add(message);
  };

  const waits = ({ decision }: Bound) => decision.verdict === "pending" && !decision.allowed;
  const quiet = (bound: Bound) => waits(bound) && !patience.over;
  const closed = (bound: Bound | undefined) => (bound?.decision.allowed === false ? bound : undefined);

  function say(text: string, near: Element): void {
    region.place(near);
    region.say(text);
  }

  function explain(bound: Bound): void {
    const { control, carriers, decision } = bound;
    const reason = reasons.ensure(control);
    const before = reason.text;
    const text = decision.allowed || quiet(bound) ? "" : decision.message;
    reason.show(text, carriers);
    const attended = control === tried || (!waits(bound) && carriers.some(isFocused));
    if (attended && before !== null && before !== text) say(text, control);
  }

  function mark(carrier: Element, { control, decision }: Bound): void {
    const reason = reasons.ensure(control);
    marks.ensure(carrier).show({
      verdict: decision.verdict,
      closed: !decision.allowed,
      reason: reason.text ? reason.id : null,
    });
  }

  function tell(bound: Bound): void {
    const { control, decision } = bound;
    if (typeof where !== "function" || told.get(control) === decision || quiet(bound)) return;
    told.set(control, decision);
    where(control, decision);
  }

  /** Brings the page in line with the gate and the markup. Writes nothing where nothing changed. */
  function update(): void {
    if (signal.aborted) return;
    observer.catchUp();
    now = survey(gate, root, complain);
    const { bounds, deciding } = now;
    const all = [...bounds.values()];
    if (tried && !bounds.has(tried)) tried = null;
    patience.wait(all.some(waits));
    reasons.only(bounds);
    marks.only(deciding);
    all.forEach(explain);
    for (const [carrier, bound] of deciding) mark(carrier, bound);
    if (all[0]) region.settle(all[0].control);
    observer.disown();
    all.forEach(tell);
  }

  function interested(): void {
    const { phase } = gate.state;
    if (now.bounds.size && (phase === "stale" || phase === "unavailable")) calls.intent();
  }

  watchInterest(listen, document, signal, (node) => now.zones.has(node), interested);
  guard<Bound>(listen, {
    refresh: update,
    closing: (node) => closed(now.deciding.get(node as Element)),
    closingForm: (form) => {
      // Its default button would have been the submitter.
      const [button] = carriersOf(form as Element, tree as Node & ParentNode);
      return closed(now.bounds.get(form as Element)) ?? closed(button && now.deciding.get(button));
    },
    attempted({ control, decision }) {
      tried = control;
      say(decision.message, control);
      options.onDenied?.(control, decision);
      calls.denied(decision);
    },
  });
  listen("focusin", ({ target }) => {
    tried = null;
    region.say("");
    if (now.bounds.size) region.place(target as Element);
  });
  if (mode === "disabled") listen("focusout", update);
  listen("input", update);
  listen("change", update);
  // The event comes before the fields go back.
  listen("reset", () => setTimeout(update));
  const unsubscribe = gate.subscribe(update);
  update();

  return () => {
    if (signal.aborted) return;
    observer.catchUp();
    leaving.abort();
    observer.stop();
    unsubscribe();
    patience.wait(false);
    reasons.only(nothing.bounds);
    marks.only(nothing.deciding);
    region.clear();
  };
}
