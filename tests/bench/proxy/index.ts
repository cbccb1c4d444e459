import { cpus } from "node:os";
import { Child } from "./child.js";
import { aging, cold, FRESH } from "./counts.js";
import { CONNECTIONS, type Contestant, ROUNDS, rowOf, timed } from "./figures.js";
import type { Generator } from "./generator.js";
import { Platform } from "./platform.js";
import { type Row, writeLoad } from "./record.js";
import type { Constant, Server } from "./server.js";

const CROWD = 1_000;
const AGING = { seconds: 5, maxAge: 100 };

/** What the proxy answers, but for what the adapter and Node say. */
const constantOf = async (url: string): Promise<Constant> => {
  const answer = await fetch(url);
  if (answer.status !== 200) throw new Error(`the proxy answers with ${answer.status}`);
  const names = ["content-type", "cache-control", "vary", "etag", "age"];
  const headers = Object.fromEntries(names.map((name) => [name, answer.headers.get(name) ?? ""]));
  return { headers, body: await answer.text() };
};

/** Throws unless both answer with the same headers and the same bytes. */
const agree = async (urls: readonly string[]): Promise<void> => {
  const answers = await Promise.all(
    urls.map(async (url) => {
      const { headers, text } = await fetch(url).then(async (answer) => ({
        headers: [...answer.headers.keys()].sort(),
        text: await answer.text(),
      }));
      return JSON.stringify({ headers, text });
    }),
  );
  if (new Set(answers).size > 1) throw new Error(`these should be the same: ${answers.join(" and ")}`);
};

const print = (rows: readonly Row[]): void => {
  const line = (name: string, cells: readonly string[]) =>
    console.log(`  ${name.padEnd(36)}${cells.map((cell) => cell.padStart(18)).join("")}`);
  line("", ["requests a s", "p50, ms", "p99, ms", "processor, µs"]);
  for (const { name, perSecond, p50, p99, processor } of rows) {
    const cells = [perSecond, p50, p99, processor].map(
      ({ is, times }) => `${is.toLocaleString("en")} (× ${times.toFixed(2)})`,
    );
    line(name, cells);
  }
};

const generator = new Child<Generator>("generator.ts");
const platform = await Platform.start();
const [bare, proxy] = [new Child<Server>("server.ts"), new Child<Server>("server.ts")];
const proxied = await proxy.ask("proxy", { baseUrl: platform.url, maxAge: FRESH });
const constant = await constantOf(proxied);
const fixed = await bare.ask("constant", constant);
await agree([proxied, fixed]);
console.log("the constant has the bytes and the headers of the proxy's answer");

const asked = { server: proxy, url: proxied };
const known = { "If-None-Match": constant.headers["etag"] ?? "" };
const first: Contestant = { name: "a constant", server: bare, url: fixed, headers: {}, status: 200 };
const contestants: readonly Contestant[] = [
  first,
  { ...asked, name: "the proxy", headers: {}, status: 200 },
  { ...asked, name: "the proxy, to `If-None-Match`", headers: known, status: 304 },
];
const taken = await timed(generator, contestants);
const rows = contestants.map((each) => rowOf(each.name, taken.get(each) ?? [], taken.get(first) ?? []));
const processor = cpus()[0]?.model.trim() ?? "";
console.log(
  `Node ${process.version}, ${processor}; medians of ${ROUNDS} rounds, ${CONNECTIONS} connections;\n` +
    "in brackets: times the constant's of the same round\n",
);
print(rows);
if (platform.requests !== 1)
  throw new Error(`${platform.requests} requests to the platform for one fresh answer`);

const crowd = await cold(generator, CROWD);
const aged = await aging(generator, AGING);
console.log(`
  ${crowd.visitors.toLocaleString("en")} visitors at once, before there is an answer: ${crowd.upstream} to the platform
  ${aged.visitors.toLocaleString("en")} visitors in ${AGING.seconds} s, an answer is fresh for ${AGING.maxAge} ms: ${aged.upstream} to the platform`);
await Promise.all([generator, bare, proxy].map((child) => child.end()));
await platform.close();

writeLoad({
  measured: {
    command: "npm run bench -- --only proxy",
    on: new Date().toISOString().slice(0, 10),
    node: process.version,
    processor,
    rounds: ROUNDS,
    connections: CONNECTIONS,
  },
  rows,
  cold: crowd,
  aging: { ...aged, ...AGING },
});
console.log("\ndocs/proxy-load.json and the guide's table of it are written");
