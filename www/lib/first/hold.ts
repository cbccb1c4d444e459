import { lifetimeOf } from "../hold.js";
import type { Hold } from "../types.js";
import type { Whole } from "./gate.js";

/** A hold from before there is a whole gate to take it. */
export interface EarlyHold {
  readonly hold: Hold;
  /** Are its units under way, or gone and not yet seen? */
  readonly counts: () => boolean;
  /** The whole gate takes it, and all that was done with it since. */
  readonly pass: (gate: Whole) => void;
  /** The account signed out, or the gate is over. */
  readonly leave: () => void;
}

export const earlyHold = (
  action: string,
  params: unknown,
  expiresIn: number | undefined,
  changed: () => void,
): EarlyHold => {
  let expiresAt = Date.now() + lifetimeOf(expiresIn);
  let state: Hold["state"] = "held";
  /** The whole gate's. */
  let real: Hold | undefined;
  const stateNow = () => (state === "held" && Date.now() >= expiresAt ? "expired" : state);
  const end = (next: "committed" | "released"): void => {
    if (state !== "held") return;
    state = next;
    changed();
  };
  return {
    hold: {
      id: Math.random().toString(36).slice(2),
      action,
      get expiresAt() {
        return real ? real.expiresAt : expiresAt;
      },
      get state() {
        return real ? real.state : stateNow();
      },
      commit: () => (real ? real.commit() : end("committed")),
      release: () => (real ? real.release() : end("released")),
      extend(by) {
        if (real) real.extend(by);
        else if (stateNow() === "held") expiresAt += lifetimeOf(by);
      },
    },
    counts: () => /^[hc]/.test(stateNow()),
    pass(gate) {
      const left = expiresAt - Date.now();
      if (state === "released" || (state === "held" && left <= 0)) return;
      try {
        real = gate.hold(action, params, { expiresIn: Math.max(left, 1) });
        if (state === "committed") real.commit();
      } catch {
        // What the whole gate doesn't allow is under way all the same: then there is nothing left to take.
      }
    },
    leave: () => end("released"),
  };
};
