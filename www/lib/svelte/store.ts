import { keepSame } from "../interface/same.js";
import type { Source } from "../interface/source.js";

export interface Readable<T> {
  subscribe(run: (value: T) => void): () => void;
}

/** An answer of the gate as a store: told at once, and then when it has changed. */
export const storeOf = <T>(source: Source, ask: () => T): Readable<T> => ({
  subscribe(run) {
    let last: T | undefined;
    function tell(): void {
      const next = keepSame(last, ask());
      if (next === last) return;
      last = next;
      run(next);
    }
    tell();
    const leave = source.subscribe(tell);
    // What happened between the two is told too.
    tell();
    return leave;
  },
});
