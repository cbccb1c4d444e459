import type { Plural } from "./language.js";
import { pageLanguage } from "./tongue.js";

/** Numbers as the locale writes them, in forms that go with the language of the sentences: these may differ. */
export const numeralsOf = (tag: string, locale = pageLanguage()) => {
  let format: Intl.NumberFormat | undefined;
  let rules: Intl.PluralRules | undefined;
  const number = (value: number | null): string => {
    if (value === null) return "?";
    format ??= new Intl.NumberFormat(locale);
    return format.format(value);
  };
  const category = (value: number | null): Intl.LDMLPluralRule => {
    if (value === null) return "other";
    rules ??= new Intl.PluralRules(tag);
    return rules.select(value);
  };
  const plural = (forms: Plural, value: number): string =>
    (forms[category(value)] ?? forms.other).replace("#", number(value));
  const date = (time: number): string =>
    new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(time);
  return { number, category, plural, date };
};
