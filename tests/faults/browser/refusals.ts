import assert from "node:assert/strict";
import { livesThrough } from "../lives";
import { inSection, type Row } from "../row";
import type { Stage } from "../stage";
import { meets, waiting } from "./meets";

const row = inSection("What the platform says");
const KEPT = "kept the last good answer, and did not retry";
const RETRIED = "retried twice, and kept the last good answer";

const status = (status: number, body = "", headers: Record<string, string> = {}) =>
  ({ kind: "status", status, body, contentType: "text/html", headers }) as const;

/** By a route of its own, whose headers a page may read. */
const waits =
  (code: string, number: number, wait: number, headers: () => Record<string, string>): Row<Stage>["run"] =>
  async (stage) => {
    stage.route = "own";
    stage.options = { staleAfter: 100 * wait, timeoutMs: 100 * wait };
    const course = await waiting(stage, wait / 4, {
      code,
      asks: 3,
      begin: () => stage.arm(status(number, "", headers()), number),
      end: () => stage.disarm(),
      notice: () => patient(stage, wait),
    });
    await livesThrough(stage, course);
  };

/** Two retries, each after so long at least, and no longer than it takes: the clock goes on while a busy machine answers. */
const patient = async (stage: Stage, wait: number) => {
  const now = () => stage.page.evaluate(() => Date.now());
  const before = await now();
  await stage.refresh();
  const took = (await now()) - before;
  assert.ok(took >= 2 * wait && took < 50 * wait, `waited ${took} ms in all`);
};

export const refusals: readonly Row<Stage>[] = [
  row(
    "403 by something in between",
    KEPT,
    meets({ fault: status(403, "<h1>Forbidden</h1>"), noise: 403, code: "forbidden", asks: 1 }),
  ),
  row("404", KEPT, meets({ fault: status(404), noise: 404, code: "not-found", asks: 1 })),
  row("418", KEPT, meets({ fault: status(418), noise: 418, code: "bad-response", asks: 1 })),
  row("408", RETRIED, meets({ fault: status(408), noise: 408, code: "timeout" })),
  row("500 over and over", RETRIED, meets({ fault: status(500), noise: 500, code: "server", asks: 3 })),
  row(
    "502 with a page of HTML",
    RETRIED,
    meets({ fault: status(502, "<h1>Bad gateway</h1>"), noise: 502, code: "server", asks: 3 }),
  ),
  row("503 twice, and then an answer", "retried, and nobody heard of it", (stage) =>
    livesThrough(stage, {
      code: null,
      decides: "newest",
      asks: 3,
      begin: () => {
        stage.announce(503);
        stage.sandbox.addFault({ fault: status(503), method: "GET", times: 2 });
      },
      end: () => stage.disarm(),
    }),
  ),
  row(
    "503 with Retry-After in seconds",
    "waited as long before each of two retries",
    waits("server", 503, 7_000, () => ({ "Retry-After": "7" })),
  ),
  row(
    "429 with Retry-After as a date",
    "waited until then before each of two retries",
    waits("rate-limited", 429, 7_000, () => {
      const now = Date.now();
      return { Date: new Date(now).toUTCString(), "Retry-After": new Date(now + 7_000).toUTCString() };
    }),
  ),
  row(
    "503 with a Retry-After of a year",
    "waited a minute before each of two retries",
    waits("server", 503, 60_000, () => ({ "Retry-After": "31536000" })),
  ),
  row("429 to everyone, since the platform is full", RETRIED, (stage) =>
    livesThrough(stage, {
      code: "rate-limited",
      asks: 3,
      begin: () => {
        stage.announce(429);
        stage.sandbox.changeSettings({ concurrency: 0 });
      },
      end: () => stage.sandbox.changeSettings({ concurrency: 100 }),
    }),
  ),
];
