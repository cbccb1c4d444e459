import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { table, write } from "../../../scripts/lib/readme.mjs";

/** A figure, and how many times that of the constant it is: medians of rounds. */
export interface Compared {
  readonly is: number;
  readonly times: number;
}

export interface Row {
  readonly name: string;
  readonly perSecond: Compared;
  /** Milliseconds. */
  readonly p50: Compared;
  readonly p99: Compared;
  /** Microseconds of the server's processor, for one request. */
  readonly processor: Compared;
}

/** How many asked the proxy, and how many times it asked the platform. */
export interface Counted {
  readonly visitors: number;
  readonly upstream: number;
}

export interface LoadRecord {
  /** When, and with what. */
  readonly measured: Readonly<Record<string, string | number>>;
  readonly rows: readonly Row[];
  /** All at once, who find no answer there. */
  readonly cold: Counted;
  /** Under load for so many seconds, with so many milliseconds of `maxAge`. */
  readonly aging: Counted & { readonly seconds: number; readonly maxAge: number };
}

const FILE = path.resolve(import.meta.dirname, "../../../docs/proxy-load.json");
export const GUIDE = "docs/guides/proxy.md";
export const PLACE = "load";

export const loadRecord = (): LoadRecord => JSON.parse(readFileSync(FILE, "utf8"));

/** Writes docs/proxy-load.json, and what the guide has of it. */
export const writeLoad = (record: LoadRecord): void => {
  writeFileSync(FILE, `${JSON.stringify(record, null, 2)}\n`);
  write(PLACE, loadText(record), GUIDE);
};

/** What the guide says. */
export const loadText = ({ measured, rows, cold, aging }: LoadRecord): string =>
  [
    table(
      ["", "requests a second", "p50, ms", "p99, ms", "processor, µs a request"],
      rows.map(({ name, perSecond, p50, p99, processor }) => [
        name,
        ...[perSecond, p50, p99, processor].map(compared),
      ]),
    ),
    `Medians of ${measured["rounds"]} rounds with ${measured["connections"]} connections, Node ${measured["node"]}; in brackets: times the constant's of the same round.\n`,
    table(
      ["", "visitors' requests", "requests to the platform"],
      [
        ["at once, before there is an answer", cold.visitors, cold.upstream],
        [`in ${aging.seconds} s, with \`maxAge: ${aging.maxAge}\``, aging.visitors, aging.upstream],
      ],
    ),
  ].join("\n");

const compared = ({ is, times }: Compared): string =>
  times === 1 ? figure(is) : `${figure(is)} (${times.toFixed(2)})`;

const figure = (value: number): string =>
  value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString("en");
