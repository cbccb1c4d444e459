/** One thing for each element, made on demand. */
export interface Kept<T> {
  get(element: Element): T | undefined;
  ensure(element: Element): T;
  /** Clears and forgets the others. */
  only(elements: { has(element: Element): boolean }): void;
}

export function createKept<T extends { clear(): void }>(make: (element: Element) => T): Kept<T> {
  const things = new Map<Element, T>();
  return {
    get: (element) => things.get(element),
    ensure(element) {
      const thing = things.get(element) ?? make(element);
      things.set(element, thing);
      return thing;
    },
    only(elements) {
      for (const [element, thing] of things) {
        if (elements.has(element)) continue;
        thing.clear();
        things.delete(element);
      }
    },
  };
}
