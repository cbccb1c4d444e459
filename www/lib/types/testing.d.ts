/**
 * A gate for tests of what uses one, in Vitest, Jest, Storybook or anything else.
 *
 * The rules are the real ones, and so are decisions, messages, holds and events; the numbers are yours, and so is the clock. No request is
 * sent and no timer is set: nothing happens but what the test does.
 *
 * @module quota-gate/testing
 */
// The public types, kept by hand. Copied as it stands to `dist/testing.d.ts`.
import type { Gate, GateOptions, Phase, Provider } from "quota-gate";

/** What is in use. Of what counts by scope (Didomi's `exportDestinations`): in every scope, or by the scope's id. */
export type TestUsage = number | Readonly<Record<string, number>>;

/** What the platform says from now on. What isn't named stays as it is. */
export interface TestAnswer<R extends string = string> {
  /**
   * In the platform's own terms, under its rules: 0 is none, but unlimited where the platform says so, as Vocdoni's documented rules do.
   * `Infinity` is unlimited; where the platform knows no such thing, a limit too large to reach (2^53 - 1). `null` is not known: the
   * answer leaves it out. A resource that was never named is unlimited.
   */
  limits?: { readonly [K in R]?: number | null | undefined };
  /** A resource that was never named has 0 in use; `null` is not known. */
  usage?: { readonly [K in R]?: TestUsage | null | undefined };
  /**
   * Is the feature switched on? True unless it is said. `null`: the answer doesn't say; where the platform always does (Vocdoni, and
   * descriptions with `enabled`), such an answer is none, and fails as really (`bad-response`).
   */
  enabled?: boolean | null | undefined;
  /**
   * - `"ready"`: answered just now.
   * - `"stale"`: answered `staleAfter` ago; with the next request it is ready.
   * - `"loading"`: no answer yet. It ends as really: pending for `pendingFor`, and the request fails after `timeoutMs`, by this clock.
   * - `"unavailable"`: no answer, and every request fails (`network`).
   *
   * What comes after an answer (`set`) is like `"ready"` by itself. `"loading"` and `"unavailable"` begin anew, as after `clear()`:
   * holds are forgotten too.
   */
  phase?: Phase | undefined;
}

/** How a test gate begins. */
export interface TestGateOptions<R extends string = string> extends TestAnswer<R> {
  /** Where the clock stands, in milliseconds since the Unix epoch. Default `Date.now()` at this moment. */
  now?: number | undefined;
  /**
   * The options of `createGate`. Failed requests aren't retried unless `retries` says so, and the clock is moved; nothing is shared with
   * other tabs unless `shareAcrossTabs` is set.
   */
  options?: GateOptions | undefined;
}

/** A gate over numbers that are set. */
export interface TestGate<A, R extends string> extends Gate<A, R> {
  /**
   * The platform has answered anew: what is named changes, and the rest stays. It takes effect at once: when this returns, `state` and
   * `check` know it, and subscribers and events were told. In phase `"loading"` or `"unavailable"` numbers wait for another `phase`.
   * Throws a `QuotaError` (`invalid-options`) for an unknown resource or what is no amount, and then changes nothing.
   */
  set(next: TestAnswer<R>): void;
  /**
   * Moves the clock by whole milliseconds, 0 or more. What time alone changes happens on the way, in its order and at its time: holds expire, answers get stale and expire,
   * polls are answered, subscribers and events are told. What was awaited goes on once your test awaits something. Throws a `QuotaError`
   * (`invalid-options`) for any other number.
   */
  advance(milliseconds: number): void;
}

/**
 * A gate over settable numbers. Its provider is the application's own; where that would ask, and with which token, is of no matter.
 * Resolves with the first answer there, but in phase `"loading"`. It has to be disposed of like any other.
 *
 * @throws `QuotaError` with the code `invalid-options` for what can't be set, such as an unknown resource.
 */
export function createTestGate<A, R extends string>(
  provider: Provider<A, R>,
  initial?: TestGateOptions<NoInfer<R>>,
): Promise<TestGate<A, R>>;
