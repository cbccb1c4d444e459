import * as first from "../first-words.js";
import type { Plural } from "../language.js";
import type { Level } from "../types.js";

/** Two days, as they are written together: "1" and "9 December". */
type Days = readonly [from: string, to: string];

/** What a meter says. Numbers and dates come written out already; `#` stands for a number. */
export interface MeterWords {
  /** Whose plurals these are. */
  readonly tag: string;
  readonly levels: Readonly<Record<Level | "loading", string>>;
  /** "87 of 500 used", and the category of the 87. */
  readonly usedOf: (used: string, limit: string, category: Intl.LDMLPluralRule) => string;
  readonly used: Plural;
  readonly limit: Plural;
  readonly held: Plural;
  readonly left: Plural;
  readonly noLimit: string;
  /** The platform says nothing of it, or can't be asked. */
  readonly nothing: string;
  readonly unavailable: string;
  readonly off: string;
  /** What the next days take, at the pace of the last ones. */
  readonly ahead: (amount: string, days: string) => string;
  /** When the limit is reached at this pace; the range follows the day. */
  readonly reached: (day: string, range: string) => string;
  readonly between: (days: Days) => string;
  /** Where it may well never be. */
  readonly earliest: (day: string) => string;
  /** Where that is too far away to name a day. */
  readonly distant: string;
}

const en: MeterWords = {
  tag: "en",
  levels: {
    ok: "Within the limit",
    near: "Near the limit",
    exhausted: "Limit reached",
    over: "Over the limit",
    unlimited: "Unlimited",
    unknown: "Not known",
    disabled: "Switched off",
    loading: first.en.checking,
  },
  usedOf: (used, limit) => `${used} of ${limit} used`,
  used: { other: "# used" },
  limit: { other: "limit: #" },
  held: { other: "# held" },
  left: { other: "# left" },
  noLimit: "no limit",
  nothing: "The platform didn't say.",
  unavailable: first.en.uncheckable,
  off: "Not available for this account.",
  ahead: (amount, days) => `About ${amount} within ${days}.`,
  reached: (day, range) => `At this pace the limit is reached on ${day}${range}.`,
  between: ([from, to]) => ` (between ${from} and ${to})`,
  earliest: (day) => ` (${day} at the earliest)`,
  distant: "At this pace the limit isn't reached within a year.",
};

const es: MeterWords = {
  tag: "es",
  levels: {
    ok: "Dentro del límite",
    near: "Cerca del límite",
    exhausted: "Límite alcanzado",
    over: "Límite superado",
    unlimited: "Sin límite",
    unknown: "Sin datos",
    disabled: "Función desactivada",
    loading: first.es.checking,
  },
  usedOf: (used, limit, category) => `${category === "one" ? "se ha" : "se han"} usado ${used} de ${limit}`,
  used: { one: "se ha usado #", other: "se han usado #" },
  limit: { other: "límite: #" },
  held: { other: "# en curso" },
  left: { one: "queda #", other: "quedan #" },
  noLimit: "sin límite",
  nothing: "La plataforma no lo ha indicado.",
  unavailable: first.es.uncheckable,
  off: "No está disponible en esta cuenta.",
  ahead: (amount, days) => `Previsión: ${amount} en ${days}.`,
  reached: (day, range) => `A este ritmo, el límite se alcanzará el ${day}${range}.`,
  between: ([from, to]) => ` (entre el ${from} y el ${to})`,
  earliest: (day) => ` (no antes del ${day})`,
  distant: "A este ritmo, el límite no se alcanzará en menos de un año.",
};

/** Before 1 and 11, which begin with a vowel. */
const the = (day: string): string => (/^11?\b/.test(day) ? `l’${day}` : `el ${day}`);
const fromThe = (day: string): string => (/^11?\b/.test(day) ? `de l’${day}` : `del ${day}`);

const ca: MeterWords = {
  tag: "ca",
  levels: {
    ok: "Dins del límit",
    near: "A prop del límit",
    exhausted: "Límit assolit",
    over: "Límit superat",
    unlimited: "Sense límit",
    unknown: "Sense dades",
    disabled: "Funció desactivada",
    loading: first.ca.checking,
  },
  usedOf: (used, limit, category) =>
    `se ${category === "one" ? "n’ha" : "n’han"} usat ${used} (límit: ${limit})`,
  used: { one: "se n’ha usat #", other: "se n’han usat #" },
  limit: { other: "límit: #" },
  held: { other: "# en curs" },
  left: { one: "en queda #", other: "en queden #" },
  noLimit: "sense límit",
  nothing: "La plataforma no ho ha indicat.",
  unavailable: first.ca.uncheckable,
  off: "No està disponible en aquest compte.",
  ahead: (amount, days) => `Previsió: ${amount} en ${days}.`,
  reached: (day, range) => `A aquest ritme, s’arribarà al límit ${the(day)}${range}.`,
  between: ([from, to]) => ` (entre ${the(from)} i ${the(to)})`,
  earliest: (day) => ` (no abans ${fromThe(day)})`,
  distant: "A aquest ritme, no s’arribarà al límit en menys d’un any.",
};

// \u202f, narrow and no-break, stands before : as in the numbers that Intl writes.
const fr: MeterWords = {
  tag: "fr",
  levels: {
    ok: "Dans la limite",
    near: "Proche de la limite",
    exhausted: "Limite atteinte",
    over: "Limite dépassée",
    unlimited: "Sans limite",
    unknown: "Non connu",
    disabled: "Fonctionnalité désactivée",
    loading: first.fr.checking,
  },
  usedOf: (used, limit) => `utilisation\u202f: ${used} sur ${limit}`,
  used: { other: "utilisation\u202f: #" },
  limit: { other: "limite\u202f: #" },
  held: { other: "# en cours" },
  left: { other: "il en reste #" },
  noLimit: "sans limite",
  nothing: "La plateforme ne l’a pas indiqué.",
  unavailable: first.fr.uncheckable,
  off: "Non disponible pour ce compte.",
  ahead: (amount, days) => `Prévision\u202f: ${amount} en ${days}.`,
  reached: (day, range) => `À ce rythme, la limite sera atteinte le ${day}${range}.`,
  between: ([from, to]) => ` (entre le ${from} et le ${to})`,
  earliest: (day) => ` (pas avant le ${day})`,
  distant: "À ce rythme, la limite ne sera pas atteinte avant un an.",
};

const ALL: Readonly<Record<string, MeterWords>> = { en, es, ca, fr };

/** English where there are no others. */
export const wordsIn = (language: string): MeterWords =>
  (Object.hasOwn(ALL, language) ? ALL[language] : undefined) ?? en;
