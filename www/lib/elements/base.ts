/** Where there is no page, as on a server, the elements can be imported and nothing else. */
export const Base: typeof HTMLElement = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/** What was set before the element was one is set anew, on what the class does with it. */
export const upgrade = (element: HTMLElement, names: readonly string[]): void => {
  for (const name of names) {
    if (!Object.hasOwn(element, name)) continue;
    const value: unknown = Reflect.get(element, name);
    Reflect.deleteProperty(element, name);
    Reflect.set(element, name, value);
  }
};

/** Writes an attribute as frameworks set properties: nothing takes it away. */
export const reflect = (element: Element, attribute: string, value: unknown): void => {
  if (value === null || value === undefined) element.removeAttribute(attribute);
  else element.setAttribute(attribute, String(value));
};
