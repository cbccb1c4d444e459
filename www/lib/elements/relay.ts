import { listeners } from "../events.js";
import type { Source } from "../interface/source.js";

/** A source in whose place another can be put: who looks at it needn't look elsewhere when a gate comes late, or is another one. */
export interface Relay extends Source {
  turn(to: Source): void;
}

export const createRelay = (first: Source): Relay => {
  let source = first;
  let leave: (() => void) | undefined;
  const heard = listeners<void>();

  const tell = () => heard.tell();

  return {
    get gate() {
      return source.gate;
    },
    get phase() {
      return source.phase;
    },
    get isSlow() {
      return source.isSlow;
    },
    kindsOf: (action) => source.kindsOf(action),
    check: (action, params) => source.check(action, params),
    headroom: (resource, scope) => source.headroom(resource, scope),
    denied: (decision) => source.denied(decision),
    intent: () => source.intent(),
    mostOf: (...asked) => source.mostOf(...asked),
    subscribe(listener) {
      const stop = heard.add(listener);
      leave ??= source.subscribe(tell);
      return () => {
        stop();
        if (heard.size > 0) return;
        leave?.();
        leave = undefined;
      };
    },
    turn(to) {
      if (to === source) return;
      const before = leave;
      source = to;
      if (before) leave = source.subscribe(tell);
      before?.();
      tell();
    },
  };
};
