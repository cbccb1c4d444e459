import assert from "node:assert/strict";
import { expect } from "@playwright/test";
import type { Fault } from "../../../www/sandbox/index";
import { livesThrough } from "../lives";
import { inSection, type Row } from "../row";
import { ROUTE, type Stage } from "../stage";
import { meets, waiting } from "./meets";

const row = inSection("The connection");
const KEPT = "retried twice, and kept the last good answer";

/** Resolves when all that the page has asked so far has come to the platform, none of it to be counted later. */
const arrivals = (stage: Stage): (() => Promise<unknown>) => {
  let begun = 0;
  stage.page.on("request", (request) => {
    if (request.method() === "GET" && new URL(request.url()).pathname === ROUTE) begun += 1;
  });
  return () => expect.poll(() => begun - stage.asked(), "requests on their way").toBe(0);
};

/** Time-outs go by the page's clock, which stands still until a request has arrived, and once the fault is over: no machine is too slow. */
const givesUp =
  (fault: Fault): Row<Stage>["run"] =>
  async (stage) => {
    stage.options = { timeoutMs: 1_000 };
    stage.beforeStep = arrivals(stage);
    const course = { code: "timeout", asks: 3, begin: () => stage.arm(fault), end: () => stage.disarm() };
    const timed = await waiting(stage, 250, course);
    await stage.page.clock.pauseAt(Date.now() + 1_000);
    await livesThrough(stage, timed);
  };

export const connections: readonly Row<Stage>[] = [
  row("nobody listens at the platform's address", KEPT, async (stage) => {
    let open = async () => {};
    await livesThrough(stage, {
      code: "network",
      begin: async () => {
        stage.announce("ERR_CONNECTION_REFUSED");
        open = await stage.shut();
      },
      end: () => open(),
    });
  }),
  row("the platform's name is not found", KEPT, async (stage) => {
    let asked = 0;
    await livesThrough(stage, {
      code: "network",
      begin: async () => {
        stage.announce("ERR_NAME_NOT_RESOLVED");
        await stage.page.route(`**${ROUTE}`, (route) => {
          asked += 1;
          return route.abort("namenotresolved");
        });
      },
      end: () => stage.page.unroute(`**${ROUTE}`),
      asks: 0,
    });
    assert.equal(asked, 6);
  }),
  row(
    "the browser is offline",
    "kept the last good answer, and asked by itself when it was online again",
    (stage) =>
      livesThrough(stage, {
        code: "network",
        atFirst: false,
        begin: async () => {
          stage.announce("ERR_INTERNET_DISCONNECTED");
          await stage.page.context().setOffline(true);
        },
        asks: 0,
        end: async () => {
          await stage.page.context().setOffline(false);
          await stage.newest();
        },
      }),
  ),
  row(
    "it is closed before a header came",
    KEPT,
    meets({ fault: { kind: "close" }, noise: "ERR_EMPTY_RESPONSE", code: "network" }),
  ),
  row(
    "it is reset before a header came",
    KEPT,
    meets({ fault: { kind: "reset" }, noise: "ERR_CONNECTION_RESET", code: "network" }),
  ),
  row(
    "something answers that isn't HTTP",
    KEPT,
    meets({ fault: { kind: "garbage" }, noise: "ERR_INVALID_HTTP_RESPONSE", code: "network" }),
  ),
  row(
    "there are more headers than a browser takes",
    KEPT,
    meets({ fault: { kind: "headers" }, noise: "ERR_RESPONSE_HEADERS_TOO_BIG", code: "network" }),
  ),
  row(
    "it is cut in the middle of the body",
    KEPT,
    meets({ fault: { kind: "cut" }, noise: "ERR_CONTENT_LENGTH_MISMATCH", code: "network", asks: 3 }),
  ),
  row(
    "a body is shorter than announced",
    KEPT,
    meets({
      fault: { kind: "length", by: 100 },
      noise: "ERR_CONTENT_LENGTH_MISMATCH",
      code: "network",
      asks: 3,
    }),
  ),
  row(
    "no answer comes",
    "gave up each of three requests after `timeoutMs`, and kept the last good answer",
    givesUp({ kind: "hang" }),
  ),
  row(
    "a body comes a byte at a time",
    "gave up each of three requests after `timeoutMs`, and kept the last good answer",
    givesUp({ kind: "drip", ms: 1_000 }),
  ),
  row("a preflight is refused", "never sent the token, and opened by the policy", async (stage) => {
    // Chromium remembers one that was allowed.
    await livesThrough(stage, {
      code: "network",
      decides: "none",
      begin: () => {
        stage.announce(403, "ERR_FAILED");
        stage.watch.expectSentence(/blocked by CORS policy/);
        const fault = { kind: "status", status: 403, body: "", contentType: "text/html" } as const;
        stage.sandbox.addFault({ fault, method: "OPTIONS" });
      },
      end: () => stage.disarm(),
      notice: () => stage.open(),
      asks: 0,
    });
  }),
  row("an answer lacks its CORS headers", KEPT, async (stage) => {
    stage.watch.expectSentence(/blocked by CORS policy/);
    await meets({ fault: { kind: "no-cors" }, noise: "ERR_FAILED", code: "network", asks: 3 })(stage);
  }),
];
