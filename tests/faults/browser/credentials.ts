import type { Response } from "express";
import { type Course, livesThrough } from "../lives";
import { inSection, type Row } from "../row";
import type { Stage } from "../stage";
import { meets, waiting } from "./meets";

const row = inSection("Credentials");

/** A token function that asks the page's own back end, which answers with the next of these. */
const tokens = async (stage: Stage) => {
  const queue: string[] = [];
  const hanging: Response[] = [];
  stage.site.instead.set("/token", (_, response) => {
    const next = queue.shift() ?? stage.token;
    if (next === "fails") response.status(500).end();
    else if (next === "hangs") hanging.push(response);
    else response.send(next);
  });
  await stage.page.addInitScript(() => {
    window.play.endpoint = {
      token: async () => {
        const response = await fetch("/token", { cache: "no-store" });
        if (!response.ok) throw new Error("no token");
        return response.text();
      },
    };
  });
  return {
    bad: (bad: readonly string[]) => queue.push(...bad),
    /** What hangs breaks off, long after the gate has given it up. */
    good: () => {
      queue.length = 0;
      for (const response of hanging.splice(0)) response.destroy();
    },
  };
};

/** What the back end says in place of a good token. */
const given =
  (bad: readonly string[], course: Pick<Course, "code" | "asks" | "decides">): Row<Stage>["run"] =>
  async (stage) => {
    const source = await tokens(stage);
    stage.watch.expectFailure("/token", 500);
    stage.watch.expectFailure("/token", "ERR_EMPTY_RESPONSE");
    stage.announce(401);
    const full = { ...course, begin: () => source.bad(bad), end: () => source.good() };
    stage.options = { timeoutMs: 1_000 };
    await livesThrough(stage, bad.includes("hangs") ? await waiting(stage, 1_000, full) : full);
  };

export const credentials: readonly Row<Stage>[] = [
  row(
    "a token expired, and the token function has another",
    "asked for it and sent it, and nobody heard of it",
    given(["expired"], { code: null, decides: "newest", asks: 2 }),
  ),
  row(
    "the token function's second token is refused too",
    "dropped the last good answer, which is nobody's to see any more",
    given(["expired", "expired"], { code: "unauthorized", decides: "none", asks: 2 }),
  ),
  row(
    "the only token is refused once",
    "kept the last good answer, and did not retry",
    meets({
      fault: { kind: "status", status: 401, body: '{"error":"…","code":40001}', contentType: "text/plain" },
      noise: 401,
      code: "unauthorized",
      asks: 1,
    }),
  ),
  row(
    "the token function throws",
    "sent nothing, and kept the last good answer",
    given(["fails"], { code: "unauthorized", asks: 0 }),
  ),
  row(
    "the token function never settles",
    "gave up after `timeoutMs`, three times, and kept the last good answer",
    given(["hangs", "hangs", "hangs"], { code: "timeout", asks: 0 }),
  ),
  row(
    "the token function gives a page of HTML",
    "sent nothing, and kept the last good answer",
    given(["<!doctype html>\n<title>Sign in</title>"], { code: "invalid-options", asks: 0 }),
  ),
];
