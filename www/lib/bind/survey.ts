import type { Decision } from "../types.js";
import { carriersOf, isControl } from "./carrier.js";
import type { BoundGate, Complain } from "./gate.js";
import { formOf, paramsOf } from "./question.js";

/** A `[data-quota-action]` with its answer. */
export interface Bound {
  readonly control: Element;
  readonly carriers: readonly Element[];
  readonly decision: Decision;
}

export interface Survey {
  readonly bounds: ReadonlyMap<Element, Bound>;
  /** By carrier, the control that decides there: the first closed one of those it carries. */
  readonly deciding: ReadonlyMap<Element, Bound>;
  /** Where a pointer or the focus shows interest. */
  readonly zones: ReadonlySet<EventTarget>;
}

const selector = "[data-quota-action]";

/** What stands in the root now, and what the gate says of it. */
export function survey(gate: BoundGate, root: ParentNode, complain: Complain): Survey {
  const tree = root.getRootNode() as Node & ParentNode;
  const bounds = new Map<Element, Bound>();
  const deciding = new Map<Element, Bound>();
  const zones = new Set<EventTarget>();
  for (const control of find(root)) {
    const decision = ask(gate, control, root, complain);
    if (!decision) continue;
    const bound = { control, carriers: carriersOf(control, tree), decision };
    bounds.set(control, bound);
    for (const carrier of bound.carriers) {
      if (deciding.get(carrier)?.decision.allowed !== false) deciding.set(carrier, bound);
    }
    for (const element of [control, ...bound.carriers]) zones.add(element).add(formOf(element) ?? element);
  }
  return { bounds, deciding, zones };
}

function find(root: ParentNode): Element[] {
  const found = [...root.querySelectorAll(selector)];
  return "matches" in root && (root as Element).matches(selector) ? [root as Element, ...found] : found;
}

function ask(gate: BoundGate, control: Element, root: ParentNode, complain: Complain): Decision | null {
  const action = control.getAttribute("data-quota-action") ?? "";
  const { params } = gate.provider;
  const kinds = Object.hasOwn(params, action) ? params[action] : undefined;
  if (kinds && isControl(control)) return gate.check(action, paramsOf(control, kinds, root, complain));
  const markup = `data-quota-action="${action}"`;
  if (kinds) complain(`No control: <${control.localName} ${markup}>`, "invalid-options");
  else complain(`Unknown action: ${markup}`, "unknown-action");
  return null;
}
