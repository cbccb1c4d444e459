/** The platform fails, or refuses. */
import { describe, expect, test } from "vitest";
import type { Fault } from "../../www/sandbox/index";
import { KEY, type Manner, startParrots } from "../e2e/support/secrets";
import { noSecretCameOf, useStage } from "./support/stage";

const stage = useStage();
const MARKER = "platform-marker";
const SHORT = { MAX_AGE: "200" };

const says = (status: number, headers: Record<string, string> = {}): Fault => ({
  kind: "status",
  status,
  body: JSON.stringify({ error: MARKER, code: 50001 }),
  contentType: "application/json",
  headers: { "X-Marker": MARKER, ...headers },
});

const faults: readonly (readonly [string, Fault, number])[] = [
  ["it fails", says(500), 502],
  ["it breaks off", { kind: "cut" }, 502],
  ["it can't be reached", { kind: "reset" }, 502],
  ["it answers with a page", { kind: "html" }, 502],
  ["it asks to be left alone", says(429, { "Retry-After": "7" }), 503],
];

describe("with nothing known yet, a visitor is told so, and not why", () => {
  test.each(faults)("%s", async (_, fault, expected) => {
    const app = await stage.app();
    stage.sandbox.addFault({ fault });
    const { status, headers, json, text } = await app.ask();
    expect([status, json]).toEqual([expected, { error: expect.any(String) }]);
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(text).not.toContain(MARKER);
    expect([...headers.values()].join()).not.toContain(MARKER);
    // In how many seconds the platform is asked again, where that isn't at once.
    const wait = headers.get("Retry-After");
    if (expected === 503) expect(["6", "7"]).toContain(wait);
    else expect(wait ?? "1").toMatch(/^[1-9]\d?$/);
  });
});

describe("with an answer from before, that is given, with its age", () => {
  test.each(faults)("%s", async (_, fault) => {
    const app = await stage.app(SHORT);
    const { text: before } = await app.ask();
    stage.sandbox.addFault({ fault });
    const again = async () => {
      const { status, headers, text } = await app.ask();
      expect([status, text]).toEqual([200, before]);
      expect(Number(headers.get("Age"))).toBeGreaterThanOrEqual(1);
      return stage.asked();
    };
    await expect.poll(again).toBeGreaterThanOrEqual(2);
    await again();
  });
});

test("a key that is refused twice leaves nothing of its account, and the visitor isn't told to sign in", async () => {
  const app = await stage.app(SHORT);
  expect((await app.ask()).status).toBe(200);
  stage.sandbox.revoke(stage.key);
  const statuses = new Set<number>();
  await expect
    .poll(async () => {
      const { status } = await app.ask();
      statuses.add(status);
      return status;
    })
    .toBe(502);
  expect((await app.ask()).status).toBe(502);
  expect([...statuses].sort()).toEqual([200, 502]);
});

describe("a platform that repeats the key wherever it can", () => {
  test.each<Manner>(["well", "nonsense", "401", "403", "429", "500"])("%s", async (manner) => {
    const parrots = await startParrots();
    try {
      parrots.manner = manner;
      const app = await stage.app({ ...SHORT, VOCDONI_URL: parrots.url, VOCDONI_KEY: KEY });
      await app.ask();
      await app.ask();
      expect(parrots.heard.map(({ authorization }) => authorization)).toContain(`Bearer ${KEY}`);
    } finally {
      await parrots.close();
    }
  });
});

noSecretCameOf(stage);
