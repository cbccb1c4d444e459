/** Equal in all but the time of the answer: the same answer, given again, is no news to a component. */
export const same = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [mine, theirs] = [a as Fields, b as Fields];
  const names = Object.keys(mine);
  return (
    names.length === Object.keys(theirs).length &&
    names.every((name) => name === "asOf" || (name in theirs && same(mine[name], theirs[name])))
  );
};

type Fields = Readonly<Record<string, unknown>>;

/** The last one, where it says the same. */
export const keepSame = <T>(last: T | undefined, next: T): T =>
  last !== undefined && same(last, next) ? last : next;
