import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { DehydratedState } from "../../lib/types";
import type { Sample } from "./past";

export interface Whose {
  readonly identity: string;
  readonly environment: "production" | "staging";
}

/** What a gate knows that has seen all these answers, for a page's gate to go on from. The thread has a clock of its own. */
export function remembered(
  samples: readonly Sample[],
  { identity, environment }: Whose,
  dist: string,
): Promise<DehydratedState> {
  const module = pathToFileURL(resolve(dist, "inline.js")).href;
  const thread = new Worker(new URL("past-gate.mjs", import.meta.url), {
    workerData: { samples, now: Date.now(), identity, environment, module },
  });
  return new Promise((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", reject);
    thread.once("exit", () => reject(new Error("the gate of the past said nothing")));
  });
}
