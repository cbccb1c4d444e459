/** One id of ours among those that describe an element. */
export const createReference = (element: Element): ((id: string | null) => void) => {
  let referred: string | null = null;
  return (id) => {
    const ids = element.getAttribute("aria-describedby")?.split(" ") ?? [];
    const next = ids.filter((each) => each !== referred || each === id);
    if (id && !next.includes(id)) next.push(id);
    put(element, "aria-describedby", next.length ? next.join(" ") : null);
    referred = id;
  };
};

/** Writes nothing where nothing changes. */
export const put = (element: Element, attribute: string, value: string | null): void => {
  if (element.getAttribute(attribute) === value) return;
  if (value === null) element.removeAttribute(attribute);
  else element.setAttribute(attribute, value);
};
