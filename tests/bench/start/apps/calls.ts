import { OPEN } from "../../account.js";
import { byHand } from "../../by-hand.js";
import { casl } from "../../casl.js";
import { agree } from "../../contestant.js";
import { gateCan, gateCheck, sameObject } from "../../gate.js";
import { quantile, ratios, type Task, timed } from "../../rounds.js";
import { createManagedOrg, publishProcess } from "../../tasks.js";

/** Of one call: nanoseconds, and how many times CASL's; medians of rounds. */
export interface Call {
  readonly action: string;
  readonly name: string;
  readonly ns: number;
  readonly ratio: number;
}

/**
 * Chromium's clock has steps of 5 µs at best, so batches are longer than Node's, and what can only be called once
 * (the first check after an answer) isn't timed here.
 */
const SETTINGS = { rounds: 7, batched: { min_cpu_time: 30e6, batch_samples: 16_384 } };
const timable = ({ before, calls = 1 }: Task): boolean => !before || calls > 100;

globalThis.timeCalls = async () => {
  const contestants = [byHand, casl, gateCan, gateCheck];
  await agree(contestants);
  for (const contestant of contestants) await contestant.take(OPEN);
  sameObject();
  const groups = Object.entries({ createManagedOrg, publishProcess }).map(([action, tasks]) => ({
    action,
    casl: tasks.casl,
    tasks: Object.values<Task>(tasks).filter(timable),
  }));
  const times = await timed(
    groups.flatMap(({ tasks }) => tasks),
    SETTINGS,
  );
  return groups.flatMap(({ action, casl, tasks }) =>
    tasks.map((task) => ({
      action,
      name: task.name,
      ns: quantile(times.get(task) ?? [], 0.5),
      ratio: quantile(ratios(times, task, casl), 0.5),
    })),
  );
};

declare global {
  var timeCalls: () => Promise<Call[]>;
}
