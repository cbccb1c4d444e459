import { createGate, type Headroom, vocdoni } from "quota-gate";
import {
  QuotaGateElement,
  QuotaMeterElement,
  QuotaProviderElement,
  setDefaultGate,
} from "quota-gate/elements";
import { describe, expect, test } from "vitest";
import { figuresOf, outlookOf } from "../../www/lib/elements/figures.js";
import { numeralsOf } from "../../www/lib/elements/numerals.js";
import { wordsIn } from "../../www/lib/elements/words.js";
import { finally_, GUIDE } from "./support.js";

test("where there is no page, the elements can be imported and nothing is defined", () => {
  expect(typeof document).toBe("undefined");
  expect([QuotaGateElement, QuotaMeterElement, QuotaProviderElement].map((each) => typeof each)).toEqual([
    "function",
    "function",
    "function",
  ]);
});

test("a server keeps no gate for all its visitors", async () => {
  const gate = await createGate(vocdoni({ source: async () => GUIDE }));
  finally_(() => gate.dispose());
  const before = Object.getOwnPropertySymbols(globalThis);
  setDefaultGate(gate);
  expect(Object.getOwnPropertySymbols(globalThis)).toEqual(before);
});

const ROOM: Headroom = {
  resource: "emails",
  limitName: "maxEmails",
  usageName: "sentEmails",
  scope: null,
  limit: 500,
  used: 87,
  held: 0,
  remaining: 413,
  fraction: 0.174,
  level: "ok",
  origin: "reported",
  resetsAt: null,
  forecast: null,
};
const NOW = new Date(2026, 10, 28, 12).getTime();
/** Noon of a day of December, or of another month. */
const noon = (day: number, month = 11, year = 2026) => new Date(year, month, day, 12).getTime();

describe("what a meter says of what is to come", () => {
  const said = (language: string, at: number, earliest: number | null, latest: number | null, days = 7) => {
    const words = wordsIn(language);
    const forecast = { perDay: 1.23, exhaustsAt: at, earliest, latest };
    const text = outlookOf({ ...ROOM, forecast }, days, words, numeralsOf(language, words.tag, NOW), NOW);
    return text.replaceAll(/\s/g, " ");
  };

  test("the amount is about as exact as it is known", () => {
    expect(said("en", noon(9), null, null)).toContain("About 8.6 within 7 days.");
    expect(said("en", noon(9), null, null, 1)).toContain("About 1.2 within 1 day.");
    expect(said("es", noon(9), null, null, 1)).toContain("Previsión: 1,2 en 1 día.");
  });

  test.each([
    ["en", "on December 9 (between December 5 and 17)."],
    ["es", "el 9 de diciembre (entre el 5 y el 17 de diciembre)."],
    ["ca", "el 9 de desembre (entre el 5 i el 17 de desembre)."],
    ["fr", "le 9 décembre (entre le 5 et le 17 décembre)."],
  ])("a range, in %s", (language, end) => {
    expect(said(language, noon(9), noon(5), noon(17)).endsWith(end)).toBe(true);
  });

  test.each([
    ["en", "on December 9 (December 5 at the earliest)."],
    ["es", "el 9 de diciembre (no antes del 5 de diciembre)."],
    ["ca", "el 9 de desembre (no abans del 5 de desembre)."],
    ["fr", "le 9 décembre (pas avant le 5 décembre)."],
  ])("where it may well never end, in %s", (language, end) => {
    expect(said(language, noon(9), noon(5), null).endsWith(end)).toBe(true);
  });

  test("a range of one day is none, nor is one that nobody knows", () => {
    expect(said("en", noon(9), noon(9), noon(9) + 1)).toMatch(/ on December 9\.$/);
    expect(said("en", noon(9), null, null)).toMatch(/ on December 9\.$/);
  });

  test("over the months, and over the years", () => {
    expect(said("en", noon(9), noon(30, 10), noon(17))).toContain("(between November 30 and December 17)");
    expect(said("es", noon(30), noon(28), noon(2, 0, 2027))).toContain(
      "(entre el 28 de diciembre de 2026 y el 2 de enero de 2027)",
    );
  });

  test("Catalan days that begin with a vowel", () => {
    expect(said("ca", noon(11), noon(1), noon(12))).toContain(
      "s’arribarà al límit l’11 de desembre (entre l’1 i el 12 de desembre)",
    );
    expect(said("ca", noon(2), noon(1), null)).toContain("(no abans de l’1 de desembre)");
  });

  test("what should be over by now is so today", () => {
    expect(said("en", noon(20, 10), noon(10, 10), noon(9))).toContain(
      "on November 28 (between November 28 and December 9)",
    );
  });

  test("more than a year ahead no day is named", () => {
    expect(said("en", noon(9, 11, 2027), noon(5), noon(9, 11, 2028))).toMatch(
      /isn't reached within a year\.$/,
    );
    expect(said("en", noon(27, 10, 2027), null, null)).toMatch(/on November 27, 2027\.$/);
  });

  test("nothing of what is switched off, has no limit, or has reached it", () => {
    const words = wordsIn("en");
    const numerals = numeralsOf("en", "en", NOW);
    const forecast = { perDay: 10, exhaustsAt: null, earliest: null, latest: null };
    for (const room of [
      ROOM,
      { ...ROOM, forecast },
      { ...ROOM, level: "disabled", forecast: { ...forecast, exhaustsAt: noon(9) } },
    ] as const) {
      expect(outlookOf(room, 7, words, numerals, NOW)).toBe("");
    }
  });
});

describe("what a meter says of what is", () => {
  const said = (room: Partial<Headroom>, language = "en") => {
    const words = wordsIn(language);
    return figuresOf({ ...ROOM, ...room }, "ready", words, numeralsOf(language, words.tag, NOW));
  };

  test.each<[Partial<Headroom>, string]>([
    [{ held: 10, remaining: 403 }, "87 of 500 used, 10 held, 403 left"],
    [{ limit: null, used: null, remaining: 12 }, "12 left"],
    [{ limit: null, used: null, remaining: null, held: 2, level: "unknown" }, "2 held"],
    [
      { limit: Number.POSITIVE_INFINITY, remaining: Number.POSITIVE_INFINITY, level: "unlimited" },
      "87 used, no limit",
    ],
    [{ limit: Number.POSITIVE_INFINITY, remaining: 0, level: "exhausted" }, "87 used, 0 left"],
    [{ used: null, remaining: null, level: "unknown" }, "Limit: 500"],
    [{ limit: null, used: null, remaining: null, level: "unknown" }, "The platform didn't say."],
    [{ level: "disabled" }, "Not available for this account."],
  ])("%j: %s", (room, text) => {
    expect(said(room)).toBe(text);
  });

  test("in the singular", () => {
    expect(said({ used: 1, limit: 2, remaining: 1 }, "es")).toBe("Se ha usado 1 de 2, queda 1");
    expect(said({ used: 1, limit: 2, remaining: 1 }, "ca")).toBe("Se n’ha usat 1 (límit: 2), en queda 1");
  });

  test("English where there are no other words", () => {
    expect([wordsIn("de").tag, wordsIn("constructor").tag, wordsIn("fr").tag]).toEqual(["en", "en", "fr"]);
  });
});
