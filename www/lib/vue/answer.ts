import { type ComputedRef, computed, getCurrentInstance, onMounted, onScopeDispose, shallowRef } from "vue";
import type { Source } from "../interface/source.js";

/**
 * An answer of the gate, asked again for what the gate tells and for what it was read from. On a server it is asked once and nothing
 * more: hearing begins when the component is in the page.
 */
export const useAnswer = <T>(source: Source, ask: (last: T | undefined) => T): ComputedRef<T> => {
  const changes = shallowRef(0);
  let leave: (() => void) | undefined;
  let isOver = false;

  function changed(): void {
    changes.value++;
  }

  function attend(): void {
    if (isOver) return;
    leave = source.subscribe(changed);
    changed();
  }

  if (getCurrentInstance()) onMounted(attend);
  else if (typeof document !== "undefined") attend();
  onScopeDispose(() => {
    isOver = true;
    leave?.();
  }, true);
  return computed<T>((last) => {
    void changes.value;
    return ask(last);
  });
};
