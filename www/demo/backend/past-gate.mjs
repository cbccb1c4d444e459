// @ts-check
import { parentPort, workerData } from "node:worker_threads";

/**
 * A gate that is told the past: it sees each answer at the time it came, by this thread's own clock, and what it then knows is what a
 * page's gate goes on from.
 *
 * @typedef {{ at: number, answer: unknown }} Sample
 * @type {{ samples: Sample[], now: number, identity: string, environment: "production" | "staging", module: string }}
 */
const { samples, now, identity, environment, module } = workerData;
/** @type {typeof import("../../lib/types.d.ts")} */
const { createGate, vocdoni } = await import(module);

let clock = now;
Date.now = () => clock;

/** @type {unknown} */
let answer;
/** @param {Sample} sample */
const meet = (sample) => {
  clock = sample.at;
  answer = sample.answer;
};

const [first, ...later] = samples;
if (first) meet(first);
const provider = vocdoni({ environment, source: async () => answer });
const gate = await createGate(provider, { identity, shareAcrossTabs: false });
await gate.ready;
for (const sample of later) {
  meet(sample);
  await gate.refresh();
}
clock = now;
parentPort?.postMessage(gate.dehydrate());
gate.dispose();
