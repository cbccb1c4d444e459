import { createSubscriber } from "svelte/reactivity";
import { keepSame } from "../interface/same.js";
import type { Source } from "../interface/source.js";

/** An answer of the gate that components read: what has read it runs again when it has changed, and for nothing else. */
export interface Live<T> {
  read(): T;
}

interface Life<T> {
  ask(): T;
  /** From now on, and as long as something reads it that may run again, changes are heard. */
  began?(): void;
  changed?(now: T, before: T): void;
}

export const live = <T>(source: Source, { ask, began, changed }: Life<T>): Live<T> => {
  let last: T | undefined;
  let isHeard = false;

  function now(): T {
    const before = last;
    const next = keepSame(before, ask());
    last = next;
    if (isHeard && before !== undefined && before !== next) changed?.(next, before);
    return next;
  }

  const attend = createSubscriber((update) => {
    let told = now();
    isHeard = true;
    function hear(): void {
      const next = now();
      if (next === told || !isHeard) return;
      told = next;
      update();
    }
    const leave = source.subscribe(hear);
    began?.();
    // What comes of the beginning is told when the first rendering is over.
    queueMicrotask(hear);
    return () => {
      isHeard = false;
      leave();
    };
  });

  return {
    read() {
      attend();
      return now();
    },
  };
};
