type Props<K extends keyof HTMLElementTagNameMap> = Partial<
  Pick<HTMLElementTagNameMap[K], "className" | "id" | "textContent" | "hidden"> & {
    type: "button";
    href: string;
    value: string;
  }
>;

/** Makes an element; text goes in as text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  props: Props<K> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(name), props);
  element.append(...children);
  return element;
}

/** Brings a list up to date; rows that stay the same stay in place, and so does the focus in them. */
export function update(list: Element, rows: readonly Element[]): void {
  for (const [i, row] of rows.entries()) {
    const old = list.children[i];
    if (old === undefined) list.append(row);
    else if (!old.isEqualNode(row)) old.replaceWith(row);
  }
}

/** The page's element of an id; the page and its script belong together. */
export function find<T extends Element>(id: string, kind: new () => T): T {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`the page has no #${id}`);
}
