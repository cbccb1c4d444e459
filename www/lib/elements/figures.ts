import type { Headroom, Phase } from "../types.js";
import { isWithin, type Numerals } from "./numerals.js";
import type { MeterWords } from "./words.js";

const YEAR = 365;

/** "87 of 500 used, 10 held, 403 left" */
export const figuresOf = (room: Headroom, phase: Phase, words: MeterWords, numerals: Numerals): string => {
  if (room.level === "disabled") return words.off;
  const held = room.held > 0 ? numerals.plural(words.held, room.held) : "";
  const parts = [takenOf(room, words, numerals), held, leftOf(room, words, numerals)].filter(Boolean);
  const nothing = phase === "unavailable" ? words.unavailable : words.nothing;
  return capital(parts.join(", ")) || nothing;
};

const takenOf = ({ used, limit }: Headroom, words: MeterWords, numerals: Numerals): string => {
  const { number, category, plural } = numerals;
  const isLimited = limit !== null && limit !== Number.POSITIVE_INFINITY;
  if (used !== null && isLimited) return words.usedOf(number(used), number(limit), category(used));
  if (used !== null) return plural(words.used, used);
  return isLimited ? plural(words.limit, limit) : "";
};

/** What is left, in few words; empty where that isn't known. */
export const leftOf = ({ remaining, level }: Headroom, words: MeterWords, numerals: Numerals): string => {
  if (level === "unlimited") return words.noLimit;
  if (remaining === null || level === "disabled") return "";
  return remaining === Number.POSITIVE_INFINITY ? words.noLimit : numerals.plural(words.left, remaining);
};

/** What is to come, at the pace of the last days. */
export const outlookOf = (
  { forecast, level }: Headroom,
  days: number,
  words: MeterWords,
  numerals: Numerals,
  now: number,
): string => {
  if (!forecast || forecast.exhaustsAt === null || level === "disabled") return "";
  const ahead = words.ahead(numerals.about(forecast.perDay * days), numerals.days(days));
  return `${ahead} ${endOf(forecast.exhaustsAt, forecast, words, numerals, now)}`;
};

const endOf = (
  exhaustsAt: number,
  { earliest, latest }: { readonly earliest: number | null; readonly latest: number | null },
  words: MeterWords,
  numerals: Numerals,
  now: number,
): string => {
  if (!isWithin(exhaustsAt, YEAR, now)) return words.distant;
  // What was to come when the platform answered may be over by now.
  const [from, at, to] = [earliest, exhaustsAt, latest].map((time) => time && Math.max(time, now));
  const both = from && to ? numerals.between(from, to) : null;
  const range = from && !to ? words.earliest(numerals.day(from)) : "";
  return words.reached(numerals.day(at ?? now), both ? words.between(both) : range);
};

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
