import type { Outcome } from "./asking.js";
import type { Core } from "./core.js";
import { type Target, targetOf } from "./endpoint.js";
import type { Settings } from "./options.js";
import type { Platform } from "./provider.js";
import type { refresher } from "./refresher.js";
import type { Timers } from "./timer.js";

/** By a registered name: `quota-gate/testing` is a file of its own. Applications have no use for it. */
export const WORLD: unique symbol = Symbol.for("quota-gate/world") as never;

/** What is around a gate: time, chance, and whom it asks. A test has a world of its own. */
export interface World {
  now(): number;
  /** At least 0, less than 1. */
  random(): number;
  readonly timers: Timers;
  platform(real: Platform): Platform;
  target(platform: Platform): Target;
  /** A gate is there, and nothing is asked yet. */
  opened?(inner: Inner): void;
}

/** What a gate is made of, as far as its world has a hand in it. */
export interface Inner {
  readonly core: Core<string>;
  readonly settings: Settings;
  readonly refreshing: ReturnType<typeof refresher<unknown>>;
  /** Throws once the gate was disposed of. */
  readonly live: () => void;
  /** An answer came: storage and other tabs may have it. */
  readonly passOn: () => void;
  /** How a refresh ended: all who listen are told. */
  readonly takeIn: (outcome: Outcome) => void;
}

const real: World = {
  now: () => Date.now(),
  random: () => Math.random(),
  timers: globalThis,
  platform: (platform) => platform,
  target: targetOf,
};

/** What the options are is checked later. */
export const worldOf = (options: unknown): World =>
  (options as { readonly [WORLD]?: World } | null)?.[WORLD] ?? real;
