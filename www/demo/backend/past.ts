import type { AccountName, AccountState } from "../../sandbox/index";

/** One answer of the platform, and when it came. */
export interface Sample {
  readonly at: number;
  readonly answer: unknown;
}

const HOUR = 3_600_000;
const DAYS = 14;
/** Longer than an answer decides: a page asks for the present itself. */
const APART = 8 * HOUR;

/** How much of today's usage came in these days: some accounts are new, some have been full for long. */
const SHARES: Readonly<Partial<Record<AccountName, number>>> = {
  "free-tier": 0.9,
  "custom-plan": 0.6,
  "near-limits": 0.2,
  staging: 0.5,
};

/** What an account's usage may have been before the demo began; it ends in what it is now. Made up, and always the same. */
export function madeUpPast({ name, enabled, limits, usage }: AccountState, now: number): Sample[] {
  const { [name]: share } = SHARES;
  // Of what is switched off nothing was used.
  if (!enabled || share === undefined) return [];
  const count = (DAYS * 24 * HOUR) / APART;
  const curves = Object.entries(usage).map(([key, end]) => {
    const reached = unevenSteps(`${name} ${key}`, count);
    return [key, reached.map((part) => Math.round(end - end * share * (1 - part)))] as const;
  });
  return Array.from({ length: count }, (_, i) => {
    const used = curves.map(([key, values]) => [key, values[i]]);
    const at = now - (count - i) * APART;
    return { at, answer: { enabled: true, limits: { ...limits }, usage: Object.fromEntries(used) } };
  });
}

/** From 0 to 1 in so many steps: two by day, one by night, and none of them alike. */
function unevenSteps(seed: string, count: number): number[] {
  const random = randomOf(seed);
  const steps = Array.from({ length: count }, (_, i) => (i % 3 === 2 ? 0.1 : 1) * (0.35 + random()));
  const whole = steps.reduce((sum, step) => sum + step, 0);
  let reached = 0;
  return steps.map((step) => {
    reached += step / whole;
    return reached;
  });
}

/** Numbers from 0 to 1 (mulberry32). */
function randomOf(seed: string): () => number {
  let state = [...seed].reduce(
    (sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 16_777_619),
    2_166_136_261,
  );
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
