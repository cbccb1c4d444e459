import type { Language } from "./language.js";

/** Each a file beside the entry, asked for when a gate first speaks it. Bundlers look for exactly these expressions. */
const others: Readonly<Record<string, () => Promise<{ readonly default: Language }>>> = {
  ca: () => import("./languages/ca.js"),
  es: () => import("./languages/es.js"),
  fr: () => import("./languages/fr.js"),
};

/** The locale's language where that isn't English, and it comes. */
export const foreign = async (locale: string | undefined): Promise<Language | undefined> => {
  const load = others[new Intl.Locale(locale ?? pageLanguage()).language];
  try {
    return load && (await load()).default;
  } catch {
    // A gate that speaks English is better than none. Browsers remember the failure for as long as the page lives.
    return undefined;
  }
};

/** The document's language, else the browser's. Outside of a page it is English, wherever the server stands. */
export const pageLanguage = (): string => {
  if (typeof document === "undefined") return "en";
  return canonical(document.documentElement?.lang) ?? canonical(globalThis.navigator?.language) ?? "en";
};

const canonical = (tag: string | undefined): string | undefined => {
  try {
    return tag ? new Intl.Locale(tag).toString() : undefined;
  } catch {
    return undefined;
  }
};
