import type { Kinds } from "./gate.js";
import type { Mark } from "./mark.js";
import { attributesOf } from "./question.js";

export interface Observer {
  /** Reports what others wrote until now. */
  catchUp(): void;
  /** Forgets what was written since: it was our own. */
  disown(): void;
  stop(): void;
}

const attributes = [
  "data-quota-action",
  "data-quota-verdict",
  "aria-disabled",
  "aria-describedby",
  "disabled",
  "form",
  "type",
];

/** Watches a tree for whatever can change a control, its question or its state. */
export function observe(
  tree: Node,
  actions: Readonly<Record<string, Kinds>>,
  markOf: (element: Element) => Pick<Mark, "touched"> | undefined,
  changed: () => void,
): Observer {
  function report(records: readonly MutationRecord[]): void {
    for (const { attributeName, target } of records) {
      if (attributeName) markOf(target as Element)?.touched(attributeName);
    }
  }
  const matters = ({ attributeName, addedNodes, removedNodes }: MutationRecord) =>
    attributeName || [...addedNodes, ...removedNodes].some((node) => node.nodeType === 1);

  const observer = new MutationObserver((records) => {
    report(records);
    if (records.some(matters)) changed();
  });
  const attributeFilter = [...attributes, ...attributesOf(actions)];
  observer.observe(tree, { subtree: true, childList: true, attributeFilter });

  return {
    catchUp: () => report(observer.takeRecords()),
    disown: () => observer.takeRecords(),
    stop: () => observer.disconnect(),
  };
}
