import english from "./languages/en.js";
import { foreign } from "./tongue.js";
import type { DidomiActions, DidomiResource, Reason, VocdoniActions, VocdoniResource } from "./types.js";

/** What a number is put into, at its `#`, by plural category; `other` stands for those left out. */
export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** Of one action, for customers, who see their own form: whole sentences, since words agree with each other. */
export interface Sentences {
  readonly can: string;
  readonly cannot: string;
}

/** What a platform's things are called. */
export interface Words<Action extends string, Resource extends string, Param extends string> {
  /** For operators: "managed organizations". */
  readonly resources: Readonly<Record<Resource, string>>;
  readonly actions: Readonly<Record<Action, Sentences>>;
  /** "413 voters" */
  readonly params: Readonly<Record<Param, Plural>>;
  /** For operators: how to free a slot, where the way out is that. */
  readonly freeSlot?: string;
  /** For operators: how to get more. */
  readonly raiseLimit: string;
  readonly enable: string;
}

/** Every sentence. Numbers come written out already. */
export interface Language {
  /** Whose plurals these are. */
  readonly tag: string;
  readonly checking: string;
  /** For customers, where nothing is known: the control is open, or it isn't. */
  readonly unchecked: string;
  readonly uncheckable: string;
  readonly atMost: (amount: string) => string;
  /** An amount of the action itself. */
  readonly atOnce: Plural;
  readonly remedies: {
    readonly wait: string;
    readonly retry: string;
    readonly "sign-in": string;
    /** For customers: what helps is the operator's to do. */
    readonly contact: string;
    /** For operators: something else under way holds what is missing. */
    readonly finish: string;
    /** For customers: the limit is the same later, and what was used of it isn't. */
    readonly later: string;
    /** For operators: it starts anew at that time. */
    readonly reset: (time: string) => string;
  };
  /** For operators, but for those that need numbers. */
  readonly reasons: Readonly<Record<Exclude<Reason, "limit-reached" | "loading">, string>>;
  /** "votes: 134 of 1,000 used", and the category of the 134. */
  readonly used: (name: string, used: string, limit: string, category: Intl.LDMLPluralRule) => string;
  /** Where nobody says of how many. */
  readonly left: Plural;
  readonly held: Plural;
  readonly missing: Plural;
  readonly separator: string;
  readonly close: (list: string) => string;
  readonly together: (list: string) => string;
  readonly refused: (list: string) => string;
  readonly step: (number: string, total: string, message: string) => string;
  /** Of an action without words of its own. */
  readonly anything: Sentences;
  readonly platforms: {
    readonly vocdoni: Words<keyof VocdoniActions, VocdoniResource, "voters" | "questions">;
    readonly didomi: Words<keyof DidomiActions, DidomiResource, never>;
  };
  /** For platforms that aren't among these. */
  readonly anyPlatform: Words<never, never, never>;
}

/** The locale's language, or English where there is none or it doesn't come. */
export const languageFor = async (locale: string | undefined): Promise<Language> =>
  (await foreign(locale)) ?? english;
