import { shown } from "./amount.js";
import type { Core } from "./core.js";
import { QuotaError } from "./error.js";
import type { Question } from "./question.js";
import type { Hold } from "./types.js";

/** How long a hold lasts by itself. */
export const LIFETIME = 60_000;

/** What a hold tells its gate. */
export interface Holder {
  /** Is the session that the hold is in gone, by sign-out or disposal? */
  readonly left: () => boolean;
  readonly changed: () => void;
  /** The same, and the platform has something new to say. */
  readonly committed: () => void;
}

export const lifetimeOf = (expiresIn: unknown): number =>
  expiresIn === undefined ? LIFETIME : milliseconds("expiresIn", expiresIn);

/** Takes the units; the core knows how long. */
export const openHold = <R extends string>(
  core: Core<R>,
  action: string,
  question: Question,
  lifetime: number,
  holder: Holder,
): Hold => {
  const place = core.hold(question, lifetime);
  let ended: "committed" | "released" | undefined;
  let expiresAt = core.holdEnds(place);

  /** NaN once it doesn't end by itself. It moves with `extend`, and with the clock that is set back. */
  const end = (): number => (holder.left() ? Number.NaN : core.holdEnds(place));

  const look = (): number => {
    expiresAt = end() || expiresAt;
    return expiresAt;
  };

  return {
    // Unique among all tabs, too.
    id: place.toString(36),
    action,
    get expiresAt() {
      return look();
    },
    get state() {
      if (ended) return ended;
      if (holder.left()) return "released";
      return end() ? "held" : "expired";
    },
    commit() {
      if (ended || holder.left()) return;
      look();
      if (end()) core.commit(place);
      else core.commitLate(question);
      ended = "committed";
      holder.committed();
    },
    release() {
      if (ended || holder.left()) return;
      ended = "released";
      core.release(place);
      holder.changed();
    },
    extend(by) {
      const time = milliseconds("extend", by);
      if (!end()) return;
      core.extend(place, time);
      look();
      holder.changed();
    },
  };
};

/** Whole ones: a part of one is one, and not none. */
const milliseconds = (name: string, value: unknown): number => {
  if (typeof value === "number" && value > 0) return Math.ceil(value);
  throw new QuotaError("invalid-params", `${name} must be milliseconds, above 0, got ${shown(value)}`);
};
