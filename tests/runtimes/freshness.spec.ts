/** One answer for all visitors, and how old it is. */
import { expect, test } from "vitest";
import { SIGNED_IN } from "./support/app";
import { noSecretCameOf, useStage } from "./support/stage";

const stage = useStage();
/** Milliseconds for which an answer is fresh, where a test wants to see one that isn't. */
const SHORT = { MAX_AGE: "200" };

const votes = ({ json }: { json: { limits: { maxVotes: number } } }): number => json.limits.maxVotes;

test("a hundred visitors at once, with nothing known yet, make one request", async () => {
  const app = await stage.app();
  stage.wire.hold();
  const visitors = Array.from({ length: 100 }, () => app.ask());
  await expect.poll(() => stage.asked()).toBe(1);
  stage.wire.release();
  const answers = await Promise.all(visitors);
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(200);
  expect(stage.asked()).toBe(1);
});

test("a visitor who leaves takes nobody else's answer along", async () => {
  const app = await stage.app();
  stage.wire.hold();
  const leaving = new AbortController();
  const first = app.ask("/api/quota", { signal: leaving.signal });
  await expect.poll(() => stage.asked()).toBe(1);
  const others = Array.from({ length: 5 }, () => app.ask());
  leaving.abort();
  await expect(first).rejects.toThrow();
  stage.wire.release();
  for (const { status } of await Promise.all(others)) expect(status).toBe(200);
});

test("while it is fresh, the answer is told with its age, and the platform isn't asked", async () => {
  const app = await stage.app();
  expect((await app.ask()).headers.get("Age")).toBe("0");
  expect((await app.ask()).headers.get("Age")).toMatch(/^[1-9]\d*$/);
  expect(stage.asked()).toBe(1);
});

test("no store in between keeps it, or gives it to another visitor", async () => {
  const app = await stage.app();
  for (const path of ["/api/quota", "/api/didomi/quotas"]) {
    const { headers } = await app.ask(path);
    expect(headers.get("Cache-Control")).toBe("private, no-cache");
    expect(headers.get("Vary")?.split(/, */)).toEqual(expect.arrayContaining(["Authorization", "Cookie"]));
    expect(headers.get("Content-Type")).toBe("application/json");
  }
});

test("who has the answer already gets 304, until it is another", async () => {
  const app = await stage.app(SHORT);
  const etag = (await app.ask()).headers.get("ETag") ?? "";
  expect(etag).toMatch(/^"[^"]+"$/);
  const again = () => app.ask("/api/quota", { headers: { ...SIGNED_IN, "If-None-Match": etag } });
  const same = await again();
  expect([same.status, same.text, same.headers.get("ETag")]).toEqual([304, "", etag]);
  stage.sandbox.setUsage("free-tier", { sentVotes: 135 });
  await expect.poll(async () => (await again()).status).toBe(200);
  expect((await app.ask()).headers.get("ETag")).not.toBe(etag);
});

test("an answer that has aged is given at once, while the platform is asked for the next, once", async () => {
  // Nobody waits for the next one until it is six times as old: long enough for a machine that is busy.
  const app = await stage.app({ MAX_AGE: "1500" });
  expect(votes(await app.ask())).toBe(866);
  stage.sandbox.setUsage("free-tier", { sentVotes: 1000 - 800 });
  stage.wire.hold();
  await expect
    .poll(async () => {
      expect(votes(await app.ask())).toBe(866);
      return stage.asked();
    })
    .toBe(2);
  for (const aged of await Promise.all(Array.from({ length: 5 }, () => app.ask()))) {
    expect(votes(aged)).toBe(866);
    expect(Number(aged.headers.get("Age"))).toBeGreaterThanOrEqual(1);
  }
  expect(stage.asked()).toBe(2);
  stage.wire.release();
  await expect.poll(async () => votes(await app.ask())).toBe(800);
});

noSecretCameOf(stage);
