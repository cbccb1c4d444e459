import { quantile, shuffled } from "../rounds.js";
import type { Child } from "./child.js";
import type { Generator, Loaded } from "./generator.js";
import type { Compared, Row } from "./record.js";
import type { Server } from "./server.js";

export const ROUNDS = 6;
export const CONNECTIONS = 50;
const SECONDS = 1.5;

/** Who is asked, how, and with which status everything has to be answered. */
export interface Contestant {
  readonly name: string;
  readonly server: Child<Server>;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
}

/** Of one round. */
export type Taken = Readonly<Record<keyof Omit<Row, "name">, number>>;

/** Throws unless all was answered, and with this status: what isn't is faster. */
export const allAre = (status: number, { requests, statuses, failed }: Loaded): void => {
  if (failed === 0 && requests > 0 && statuses[status] === requests) return;
  const others = failed > 0 ? `, and ${failed} without an answer` : "";
  throw new Error(`not all were answered with ${status}: ${JSON.stringify(statuses)}${others}`);
};

const take = async (
  generator: Child<Generator>,
  { server, url, headers, status }: Contestant,
): Promise<Taken> => {
  const before = await server.ask("spent");
  const loaded = await generator.ask("load", { url, headers, connections: CONNECTIONS, seconds: SECONDS });
  const spent = (await server.ask("spent")) - before;
  allAre(status, loaded);
  const { requests, seconds, p50, p99 } = loaded;
  return { perSecond: requests / seconds, p50, p99, processor: spent / requests };
};

/** Each contestant once a round, every round in another order: what disturbs the machine meets all of them alike. */
export const timed = async (
  generator: Child<Generator>,
  contestants: readonly Contestant[],
): Promise<ReadonlyMap<Contestant, Taken[]>> => {
  const taken = new Map(contestants.map((contestant) => [contestant, [] as Taken[]]));
  // The first round is for the compiler.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const contestant of shuffled(contestants)) {
      const figures = await take(generator, contestant);
      if (round > 0) taken.get(contestant)?.push(figures);
    }
  }
  return taken;
};

/** Medians; and round by round, as many times as that of the contestant that all are told by. */
export const rowOf = (name: string, ours: readonly Taken[], theirs: readonly Taken[]): Row => {
  const compared = (of: keyof Taken): Compared => ({
    is: median(ours.map((taken) => taken[of])),
    times: median(ours.map((taken, round) => taken[of] / (theirs[round]?.[of] ?? Number.NaN))),
  });
  return {
    name,
    perSecond: compared("perSecond"),
    p50: compared("p50"),
    p99: compared("p99"),
    processor: compared("processor"),
  };
};

const median = (values: readonly number[]): number => Number(quantile(values, 0.5).toPrecision(3));
