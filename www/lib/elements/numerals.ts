import type { Plural } from "../language.js";
import { numeralsOf as plainNumerals } from "../numerals.js";

const DAY = 86_400_000;

/** Numbers and days as a locale writes them, in forms that go with the language of the words: these may differ. */
export interface Numerals {
  number(value: number): string;
  /** "84", "1,200", "0.4": no more than is known of what is to come. */
  about(value: number): string;
  /** "7 days" */
  days(count: number): string;
  category(value: number): Intl.LDMLPluralRule;
  plural(forms: Plural, value: number): string;
  /** "3 December", with its year where that is another one than now. */
  day(time: number): string;
  /** "1" and "9 December"; null where both are the same day. */
  between(from: number, to: number): readonly [string, string] | null;
}

export const numeralsOf = (locale: string, language: string, now: number): Numerals => {
  const { number, category, plural } = plainNumerals(language, locale);
  const daysOf = (...times: number[]) => {
    const year = new Date(now).getFullYear();
    const isOther = times.some((time) => new Date(time).getFullYear() !== year);
    return new Intl.DateTimeFormat(locale, {
      day: "numeric",
      month: "long",
      ...(isOther && { year: "numeric" }),
    });
  };

  return {
    number,
    category,
    about: (value) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }).format(value),
    days: (count) =>
      new Intl.NumberFormat(locale, { style: "unit", unit: "day", unitDisplay: "long" }).format(count),
    plural,
    day: (time) => daysOf(time).format(time),
    between(from, to) {
      const parts = daysOf(from, to).formatRangeToParts(from, to);
      const last = parts.map(({ source }) => source).lastIndexOf("startRange");
      const text = (some: typeof parts) => some.map(({ value }) => value).join("");
      // Between the two stands a dash.
      return last < 0 ? null : [text(parts.slice(0, last + 1)), text(parts.slice(last + 2))];
    },
  };
};

export const isWithin = (time: number, days: number, now: number): boolean => time - now <= days * DAY;
