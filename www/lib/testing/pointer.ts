/** RFC 6901, section 4: `~1` first, so that `~01` is `~1`. */
const unescaped = (token: string): string => token.replaceAll("~1", "/").replaceAll("~0", "~");

type Branch = Record<string, unknown>;

/** Nothing is inherited: `/constructor` is a place like any other. */
const branch = (): Branch => Object.create(null);

const isBranch = (value: unknown): value is Branch => typeof value === "object" && value !== null;

/** A body that is written at JSON Pointers. A list's items stand in an object, by their numbers: pointers read both alike. */
export const pointed = () => {
  const value = branch();
  return {
    value,
    /** Undefined leaves the place empty. */
    write(pointer: string, written: unknown): void {
      const tokens = pointer.split("/").slice(1).map(unescaped);
      const last = tokens.pop();
      if (last === undefined) return;
      let place = value;
      for (const token of tokens) {
        const below = place[token];
        const next = isBranch(below) ? below : branch();
        place[token] = next;
        place = next;
      }
      if (written === undefined) delete place[last];
      else place[last] = written;
    },
  };
};
