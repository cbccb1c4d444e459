import { ca } from "../first-words.js";
import type { Language, Sentences } from "../language.js";

// No "de" before a number: it would have to be "d’" before 1, 11, 11.000 and 1.000.000.

const verb = (infinitive: string): Sentences => ({
  can: `Es pot ${infinitive}.`,
  cannot: `No es pot ${infinitive} en aquest moment.`,
});
const send = verb("enviar");

export default {
  tag: "ca",
  checking: ca.checking,
  unchecked: ca.unchecked,
  uncheckable: ca.uncheckable,
  atMost: (amount) => `Com a màxim, ${amount}.`,
  atOnce: { other: "# alhora" },
  remedies: {
    wait: "Espereu un moment, si us plau.",
    retry: ca.retry,
    "sign-in": "Torneu a iniciar la sessió.",
    contact: "Poseu-vos en contacte amb l’equip de suport.",
    finish: "Espereu que acabin les operacions en curs.",
    later: "Torneu-ho a provar més tard.",
    reset: (time) => `Espereu el període nou: ${time}.`,
  },
  reasons: {
    "within-limits": "Dins dels límits.",
    unlimited: "No hi ha cap límit.",
    "not-enforced": "En aquest entorn no s’apliquen els límits.",
    "not-enabled": "La funció està desactivada en aquest compte.",
    unavailable: "No es pot consultar la quota en aquest moment.",
    expired: "La darrera informació sobre la quota és massa antiga per tenir-la en compte.",
    "usage-unknown": "La plataforma no ha indicat quant s’ha usat.",
    "limit-unknown": "La plataforma no ha indicat quin és el límit.",
  },
  used: (name, used, limit, category) =>
    `${name}: se ${category === "one" ? "n’ha" : "n’han"} usat ${used} (límit: ${limit})`,
  left: { one: "en queda #", other: "en queden #" },
  held: { other: "# en curs" },
  missing: { one: "en falta #", other: "en falten #" },
  separator: "; ",
  close: (list) => `Dins dels límits, tot i que després quedarà poc marge: ${list}.`,
  together: (list) => `Per separat hi ha prou marge, però no en conjunt: ${list}.`,
  refused: (list) => `En producció es rebutjaria: ${list}.`,
  step: (number, total, message) => `Pas ${number}/${total}: ${message}`,
  anything: verb("fer"),
  platforms: {
    vocdoni: {
      resources: {
        managedOrgs: "organitzacions gestionades",
        managedProcesses: "processos de votació",
        votes: "vots",
        emails: "correus electrònics",
        sms: "SMS",
      },
      actions: {
        createManagedOrg: verb("crear"),
        publishProcess: verb("publicar"),
        relayVotes: send,
        sendEmailOtp: send,
        sendSmsOtp: send,
      },
      params: {
        voters: { one: "# votant", many: "# de votants", other: "# votants" },
        questions: { one: "# pregunta", many: "# de preguntes", other: "# preguntes" },
      },
      freeSlot:
        "Suprimiu una organització gestionada per alliberar-ne la plaça o amplieu el límit a l’API Dashboard.",
      raiseLimit: "Amplieu el límit a l’API Dashboard o a través del vostre contacte comercial.",
      enable: "Activeu les funcions d’integrador o contracteu un pla superior a l’API Dashboard.",
    },
    didomi: {
      resources: {
        exportConfigs: "exportacions per lots actives",
        exportDestinations: "destinacions d’exportació",
      },
      actions: { enableExportConfig: verb("activar"), attachExportDestination: verb("afegir") },
      params: {},
      raiseLimit:
        "Demaneu al suport de Didomi que ampliï el límit o allibereu una plaça desactivant o suprimint el que no necessiteu.",
      enable: "Demaneu al suport de Didomi que activi la funció.",
    },
  },
  anyPlatform: {
    resources: {},
    actions: {},
    params: {},
    freeSlot: "Allibereu una unitat o amplieu el límit.",
    raiseLimit: "Amplieu el límit.",
    enable: "Activeu la funció.",
  },
} satisfies Language;
