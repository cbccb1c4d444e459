import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { table, write } from "../../../scripts/lib/readme.mjs";
import type { Call } from "./apps/calls.js";
import type { Taken } from "./visit.js";
import type { VisitName } from "./visits.js";

/** Of one contestant, medians. */
export interface Start {
  readonly name: string;
  readonly visits: Readonly<Record<VisitName, Taken>>;
}

export interface StartRecord {
  /** When, and with what. */
  readonly measured: Readonly<Record<string, string | number>>;
  readonly fast: readonly Start[];
  readonly slow: readonly Start[];
  readonly calls: readonly Call[];
}

const FILE = path.resolve(import.meta.dirname, "../../../docs/startup.json");

export const startRecord = (): StartRecord => JSON.parse(readFileSync(FILE, "utf8"));

/** Writes docs/startup.json, and what the README has of it. */
export const writeStart = (record: StartRecord): void => {
  writeFileSync(FILE, `${JSON.stringify(record, null, 2)}\n`);
  for (const [name, text] of Object.entries(startTables(record))) write(name, text);
};

/** What the README says, by the name of the place. */
export const startTables = ({ fast, slow, calls }: StartRecord): Readonly<Record<string, string>> => ({
  "start-up": [
    startTable("no network to speak of", fast),
    startTable("slow 4G, slow processor", slow),
    told(fast, slow),
  ].join("\n"),
  calls: table(
    ["ns a call, in Chromium", ...ACTIONS.map((action) => `\`${action}\``)],
    [...new Set(calls.map(nameOf))].map((name) => [
      name,
      ...ACTIONS.map((action) => {
        const call = calls.find((each) => each.action === action && nameOf(each) === name);
        return call === undefined ? "–" : `${figure(call.ns)} (${figure(call.ratio)} × CASL)`;
      }),
    ]),
  ),
});

const ACTIONS = ["createManagedOrg", "publishProcess"];
/** CASL's calls are written differently for each action. */
const nameOf = ({ name }: Call): string => name.replace(/^CASL: .*/, "CASL");

const startTable = (title: string, rows: readonly Start[]): string =>
  table(
    [title, "bytes", "gate", "verdict", "waited", "files kept", "files and answer kept", "answer kept"],
    rows.map(({ name, visits: { first, back, forgotten, released } }) => [
      name,
      first.bytes,
      first.ready === null ? "–" : Math.round(first.ready),
      ...[first.decision, first.waited, forgotten.decision, back.decision, released.decision].map(Math.round),
    ]),
  );

/** As the tables show, in words. */
const told = (fast: readonly Start[], slow: readonly Start[]): string => {
  const times = (rows: readonly Start[], visit: VisitName, own: string) => {
    const [ours, theirs] = [own, BY_HAND].map(
      (name) => rows.find((row) => row.name === name)?.visits[visit].waited ?? Number.NaN,
    );
    return figure((ours ?? Number.NaN) / (theirs ?? Number.NaN));
  };
  const both = (visit: VisitName, own: string) =>
    `${times(fast, visit, own)} and ${times(slow, visit, own)} times`;
  return `From the navigation's start, a first visit's verdict takes ${both("first", OURS)} as long as with ${BY_HAND}, and ${both("back", KEPT)} where files and answer are kept.\n`;
};

const OURS = "quota-gate";
const KEPT = "quota-gate, answer kept";
/** The nearest that does as much as a gate: a check, and data that are kept and asked for anew. */
export const BY_HAND = "CASL and TanStack Query";

const figure = (value: number): string => (value < 10 ? value.toFixed(value < 1 ? 2 : 1) : value.toFixed(0));
