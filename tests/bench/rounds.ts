import { measure } from "mitata";

/** Something timed. `calls`: how many of it one `run` makes. */
export interface Task {
  readonly name: string;
  readonly calls?: number;
  /** Done before each `run` and not timed; without it `run` is repeated in batches. */
  readonly before?: () => Promise<unknown>;
  readonly run: () => void;
}

/** How often, and how mitata times what is repeated in batches. */
export interface Settings {
  readonly rounds: number;
  readonly batched: { readonly min_cpu_time: number; readonly batch_samples?: number };
}

const USUAL: Settings = { rounds: 15, batched: { min_cpu_time: 50e6 } };
/** A threshold below 0: never in batches. */
const SINGLY = { warmup_threshold: -1, min_samples: 60, min_cpu_time: 10e6, max_samples: 600 };

const nanoseconds = async ({ run, before, calls = 1 }: Task, { batched }: Settings): Promise<number> => {
  const stats = before
    ? await measure(function* () {
        yield { 0: before, bench: (_: unknown) => run() };
      }, SINGLY)
    : // A copy: mitata writes its defaults into it.
      await measure(run, { ...batched });
  return stats.p50 / calls;
};

/** Each task once a round, every round in another order: what disturbs the machine meets all of them alike. */
export const timed = async (tasks: readonly Task[], settings = USUAL): Promise<Times> => {
  const times: Times = new Map(tasks.map((task) => [task, []]));
  // The first round is for the compiler.
  for (let round = 0; round <= settings.rounds; round++) {
    for (const task of shuffled(tasks)) {
      const time = await nanoseconds(task, settings);
      if (round > 0) times.get(task)?.push(time);
    }
  }
  return times;
};

/** Nanoseconds per call, one for each round. */
export type Times = Map<Task, number[]>;

/** Of `ours` to `theirs`, round by round. */
export const ratios = (times: Times, ours: Task, theirs: Task): number[] => {
  const divisors = times.get(theirs) ?? [];
  return (times.get(ours) ?? []).map((time, round) => time / (divisors[round] ?? Number.NaN));
};

/** The value below which this share of them lies. */
export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.round(share * (values.length - 1))] ?? Number.NaN;

export const shuffled = <T>(list: readonly T[]): T[] =>
  list
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
