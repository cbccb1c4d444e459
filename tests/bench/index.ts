import { cpus } from "node:os";
import { OPEN } from "./account.js";
import { byHand } from "./by-hand.js";
import { casl } from "./casl.js";
import { agree } from "./contestant.js";
import { gate, gateCan, gateCheck, sameObject } from "./gate.js";
import { quantile, ratios, type Task, timed } from "./rounds.js";
import { alone, createManagedOrg, publishProcess } from "./tasks.js";

const contestants = [byHand, casl, gateCan, gateCheck];
const questions = await agree(contestants);
for (const contestant of contestants) await contestant.take(OPEN);
sameObject();
console.log(`all say the same to ${questions} questions, and an unchanged check is the same object`);

const groups: [string, Record<string, Task> & { casl?: Task }][] = [
  ["createManagedOrg", createManagedOrg],
  ["publishProcess { voters: 300, emailOtp: true }", publishProcess],
  ["measured in the same way", alone],
];
const times = await timed(groups.flatMap(([, tasks]) => Object.values(tasks)));
gate.dispose();

const median = (values: readonly number[]) => quantile(values, 0.5);
const digits = (value: number): string =>
  value < 10 ? value.toFixed(2) : value.toFixed(value < 100 ? 1 : 0);
/** The median, and between what the middle half of the rounds lies. */
const spread = (values: readonly number[]): string =>
  `${digits(median(values))} (${digits(quantile(values, 0.25))}–${digits(quantile(values, 0.75))})`;
const row = (name: string, ns: string, ratio = ""): void =>
  console.log(`  ${name.padEnd(44)} ${ns.padStart(8)}   ${ratio}`.trimEnd());

console.log(`Node ${process.version}, ${cpus()[0]?.model.trim()}; medians of rounds, and their middle half`);
for (const [title, tasks] of groups) {
  console.log(`\n${title}`);
  row("", "ns a call", tasks.casl && "times CASL's can");
  for (const task of Object.values(tasks)) {
    const ratio = tasks.casl && spread(ratios(times, task, tasks.casl));
    row(task.name, digits(median(times.get(task) ?? [])), ratio);
  }
}

const against = (name: "can" | "check"): string =>
  [createManagedOrg, publishProcess]
    .map((tasks) => spread(ratios(times, tasks[name], tasks.casl)))
    .join(" without parameters, ");
console.log("\nTime taken, as a multiple of CASL's can in the same round; below 1 is faster:");
console.log(`gate.can              ${against("can")} with them`);
console.log(`gate.check, unchanged ${against("check")} with them`);
