import type { BindOptions } from "../types.js";
import type { Question, Subjects } from "./bound.js";
import { isControl } from "./carrier.js";
import type { BoundGate, Complain } from "./gate.js";
import { attributesOf, readingOf } from "./question.js";

const SELECTOR = "[data-quota-action]";

/** The controls of a root, as they say it themselves. */
export function markup(
  gate: BoundGate,
  root: ParentNode,
  options: BindOptions,
  complain: Complain,
): Subjects {
  const { params } = gate.provider;

  function question(control: Element): Question | null {
    const action = control.getAttribute("data-quota-action") ?? "";
    const kinds = Object.hasOwn(params, action) ? params[action] : undefined;
    if (!kinds || !isControl(control)) {
      const written = `data-quota-action="${action}"`;
      if (kinds) complain(`No control: <${control.localName} ${written}>`, "invalid-options");
      else complain(`Unknown action: ${written}`, "unknown-action");
      return null;
    }
    const reading = readingOf(control, kinds, root, complain);
    return {
      ...reading,
      key: keyOf(action, reading.params),
      decide: () => gate.check(action, reading.params),
    };
  }

  return {
    list: () => {
      const found = [...root.querySelectorAll(SELECTOR)];
      return "matches" in root && (root as Element).matches(SELECTOR) ? [root as Element, ...found] : found;
    },
    question,
    options: () => options,
    attributes: attributesOf(params),
  };
}

export const keyOf = (action: string, params: unknown): string => `${action} ${JSON.stringify(params)}`;
