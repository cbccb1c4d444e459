import { createHistogram } from "node:perf_hooks";
import autocannon from "autocannon";
import { answering } from "./child.js";

/** The visitors, in a process of their own. */
export interface Load {
  readonly url: string;
  readonly connections: number;
  /** Each connection asks again as soon as it is answered, for so many seconds; or once. */
  readonly seconds: number | "once";
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Loaded {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** How many answers had it. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests that were never answered. */
  readonly failed: number;
}

const answers = {
  load: ({ url, connections, seconds, headers = {} }: Load) =>
    new Promise<Loaded>((resolve, reject) => {
      // Of microseconds: autocannon's own has whole milliseconds.
      const times = createHistogram();
      const until = seconds === "once" ? { amount: connections } : { duration: seconds };
      const options = { url, connections, headers, ...until, sampleInt: 100 };
      const running = autocannon(options, (error, { requests, duration, statusCodeStats, errors }) => {
        if (error) return reject(error);
        const statuses = Object.entries(statusCodeStats ?? {}).map(([code, stats]) => [code, stats.count]);
        resolve({
          requests: requests.total,
          seconds: duration,
          p50: times.percentile(50) / 1_000,
          p99: times.percentile(99) / 1_000,
          statuses: Object.fromEntries(statuses),
          failed: errors,
        });
      });
      running.on("response", (_client, _status, _bytes, milliseconds) => {
        times.record(Math.max(Math.round(milliseconds * 1_000), 1));
      });
    }),
};

export type Generator = typeof answers;

answering(answers);
