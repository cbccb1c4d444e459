import type { Core } from "./core.js";
import type { Neighbours } from "./neighbours.js";
import type { Settings } from "./options.js";
import { attend, isOffline, isVisible } from "./page.js";
import type { Refresher } from "./refresher.js";
import { alarm, type Timers } from "./timer.js";
import type { Phase, QuotaError } from "./types.js";

/** Timers stand still while a machine sleeps, and know nothing of a clock that is set: every so often somebody looks. */
const HEARTBEAT = 60_000;
/** What another tab committed it asks for itself; if it is gone, this one does a little later. */
const GRACE = 2_000;
/** What a cache answers with it has for a while: `maxAge` of `quota-gate/proxy`. */
const CACHED = 10_000;

/** What upkeep needs of its gate. */
interface Surroundings {
  readonly neighbours: Neighbours;
  readonly refreshing: Refresher;
  /** Milliseconds until time alone changes an answer. */
  readonly untilChange: () => number;
  /** Has time changed an answer since somebody looked? */
  readonly isOutdated: () => boolean;
  readonly changed: () => void;
  readonly phase: () => Phase;
  readonly error: () => QuotaError | null;
  /** How long the platform still wants to be left alone. */
  readonly restsFor: () => number;
  readonly hurry: () => void;
  readonly hasAnotherToken: () => Promise<boolean>;
  readonly timers: Timers;
  readonly now: () => number;
}

/** Keeps what is known current, while somebody listens. */
export const upkeep = <R extends string>(core: Core<R>, settings: Settings, gate: Surroundings) => {
  const { neighbours, refreshing, now } = gate;
  const wake = alarm(gate.timers, ring);
  let leave: (() => void) | undefined;
  let tokenAskedAt = Number.NEGATIVE_INFINITY;

  /** Nobody asks of itself while a request is under way, or with credentials that were refused. */
  const mayAsk = (): boolean => !refreshing.busy && !core.isShutOut();

  const hasJustAsked = (): boolean => refreshing.askedWithin(settings.staleAfter);

  /** Since a usage started anew nobody has asked, unless it failed. */
  const isDue = (): boolean => !hasJustAsked() || (core.isOutdated() && gate.error() === null);

  /**
   * When an answer would show what was committed. After a failure no sooner than anything else would be asked again; nor where who asked
   * late enough got what a cache had from before.
   */
  function settlesAt(): number {
    const others = neighbours.leads ? core.settlesAt(true, now()) + GRACE : Number.POSITIVE_INFINITY;
    const due = Math.min(core.settlesAt(false, now()), others);
    if (gate.error() && hasJustAsked()) return Math.max(due, refreshing.askedAt + settings.staleAfter);
    return due <= refreshing.askedAt && hasJustAsked() ? refreshing.askedAt + CACHED : due;
  }

  function pollsAt(): number {
    const { refreshEvery } = settings;
    const last = Math.max(refreshing.askedAt, core.askedAt());
    // After signing out nobody asks until somebody wants to know.
    const polls = refreshEvery < Number.POSITIVE_INFINITY && last > Number.NEGATIVE_INFINITY;
    if (!polls || !neighbours.leads || isOffline()) return Number.POSITIVE_INFINITY;
    // Whoever set the clock back can't keep it from asking.
    return last > now() ? now() : last + refreshEvery;
  }

  const dueIn = (): number =>
    mayAsk() ? Math.max(Math.min(settlesAt(), pollsAt()) - now(), gate.restsFor()) : Number.POSITIVE_INFINITY;

  function rewind(): void {
    if (leave) wake(Math.min(gate.untilChange(), dueIn(), HEARTBEAT));
  }

  function ring(): void {
    if (dueIn() <= 0) ask(refreshing.run());
    else if (gate.isOutdated()) gate.changed();
    else rewind();
  }

  const mayLook = (): boolean => mayAsk() && gate.restsFor() === 0;

  function lead(): void {
    neighbours.lead(leave !== undefined && isVisible() && !core.isShutOut());
    rewind();
  }

  function attended(): void {
    lead();
    if (gate.isOutdated()) gate.changed();
    intent();
  }

  function online(): void {
    if (refreshing.busy) gate.hurry();
    else if (gate.error()?.retryable && mayLook()) ask(refreshing.look());
    attended();
  }

  /** Someone looks: neither a denial nor an allowance is final. */
  function intent(): void {
    const phase = gate.phase();
    if (phase !== "stale" && phase !== "unavailable") return;
    if (core.isShutOut()) tryAnotherToken();
    else if (mayLook() && isDue()) ask(refreshing.look());
  }

  async function tryAnotherToken(): Promise<void> {
    const ago = now() - tokenAskedAt;
    if (refreshing.busy || (ago >= 0 && ago < settings.staleAfter)) return;
    tokenAskedAt = now();
    if (await gate.hasAnotherToken()) ask(refreshing.look());
  }

  return {
    intent,
    /** Something changed that may move the next look. */
    lead,
    begin(): void {
      leave ??= attend({ attended, online, hidden: lead });
      lead();
    },
    end(): void {
      leave?.();
      leave = undefined;
      neighbours.lead(false);
      wake(Number.POSITIVE_INFINITY);
    },
  };
};

/** Its end is told to all; nobody waits for it here. */
const ask = (refresh: Promise<unknown>): void => {
  refresh.catch(() => {});
};
