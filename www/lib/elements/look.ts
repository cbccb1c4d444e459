import { isQuotaError } from "../error.js";
import { insideOf } from "../inside.js";
import type { Source } from "../interface/source.js";
import { unknownRoom } from "../interface/unknown-room.js";
import { pageLanguage } from "../tongue.js";
import type { Headroom, Level, Phase } from "../types.js";
import { complainTo } from "./complaints.js";
import { capital, figuresOf, leftOf, outlookOf } from "./figures.js";
import { numeralsOf } from "./numerals.js";
import { type Shares, sharesOf } from "./shares.js";
import { wordsIn } from "./words.js";

/** What a meter is asked to show. */
export interface Wanted {
  readonly resource: string;
  readonly scope: string | null;
  readonly label: string | null;
  readonly days: number;
}

/** What it is told, and all that it shows rests on. */
export interface Told {
  readonly wanted: Wanted;
  readonly room: Headroom;
  readonly name: string;
  readonly phase: Phase;
  readonly isSlow: boolean;
  readonly nearLimit: number | undefined;
  readonly locale: string;
  readonly language: string;
}

/** What it shows. */
export interface Look {
  /** Empty while the first answer is under way and hasn't been for long: nothing is said of that. */
  readonly level: Level | "loading" | "";
  readonly label: string;
  readonly word: string;
  readonly figures: string;
  /** What is left, in few words. */
  readonly left: string;
  readonly outlook: string;
  readonly shares: Shares | null;
  /** Between what values it measures. Null where that isn't known. */
  readonly range: { readonly now: number; readonly max: number } | null;
}

export const toldBy = (source: Source, wanted: Wanted): Told => {
  const { gate, isSlow } = source;
  // An answer that is stale is shown as it is.
  const phase = source.phase === "stale" ? "ready" : source.phase;
  const inside = gate ? insideOf(gate) : undefined;
  const { resource, scope, label } = wanted;
  const language = inside?.language ?? pageLanguage();
  // What it is called is known to the gate.
  const isNameless = !gate && phase === "loading";
  const name = label ?? (isNameless ? "" : capital(inside?.nameOf(resource) ?? resource));
  return {
    wanted,
    room: roomOf(source, resource, scope),
    name,
    phase,
    isSlow,
    nearLimit: inside?.nearLimit,
    locale: inside?.locale ?? pageLanguage(),
    language: new Intl.Locale(language).language,
  };
};

/** A resource that there isn't reads as unknown, and is reported once. */
const roomOf = (source: Source, resource: string, scope: string | null): Headroom => {
  try {
    return source.headroom(resource, scope ?? undefined);
  } catch (error) {
    if (!isQuotaError(error)) throw error;
    complainTo(source)(error.message, error.code);
    return unknownRoom(resource, scope ?? undefined);
  }
};

export const lookOf = (told: Told, now: number): Look => {
  const { room, name: label, wanted, nearLimit, locale, language, phase, isSlow } = told;
  const { days } = wanted;
  const words = wordsIn(language);
  if (phase === "loading") {
    const word = isSlow ? words.levels.loading : "";
    return { ...NOTHING, level: isSlow ? "loading" : "", label, word, left: word };
  }
  const numerals = numeralsOf(locale, words.tag, now);
  const word = words.levels[room.level];
  const shares = sharesOf(room, days, nearLimit);
  return {
    level: room.level,
    label,
    word,
    figures: figuresOf(room, phase, words, numerals),
    left: leftOf(room, words, numerals) || word,
    outlook: outlookOf(room, days, words, numerals, now),
    shares,
    range: shares && room.limit && room.limit > 0 ? { now: room.used ?? 0, max: room.limit } : null,
  };
};

const NOTHING: Look = {
  level: "",
  label: "",
  word: "",
  figures: "",
  left: "",
  outlook: "",
  shares: null,
  range: null,
};
