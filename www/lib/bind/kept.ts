/** One thing for each element, made on demand. */
export interface Kept<T> {
  get(element: Element): T | undefined;
  ensure(element: Element): T;
  /** Clears it, and forgets it. */
  drop(element: Element): void;
}

export function createKept<T extends { clear(): void }>(make: (element: Element) => T): Kept<T> {
  const things = new Map<Element, T>();
  function drop(element: Element): void {
    things.get(element)?.clear();
    things.delete(element);
  }
  return {
    get: (element) => things.get(element),
    ensure(element) {
      const thing = things.get(element) ?? make(element);
      things.set(element, thing);
      return thing;
    },
    drop,
  };
}
