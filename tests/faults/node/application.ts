import assert from "node:assert/strict";
import type { Bench } from "../bench.js";
import { type Course, livesThrough } from "../lives.js";
import { inSection, type Row } from "../row.js";
import { alters } from "./alters.js";

const row = inSection("The page and the application");
const RETRIED = "retried twice, and kept the last good answer";
const KEPT = "kept the last good answer, and did not retry";

const throwing = (error: () => unknown) => () => {
  throw error();
};

const unreadable = (): object =>
  new Proxy(
    {},
    {
      // A promise may be looked for.
      get(_, name) {
        if (name !== "then") throw new Error("no");
      },
    },
  );

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

/** Answers wait until they are let go; what they say may have been overtaken. */
const held = (bench: Bench, say = (truth: string): unknown => JSON.parse(truth)) => {
  const waiting: (() => void)[] = [];
  return {
    begin: () => {
      bench.alter = (truth) => new Promise((resolve) => waiting.push(() => resolve(say(truth))));
    },
    end: () => {
      bench.alter = JSON.parse;
    },
    letGo: () => {
      for (const go of waiting.splice(0)) go();
    },
    async asked(): Promise<void> {
      while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    },
  };
};

/** What happens to a request that is under way. */
const amid =
  (
    act: (bench: Bench, answers: ReturnType<typeof held>) => Promise<unknown>,
    course: Pick<Course, "code" | "asks" | "decides" | "sees">,
    say?: (truth: string) => unknown,
  ): Row<Bench>["run"] =>
  (bench) => {
    const { begin, end, ...answers } = held(bench, say);
    return livesThrough(bench, {
      ...course,
      begin,
      end,
      atFirst: false,
      notice: () => act(bench, { begin, end, ...answers }),
    });
  };

export const application: readonly Row<Bench>[] = [
  row(
    "`source` throws",
    RETRIED,
    alters(
      throwing(() => new Error("mine")),
      { code: "network", asks: 3 },
    ),
  ),
  row(
    "`source` throws nothing",
    RETRIED,
    alters(
      throwing(() => undefined),
      { code: "network", asks: 3 },
    ),
  ),
  row(
    "`source` throws an SDK's error, with status 503",
    RETRIED,
    alters(
      throwing(() => Object.assign(new Error("…"), { status: 503 })),
      { code: "server", asks: 3 },
    ),
  ),
  row(
    "`source` throws an SDK's error, with status 404",
    KEPT,
    alters(
      throwing(() => Object.assign(new Error("…"), { response: { status: 404 } })),
      { code: "not-found", asks: 1 },
    ),
  ),
  row(
    "`source` throws what can't be read",
    RETRIED,
    alters(throwing(unreadable), { code: "network", asks: 3 }),
  ),
  row(
    "`source` returns nothing",
    KEPT,
    alters(() => undefined, { code: "bad-response", asks: 1 }),
  ),
  row(
    "`source` returns a Response in place of its JSON",
    KEPT,
    alters((truth) => new Response(truth), { code: "bad-response", asks: 1 }),
  ),
  row("`source` returns what can't be read", KEPT, alters(unreadable, { code: "bad-response", asks: 1 })),
  row("`source` returns a revoked proxy", RETRIED, alters(revoked, { code: "network", asks: 3 })),
  row(
    "`source` never settles",
    "gave up after `timeoutMs`, three times, and kept the last good answer",
    async (bench) => {
      bench.options = { timeoutMs: 20 };
      await alters(() => new Promise(() => {}), { code: "timeout", asks: 3 })(bench);
    },
  ),
  row("an answer comes after it was given up", "ignored it", async (bench) => {
    bench.options = { timeoutMs: 20, retries: 0 };
    const late = amid(
      async (bench, answers) => {
        await bench.refresh();
        answers.letGo();
        await new Promise((resolve) => setImmediate(resolve));
      },
      { code: "timeout", asks: 1 },
    );
    await late(bench);
  }),
  row(
    "an answer comes after that to a later question",
    "kept the later one",
    amid(
      async (bench, answers) => {
        const { gate } = bench;
        const early = bench.refresh();
        await answers.asked();
        answers.end();
        // Another gate asks, in a later millisecond, and passes on what it heard.
        const before = Date.now();
        while (Date.now() === before) await new Promise((resolve) => setImmediate(resolve));
        const other = await bench.another();
        await other.ready;
        gate?.hydrate(other.dehydrate());
        other.dispose();
        answers.letGo();
        await early;
      },
      { code: null, decides: "newest", asks: 2 },
      () => ({ enabled: true, limits: { maxManagedOrgs: 77 }, usage: { managedOrgs: 0 } }),
    ),
  ),
  row(
    "a caller gives up a refresh that others wait for",
    "rejected for that caller, and told the others",
    amid(
      async ({ gate }, answers) => {
        const leaving = new AbortController();
        const mine = gate?.refresh({ signal: leaving.signal });
        const others = gate?.refresh();
        await answers.asked();
        leaving.abort();
        await assert.rejects(async () => mine, { code: "aborted" });
        answers.letGo();
        await others;
      },
      { code: null, decides: "newest", asks: 1 },
    ),
  ),
  row(
    "someone signs out in the middle of a request",
    "forgot everything, that request's answer included",
    amid(
      async ({ gate }, answers) => {
        const refresh = gate?.refresh();
        await answers.asked();
        gate?.clear();
        answers.letGo();
        await refresh;
      },
      {
        code: null,
        decides: "none",
        asks: 1,
        sees: { phase: "loading", verdict: "pending", allowed: false },
      },
    ),
  ),
  row(
    "a gate is disposed in the middle of a request",
    "rejected for who waited, and the next gate asked anew",
    amid(
      async (bench, answers) => {
        const refresh = bench.gate?.refresh();
        await answers.asked();
        bench.gate?.dispose();
        await assert.rejects(async () => refresh, { code: "disposed" });
        answers.letGo();
        answers.end();
        await bench.open();
      },
      { code: null, decides: "newest", asks: 2 },
    ),
  ),
  row(
    "a gate is disposed while nobody waits for its request",
    "told nobody, and the next gate asked anew",
    amid(
      async (bench, answers) => {
        void bench.gate?.refresh();
        await answers.asked();
        bench.gate?.dispose();
        answers.letGo();
        answers.end();
        await bench.open();
      },
      { code: null, decides: "newest", asks: 2 },
    ),
  ),
];
