import type { Outcome } from "../asking.js";
import type { Target } from "../endpoint.js";
import type { Platform } from "../provider.js";
import type { TestAnswer } from "../types/testing.js";
import type { GateOptions, Phase } from "../types.js";
import type { Inner, World } from "../world.js";
import { type Actor, actorFor } from "./answers/index.js";
import type { Clock } from "./clock.js";
import { failure, invalid } from "./error.js";
import { merged, NOTHING_SET, usageOf } from "./numbers.js";

/** More retries than any gate makes: what fails here has failed. */
const FINAL = 99;

/** A gate's way to forget what it knows and ask anew. */
interface Forgetful {
  clear(): void;
  refresh(): Promise<unknown>;
}

/** The world of one test gate: whom it asks says what is set, when the clock is where it is. */
export const stage = (clock: Clock, initial: TestAnswer, options: GateOptions) => {
  const met = new Set<string>();
  const held = new Set<number>();
  let actor: Actor;
  let inner: Inner;
  let numbers = NOTHING_SET;
  // Until it is set nothing is answered.
  let phase: Phase = "loading";

  function take(next: TestAnswer): void {
    const { platform, scoped, saysEnabled } = actor;
    if (next.enabled === false && !saysEnabled) {
      throw invalid("enabled", `true where ${platform.name} can't say that it isn't`, next.enabled);
    }
    if (next.phase === "stale" && options.staleAfter === Number.POSITIVE_INFINITY) {
      throw invalid("phase", "another where staleAfter is Infinity", next.phase);
    }
    numbers = merged(numbers, next, { resources: platform.resources, scoped });
  }

  /** A request's answer, or its failure. */
  async function reply(part: number): Promise<unknown> {
    if (phase === "loading") return new Promise(() => {});
    if (phase === "unavailable") throw new TypeError("nothing is answered");
    phase = "ready";
    return actor.body(part, numbers, met);
  }

  const targetOf = ({ parts }: Platform): Target => ({
    url: "",
    places: parts.map((_, part) => ({ count: () => reply(part) })),
    credentials: "omit",
    token: undefined,
    source: undefined,
  });

  /** All of a refresh at once, as though it had been asked for so long ago. What is held stays held for as long as it was. */
  function ask(age: number): Outcome {
    const { core } = inner;
    return clock.ago(age, () => {
      if (age > 0) for (const id of held) core.extend(id, age);
      const asked = core.ask();
      if (phase === "unavailable") return core.miss(asked, unreachable(), FINAL).error;
      for (let wanted = core.wanted(asked); wanted.length > 0; wanted = core.wanted(asked)) {
        for (const { part } of wanted) {
          const body = actor.body(part, numbers, met);
          const failed = core.answer(asked, part, { status: 200, body }, FINAL, false);
          if (failed) return failed.error;
        }
      }
      return "answered";
    });
  }

  /** What is under way ends here: with an answer as old as that, or without one. */
  function conclude(age = 0): void {
    inner.refreshing.giveUp(clock.now() - age);
    const outcome = ask(age);
    if (outcome === "answered") inner.passOn();
    inner.takeIn(outcome);
  }

  /** A request whose end is known has ended before time goes on. */
  function settle(): void {
    const { refreshing, settings } = inner;
    const isOver = phase === "unavailable" ? settings.retries === 0 : phase !== "loading";
    if (!refreshing.busy || !isOver) return;
    if (phase === "stale") phase = "ready";
    conclude();
  }

  function enter(next: Phase, gate: Forgetful): void {
    phase = next;
    if (phase === "ready") conclude();
    else if (phase === "stale") conclude(inner.settings.staleAfter);
    else {
      gate.clear();
      if (phase === "unavailable") conclude();
      else gate.refresh().catch(() => {});
    }
  }

  /** One number for all scopes goes for each that somebody asks about: the last answer is given again with it, as old as it is. */
  function meet(scope: unknown): void {
    if (actor.scoped === undefined || typeof scope !== "string" || scope === "" || met.has(scope)) return;
    met.add(scope);
    const askedAt = inner.core.askedAt();
    if (typeof usageOf(numbers, actor.scoped) === "number" && Number.isFinite(askedAt)) {
      ask(clock.now() - askedAt);
    }
  }

  function opened(gate: Inner): void {
    inner = gate;
    const { core } = gate;
    const { question, within, hold } = core;
    core.question = (name, params) => {
      meet(actor.scopeOf?.(params));
      return question(name, params);
    };
    core.within = (resource, scope, time) => {
      meet(scope);
      return within(resource, scope, time);
    };
    core.hold = (asked, lifetime) => {
      const id = hold(asked, lifetime);
      held.add(id);
      return id;
    };
  }

  const world: World = {
    now: clock.now,
    // Tabs are told apart by it.
    random: options.shareAcrossTabs ? Math.random : () => 0.5,
    timers: clock.timers,
    platform(real) {
      actor = actorFor(real);
      take(initial);
      return actor.platform;
    },
    target: targetOf,
    opened,
  };

  return {
    world,
    enter,
    set(next: TestAnswer, gate: Forgetful): void {
      inner.live();
      take(next);
      if (next.phase) enter(next.phase, gate);
      else if (phase === "ready" || phase === "stale") enter(phase, gate);
    },
    advance(milliseconds: number): void {
      inner.live();
      settle();
      clock.advance(milliseconds, settle);
    },
  };
};

const unreachable = () => failure("network", "the test gate is set to be unavailable", { retryable: true });
