export interface Observer {
  /** Reports what others wrote until now. */
  catchUp(): void;
  /** Forgets what was written since: it was our own. */
  disown(): void;
  stop(): void;
}

/** What others did. */
export interface Ears {
  /** Wrote an attribute. */
  readonly wrote: (element: Element, attribute: string) => void;
  /** Added or removed what can be a control, a field, or a reason; or any other element. */
  readonly moved: (isRelevant: boolean) => void;
  /** All was reported. */
  readonly done: () => void;
}

const WATCHED = [
  "data-quota-action",
  "data-quota-verdict",
  "aria-disabled",
  "aria-describedby",
  "disabled",
  "hidden",
  "form",
  "type",
];

const RELEVANT =
  "[data-quota-action],[data-quota-reason],form,fieldset,button,input,select,textarea,a,[role]";

const isRelevant = (node: Node): boolean =>
  node.nodeType === 1 && ((node as Element).matches(RELEVANT) || !!(node as Element).querySelector(RELEVANT));

/** Watches a tree for whatever can change a control, its question or its state. */
export function observe(tree: Node, attributes: readonly string[], ears: Ears): Observer {
  function report(records: readonly MutationRecord[]): boolean {
    let matters = false;
    for (const { attributeName, target, addedNodes, removedNodes } of records) {
      if (attributeName) ears.wrote(target as Element, attributeName);
      const moved = attributeName
        ? []
        : [...addedNodes, ...removedNodes].filter(({ nodeType }) => nodeType === 1);
      if (moved.length) ears.moved(moved.some(isRelevant));
      matters ||= attributeName !== null || moved.length > 0;
    }
    return matters;
  }

  const observer = new MutationObserver((records) => {
    if (report(records)) ears.done();
  });
  const attributeFilter = [...new Set([...WATCHED, ...attributes])];
  observer.observe(tree, { subtree: true, childList: true, attributeFilter });

  return {
    catchUp: () => void report(observer.takeRecords()),
    disown: () => void observer.takeRecords(),
    stop: () => observer.disconnect(),
  };
}
