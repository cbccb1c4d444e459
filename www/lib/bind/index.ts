import type { BindOptions } from "../types.js";
import { createBinding } from "./binding.js";
import type { BoundGate, Calls, Complain } from "./gate.js";
import { markup } from "./markup.js";

/** Gates every `[data-quota-action]` in `root`, now and later. Returns the undo. */
export function bind(
  gate: BoundGate,
  root: ParentNode,
  options: BindOptions,
  calls: Calls & { readonly complain: Complain },
): () => void {
  const complaints = new Set<string>();
  const complain: Complain = (message, code) => {
    if (!complaints.has(message)) calls.complain(message, code);
    complaints.add(message);
  };
  // The whole tree, not only the root: a form's buttons may stand outside of it.
  const tree = root.getRootNode() as Node & ParentNode;
  const document = root.ownerDocument ?? (root as Document);
  const heard = {
    get phase() {
      return gate.state.phase;
    },
    subscribe: (listener: () => void) => gate.subscribe(listener),
  };
  return createBinding(tree, document, markup(gate, root, options, complain), heard, calls).end;
}
