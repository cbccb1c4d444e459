import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Decision, GateOptions, Reason, Remedy, Verdict } from "quota-gate";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type Language, languageFor } from "../../www/lib/language.js";
import catalan from "../../www/lib/languages/ca.js";
import english from "../../www/lib/languages/en.js";
import spanish from "../../www/lib/languages/es.js";
import french from "../../www/lib/languages/fr.js";
import { pageLanguage } from "../../www/lib/tongue.js";
import { finally_, GUIDE, gateOver } from "./support.js";
import { stepOf, written } from "./written.js";

const languages: Readonly<Record<string, Language>> = {
  en: english,
  es: spanish,
  ca: catalan,
  fr: french,
};
const dist = path.resolve(import.meta.dirname, "../../dist");

const opened = async (options: GateOptions, body: unknown = GUIDE) => {
  const { gate } = await gateOver([body], options);
  await gate.ready;
  return gate;
};
/** The sentence of a customer who asks for more voters than the votes left. */
const atMost = async (locale: string, votes: number): Promise<string> => {
  const body = { ...GUIDE, limits: { ...GUIDE.limits, maxVotes: GUIDE.usage.sentVotes + votes } };
  const gate = await opened({ locale, revealMax: true }, body);
  return gate.check("publishProcess", { voters: 2 * votes }).message;
};

interface Expected {
  readonly denied: readonly string[];
  readonly allowed: string;
  readonly open: string;
  readonly closed: string;
  readonly atMost: readonly string[];
  readonly one: string;
  readonly several: string;
  readonly close: string;
  readonly together: string;
  readonly refused: string;
  readonly off: string;
  readonly step: string;
}

const expected: Readonly<Record<string, Expected>> = {
  es: {
    denied: [
      "No se puede crear en este momento. Póngase en contacto con el equipo de soporte.",
      "No se puede publicar en este momento. Póngase en contacto con el equipo de soporte.",
      "No se puede enviar en este momento. Póngase en contacto con el equipo de soporte.",
    ],
    allowed: "Se puede enviar.",
    open: "No se ha podido comprobar de antemano, pero puede intentarlo.",
    closed: "No se puede comprobar en este momento. Vuelva a intentarlo en unos instantes.",
    atMost: [
      "Como máximo, 1 votante.",
      "Como máximo, 413 votantes.",
      "Como máximo, 1.000.000 de votantes.",
      "Como máximo, 1.000.001 votantes.",
    ],
    one: "Organizaciones gestionadas: se ha usado 1 de 1, falta 1. Elimine una organización gestionada para liberar su plaza o amplíe el límite en el API Dashboard.",
    several:
      "Votos: se han usado 134 de 1000, faltan 19.134; correos electrónicos: se han usado 87 de 500, faltan 19.587. Amplíe el límite en el API Dashboard o a través de su contacto comercial.",
    close:
      "Dentro de los límites, aunque después quedará poco margen: correos electrónicos: se han usado 87 de 500.",
    together:
      "Por separado caben dentro de los límites, pero no en conjunto: votos: se han usado 134 de 1000, faltan 34.",
    refused:
      "En este entorno no se aplican los límites. En producción se rechazaría: organizaciones gestionadas: se ha usado 1 de 1, falta 1.",
    off: "La función está desactivada en esta cuenta. Active las funciones de integrador o contrate un plan superior en el API Dashboard.",
    step: "Paso 2 de 3: Dentro de los límites.",
  },
  ca: {
    denied: [
      "No es pot crear en aquest moment. Poseu-vos en contacte amb l’equip de suport.",
      "No es pot publicar en aquest moment. Poseu-vos en contacte amb l’equip de suport.",
      "No es pot enviar en aquest moment. Poseu-vos en contacte amb l’equip de suport.",
    ],
    allowed: "Es pot enviar.",
    open: "No s’ha pogut comprovar per endavant, però ho podeu provar.",
    closed: "No es pot comprovar en aquest moment. Torneu-ho a provar d’aquí a uns instants.",
    atMost: [
      "Com a màxim, 1 votant.",
      "Com a màxim, 413 votants.",
      "Com a màxim, 1.000.000 de votants.",
      "Com a màxim, 1.000.001 votants.",
    ],
    one: "Organitzacions gestionades: se n’ha usat 1 (límit: 1), en falta 1. Suprimiu una organització gestionada per alliberar-ne la plaça o amplieu el límit a l’API Dashboard.",
    several:
      "Vots: se n’han usat 134 (límit: 1.000), en falten 19.134; correus electrònics: se n’han usat 87 (límit: 500), en falten 19.587. Amplieu el límit a l’API Dashboard o a través del vostre contacte comercial.",
    close:
      "Dins dels límits, tot i que després quedarà poc marge: correus electrònics: se n’han usat 87 (límit: 500).",
    together:
      "Per separat hi ha prou marge, però no en conjunt: vots: se n’han usat 134 (límit: 1.000), en falten 34.",
    refused:
      "En aquest entorn no s’apliquen els límits. En producció es rebutjaria: organitzacions gestionades: se n’ha usat 1 (límit: 1), en falta 1.",
    off: "La funció està desactivada en aquest compte. Activeu les funcions d’integrador o contracteu un pla superior a l’API Dashboard.",
    step: "Pas 2/3: Dins dels límits.",
  },
  fr: {
    denied: [
      "La création n’est pas possible pour le moment. Veuillez contacter l’assistance.",
      "La publication n’est pas possible pour le moment. Veuillez contacter l’assistance.",
      "L’envoi n’est pas possible pour le moment. Veuillez contacter l’assistance.",
    ],
    allowed: "L’envoi est possible.",
    open: "La vérification préalable n’a pas abouti, mais vous pouvez essayer.",
    closed: "La vérification n’est pas possible pour le moment. Veuillez réessayer dans un instant.",
    atMost: [
      "1 votant au maximum.",
      "413 votants au maximum.",
      "1\u202f000\u202f000 de votants au maximum.",
      "1\u202f000\u202f001 votants au maximum.",
    ],
    one: "Organisations gérées\u202f: vous en avez utilisé 1 sur 1, il en manque 1. Supprimez une organisation gérée pour libérer sa place, ou augmentez la limite dans l’API Dashboard.",
    several:
      "Votes\u202f: vous en avez utilisé 134 sur 1\u202f000, il en manque 19\u202f134\u202f; e-mails\u202f: vous en avez utilisé 87 sur 500, il en manque 19\u202f587. Augmentez la limite dans l’API Dashboard ou auprès de votre contact commercial.",
    close:
      "Les limites sont respectées, mais il restera ensuite peu de marge\u202f: e-mails\u202f: vous en avez utilisé 87 sur 500.",
    together:
      "Les limites sont respectées une à une, mais pas dans l’ensemble\u202f: votes\u202f: vous en avez utilisé 134 sur 1\u202f000, il en manque 34.",
    refused:
      "Les limites ne sont pas appliquées dans cet environnement. En production, cette action serait refusée\u202f: organisations gérées\u202f: vous en avez utilisé 1 sur 1, il en manque 1.",
    off: "La fonctionnalité est désactivée pour ce compte. Activez les fonctionnalités d’intégrateur ou passez à une offre supérieure dans l’API Dashboard.",
    step: "Étape 2 sur 3\u202f: Les limites sont respectées.",
  },
};

describe.each(Object.entries(expected))("%s", (locale, sentences) => {
  const operator: GateOptions = { locale, audience: "operator" };

  test("what a customer reads", async () => {
    const gate = await opened({ locale });
    const denials = [
      gate.check("createManagedOrg"),
      gate.check("publishProcess", { voters: 5_000 }),
      gate.check("relayVotes", { count: 5_000 }),
    ];
    expect(denials.map(({ message }) => message)).toEqual(sentences.denied);
    expect(gate.check("relayVotes").message).toBe(sentences.allowed);
    const failing = Object.assign(new Error("…"), { status: 500 });
    const open = await opened({ locale }, failing);
    expect(open.check("relayVotes").message).toBe(sentences.open);
    const closed = await opened({ locale, whenUnknown: "deny" }, failing);
    expect(closed.check("relayVotes").message).toBe(sentences.closed);
  });

  test("one, several, a million, a million and one", async () => {
    const messages = [1, 413, 1_000_000, 1_000_001].map((votes) => atMost(locale, votes));
    expect(await Promise.all(messages)).toEqual(sentences.atMost);
  });

  test("what an operator reads", async () => {
    const gate = await opened(operator);
    expect(gate.check("createManagedOrg").message).toBe(sentences.one);
    expect(gate.check("publishProcess", { voters: 20_000, emailOtp: true }).message).toBe(sentences.several);
    expect(gate.check("sendEmailOtp", { count: 400 }).message).toBe(sentences.close);
    expect(gate.check("publishProcess", { count: 3, voters: 300 }).message).toBe(sentences.together);
    const off = await opened(operator, { enabled: false });
    expect(off.check("createManagedOrg").message).toBe(sentences.off);
    const { gate: staging } = await gateOver([GUIDE], operator, { environment: "staging" });
    await staging.ready;
    expect(staging.check("createManagedOrg").message).toBe(sentences.refused);
    const within = gate.check("relayVotes").message;
    expect(stepOf(languages[locale] ?? english, operator)(2, 3, within)).toBe(sentences.step);
  });

  test("any message can be replaced, and undefined keeps the built-in one", async () => {
    const gate = await opened({
      locale,
      message: ({ action, message }) => (action === "createManagedOrg" ? `¡${message}!` : undefined),
    });
    expect(gate.check("createManagedOrg").message).toBe(`¡${sentences.denied[0]}!`);
    expect(gate.check("relayVotes").message).toBe(sentences.allowed);
  });
});

describe("which language it is", () => {
  test.each([
    ["es-419", "Como máximo, 2,000 votantes."],
    ["es-MX", "Como máximo, 2,000 votantes."],
    ["spa", "Como máximo, 2000 votantes."],
    ["ca-valencia", "Com a màxim, 2.000 votants."],
    ["fr-CA", "2\u00a0000 votants au maximum."],
    ["en-IN", "At most 2,000 voters."],
    ["de", "At most 2.000 voters."],
    ["tlh", "At most 2,000 voters."],
  ])("%s: %s", async (locale, message) => {
    expect(await atMost(locale, 2_000)).toBe(message);
  });

  test("outside of a page it is English", async () => {
    const gate = await opened({ revealMax: true, audience: "operator" });
    expect(gate.check("relayVotes", { count: 2_000 }).message).toMatch(/^Votes: 134 of 1,000 used/);
  });

  describe("in a page", () => {
    afterEach(() => vi.unstubAllGlobals());

    test.each([
      ["ca", "fr-CH", "ca"],
      ["es-MX", "fr-CH", "es-MX"],
      ["", "fr-CH", "fr-CH"],
      ["en_US", "fr-CH", "fr-CH"],
      [undefined, "fr-CH", "fr-CH"],
      ["", "C.UTF-8", "en"],
      ["", undefined, "en"],
    ])("of language %j in a browser of %j: %s", async (lang, language, found) => {
      vi.stubGlobal("document", { documentElement: { lang } });
      vi.stubGlobal("navigator", { language });
      expect(pageLanguage()).toBe(found);
      expect(await languageFor(undefined)).toBe(languages[found.slice(0, 2)]);
      expect(await languageFor("es")).toBe(spanish);
    });

    test("without a root element or a browser it is English", async () => {
      vi.stubGlobal("document", {});
      expect(await languageFor(undefined)).toBe(english);
    });
  });
});

describe("the files", () => {
  test("the entries have English alone; each other language is a file of its own", () => {
    const others = Object.values(languages).filter((language) => language !== english);
    const files = others.map(({ tag }) => `${tag}.js`);
    expect(readdirSync(path.join(dist, "languages")).filter((file) => file.endsWith(".js"))).toEqual(
      expect.arrayContaining(files),
    );
    for (const entry of ["index.js", "inline.js"]) {
      const script = readFileSync(path.join(dist, entry), "utf8");
      expect(script).toContain(english.remedies.contact);
      for (const { tag, remedies } of others) {
        expect(script).not.toContain(remedies.contact);
        expect(script).toContain(`import("./languages/${tag}.js")`);
      }
    }
  });

  test("where a language doesn't come it is English, until it does", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "quota-gate-"));
    finally_(() => rmSync(folder, { recursive: true }));
    writeFileSync(path.join(folder, "package.json"), `{ "type": "module" }`);
    cpSync(path.join(dist, "inline.js"), path.join(folder, "inline.js"));
    // Another process, which an unhandled rejection would end.
    const script = `
      import { cpSync } from "node:fs";
      import { createGate, vocdoni } from "./inline.js";
      const message = async () => {
        const source = async () => (${JSON.stringify(GUIDE)});
        const gate = await createGate(vocdoni({ source }), { locale: "es" });
        await gate.ready;
        return gate.check("createManagedOrg").message;
      };
      console.log(await message());
      cpSync(${JSON.stringify(path.join(dist, "languages"))}, "languages", { recursive: true });
      console.log(await message());`;
    writeFileSync(path.join(folder, "main.js"), script);
    const { stdout, stderr } = await promisify(execFile)("node", ["main.js"], { cwd: folder });
    expect([stdout.trimEnd().split("\n"), stderr]).toEqual([
      ["This can't be created right now. Please contact support.", expected["es"]?.denied[0]],
      "",
    ]);
  });
});

describe.each(Object.entries(languages))("all of %s", (_, language) => {
  const verdicts: Readonly<Record<Reason, Verdict>> = {
    "within-limits": "allow",
    unlimited: "allow",
    "not-enforced": "allow",
    "limit-reached": "deny",
    "not-enabled": "deny",
    loading: "pending",
    unavailable: "unknown",
    expired: "unknown",
    "usage-unknown": "unknown",
    "limit-unknown": "unknown",
  };
  const kinds: readonly (Remedy["kind"] | null)[] = [
    "free-slot",
    "raise-limit",
    "enable",
    "wait",
    "retry",
    "sign-in",
    null,
  ];
  const { actions, resources } = language.platforms.vocdoni;
  const shortfalls = Object.keys(resources).flatMap((resource) =>
    [0, 4_134].map((shortBy) => ({
      resource,
      limitName: "max",
      scope: null,
      limit: 1_000,
      used: 134,
      held: 3,
      remaining: 863,
      requested: 5_000,
      shortBy,
    })),
  );

  /** Every decision that this audience can get, of a platform with words and of one without. */
  const decisions = (options: GateOptions): Decision[] => {
    const found: Decision[] = [];
    for (const platform of ["vocdoni", "elsewhere"])
      for (const action of [...Object.keys(actions), "another"])
        for (const reason of Object.keys(verdicts) as Reason[])
          for (const kind of kinds)
            for (const allowed of [true, false]) {
              const some = {
                action,
                reason,
                allowed,
                verdict: verdicts[reason],
                blockers: shortfalls,
                warnings: shortfalls,
                maxParams: { count: 413, voters: 413, questions: 413 },
                wouldDeny: allowed,
                remedy: kind && { kind, href: "https://platform.vocdoni.io" },
              };
              const asked = { count: 500, voters: 500, questions: 500 };
              found.push(written(language, some, options, asked, platform));
            }
    return found;
  };
  const sentences = (options: GateOptions): Set<string> =>
    new Set(decisions(options).flatMap(({ message, remedy }) => [message, remedy?.text ?? message]));

  test("customers learn nothing of the contract", () => {
    expect(decisions({}).some(({ remedy }) => remedy?.href)).toBe(false);
    for (const sentence of sentences({})) {
      expect(sentence).not.toMatch(/\d|vocdoni|elsewhere|dashboard|plat[ae]form|integ|límit|limit/i);
    }
    // Of its numbers only the largest amount, and only where they may be told.
    for (const sentence of sentences({ revealMax: true })) {
      expect(sentence.replace("413", "")).not.toMatch(/\d|vocdoni|dashboard|plat[ae]form/i);
    }
  });

  test("sentences are whole, and set as the language sets them", () => {
    const all = [...sentences({}), ...sentences({ revealMax: true }), ...sentences({ audience: "operator" })];
    const step = stepOf(language, { audience: "operator" });
    for (const sentence of [...all, step(2, 3, "Any.")]) {
      expect(sentence).toMatch(/^[\p{Lu}\d].*[.…]$/u);
      expect(sentence).not.toMatch(/undefined|null|#| {2}|\.\.|\[object/);
      if (language !== english) expect(sentence).not.toContain("'");
      if (language === french) expect(sentence).not.toMatch(/(?<!\u202f)[:;!?]/);
      else expect(sentence).not.toMatch(/\s[:;!?]/);
    }
  });

  test("has all that English has", () => {
    expect(shape(language)).toEqual(shape(english));
  });

  test("has forms for no category that it hasn't", () => {
    const { pluralCategories } = new Intl.PluralRules(language.tag).resolvedOptions();
    for (const forms of plurals(language)) expect(pluralCategories).toEqual(expect.arrayContaining(forms));
  });
});

const isPlural = (value: object): boolean => "other" in value;

/** What there is, but for the forms of a plural, which are each language's own. */
const shape = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return typeof value;
  if (isPlural(value)) return "plural";
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
};

const plurals = (value: unknown): string[][] => {
  if (typeof value !== "object" || value === null) return [];
  return isPlural(value) ? [Object.keys(value)] : Object.values(value).flatMap(plurals);
};
