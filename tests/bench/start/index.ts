import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { type Browser, chromium } from "@playwright/test";
import { quantile } from "../rounds.js";
import type { Call } from "./apps/calls.js";
import { BY_HAND, type Start, writeStart } from "./record.js";
import { LATENCY, serve } from "./site.js";
import { SLOW, type Taken, visit } from "./visit.js";
import { VISITS, type Visits, visits } from "./visits.js";

const ROUNDS = { fast: 5, slow: 5 };

const capabilities = JSON.parse(readFileSync(new URL("../../../webdriver.json", import.meta.url), "utf8"));
const launch = (...more: string[]): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env["CHROMIUM"] || "/usr/bin/chromium",
    args: [...capabilities["goog:chromeOptions"].args, ...more],
  });

const median = (values: readonly number[]): number => quantile(values, 0.5);
const tenths = (value: number): number => Math.round(value * 10) / 10;

const medians = (taken: readonly Taken[]): Taken => {
  const ready = taken.flatMap((each) => each.ready ?? []);
  return {
    bytes: median(taken.map(({ bytes }) => bytes)),
    ready: ready.length < taken.length ? null : tenths(median(ready)),
    decision: tenths(median(taken.map(({ decision }) => decision))),
    waited: tenths(median(taken.map(({ waited }) => waited))),
  };
};

const summary = (all: Visits): Start[] =>
  [...all].map(([{ name }, { first, back, forgotten, released }]) => ({
    name,
    visits: {
      first: medians(first),
      back: medians(back),
      forgotten: medians(forgotten),
      released: medians(released),
    },
  }));

/** Round by round, as many times as long as the one that all are told by. */
const ratioOf = (all: Visits, name: string, visit: (typeof VISITS)[number]["name"]): number => {
  const of = (wanted: string) =>
    [...all].find(([contestant]) => contestant.name === wanted)?.[1][visit] ?? [];
  const theirs = of(BY_HAND);
  return median(of(name).map(({ decision }, round) => decision / (theirs[round]?.decision ?? Number.NaN)));
};

const print = (title: string, all: Visits): void => {
  console.log(`\n${title}`);
  for (const { name: visit, files, answer } of VISITS) {
    console.log(`  ${files ? "files kept" : "no file kept"}, ${answer ? "answer kept" : "no answer kept"}`);
    console.log(`    ${"".padEnd(26)}   bytes     gate  verdict   waited   verdict, times ${BY_HAND}'s`);
    for (const { name, visits } of summary(all)) {
      const { bytes, ready, decision, waited } = visits[visit];
      const times = [ready, decision, waited].map((time) => (time?.toFixed(1) ?? "–").padStart(9)).join("");
      const ratio = ratioOf(all, name, visit).toFixed(2);
      console.log(`    ${name.padEnd(26)}${bytes.toLocaleString("en").padStart(8)}${times}   ${ratio}`);
    }
  }
};

const printCalls = (calls: readonly Call[]): void => {
  console.log("\nCalls in Chromium, ns each, and how many times CASL's can of the same round");
  for (const { action, name, ns, ratio } of calls) {
    const numbers = `${ns.toFixed(ns < 10 ? 2 : 1).padStart(9)}   ${ratio.toFixed(2)}`;
    console.log(`  ${action.padEnd(18)}${name.padEnd(44)}${numbers}`);
  }
};

const site = await serve();
try {
  const browser = await launch();
  const version = browser.version();
  // The browser's own first page is slower than all others.
  await visit(await browser.newContext(), `${site.url}/by-hand/`, {
    slow: false,
    forget: "nothing",
    later: undefined,
  });
  console.log(
    `Chromium ${version}; medians of ${ROUNDS.fast} rounds, or ${ROUNDS.slow} where it is slow; an answer takes ${LATENCY} ms.\n` +
      "Milliseconds: gate and verdict from the script's start, waited from the navigation's.",
  );
  const fast = await visits(browser, site.url, false, ROUNDS.fast);
  print("This machine, and no network to speak of", fast);
  const slow = await visits(browser, site.url, true, ROUNDS.slow);
  print(`${SLOW.megabits} Mbit/s, ${SLOW.latency} ms a request, processor ${SLOW.cpu} times slower`, slow);
  await browser.close();

  const other = await launch("--js-flags=--expose-gc");
  const page = await other.newPage();
  await page.goto(`${site.url}/calls/`);
  await page.waitForFunction(() => "timeCalls" in globalThis);
  const calls = await page.evaluate(() => timeCalls());
  printCalls(calls);
  await other.close();

  const measured = {
    command: "npm run bench -- --only start",
    on: new Date().toISOString().slice(0, 10),
    chromium: version,
    processor: cpus()[0]?.model.trim() ?? "",
    rounds: ROUNDS.fast,
    roundsSlow: ROUNDS.slow,
    answerMs: LATENCY,
    slowMegabits: SLOW.megabits,
    slowMs: SLOW.latency,
    slowProcessor: SLOW.cpu,
  };
  writeStart({
    measured,
    fast: summary(fast),
    slow: summary(slow),
    calls: calls.map((call) => ({
      ...call,
      ns: Number(call.ns.toPrecision(3)),
      ratio: Number(call.ratio.toPrecision(3)),
    })),
  });
  console.log("\ndocs/startup.json and the README's tables of start-up are written");
} finally {
  await site.close();
}
