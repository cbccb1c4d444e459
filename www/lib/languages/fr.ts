import { fr } from "../first-words.js";
import type { Language, Sentences } from "../language.js";

// \u202f, narrow and no-break, stands before : and ; as in the numbers that Intl writes.

const noun = (name: string): Sentences => ({
  can: `${name} est possible.`,
  cannot: `${name} n’est pas possible pour le moment.`,
});
const sending = noun("L’envoi");

export default {
  tag: "fr",
  checking: fr.checking,
  unchecked: fr.unchecked,
  uncheckable: fr.uncheckable,
  atMost: (amount) => `${amount} au maximum.`,
  atOnce: { other: "# à la fois" },
  remedies: {
    wait: "Veuillez patienter un instant.",
    retry: fr.retry,
    "sign-in": "Veuillez vous reconnecter.",
    contact: "Veuillez contacter l’assistance.",
    finish: "Veuillez attendre la fin des opérations en cours.",
    later: "Veuillez réessayer plus tard.",
    reset: (time) => `Attendez la prochaine période\u202f: ${time}.`,
  },
  reasons: {
    "within-limits": "Les limites sont respectées.",
    unlimited: "Aucune limite ne s’applique.",
    "not-enforced": "Les limites ne sont pas appliquées dans cet environnement.",
    "not-enabled": "La fonctionnalité est désactivée pour ce compte.",
    unavailable: "Impossible de consulter le quota pour le moment.",
    expired: "Les dernières informations sur le quota sont trop anciennes pour être prises en compte.",
    "usage-unknown": "La plateforme n’a pas indiqué l’utilisation actuelle.",
    "limit-unknown": "La plateforme n’a pas indiqué la limite.",
  },
  used: (name, used, limit) => `${name}\u202f: vous en avez utilisé ${used} sur ${limit}`,
  left: { other: "il en reste #" },
  held: { other: "# en cours" },
  missing: { other: "il en manque #" },
  separator: "\u202f; ",
  close: (list) => `Les limites sont respectées, mais il restera ensuite peu de marge\u202f: ${list}.`,
  together: (list) => `Les limites sont respectées une à une, mais pas dans l’ensemble\u202f: ${list}.`,
  refused: (list) => `En production, cette action serait refusée\u202f: ${list}.`,
  step: (number, total, message) => `Étape ${number} sur ${total}\u202f: ${message}`,
  anything: noun("L’opération"),
  platforms: {
    vocdoni: {
      resources: {
        managedOrgs: "organisations gérées",
        managedProcesses: "processus de vote",
        votes: "votes",
        emails: "e-mails",
        sms: "SMS",
      },
      actions: {
        createManagedOrg: noun("La création"),
        publishProcess: noun("La publication"),
        relayVotes: sending,
        sendEmailOtp: sending,
        sendSmsOtp: sending,
      },
      params: {
        voters: { one: "# votant", many: "# de votants", other: "# votants" },
        questions: { one: "# question", many: "# de questions", other: "# questions" },
      },
      freeSlot:
        "Supprimez une organisation gérée pour libérer sa place, ou augmentez la limite dans l’API Dashboard.",
      raiseLimit: "Augmentez la limite dans l’API Dashboard ou auprès de votre contact commercial.",
      enable:
        "Activez les fonctionnalités d’intégrateur ou passez à une offre supérieure dans l’API Dashboard.",
    },
    didomi: {
      resources: {
        exportConfigs: "exports par lots actifs",
        exportDestinations: "destinations d’export",
      },
      actions: { enableExportConfig: noun("L’activation"), attachExportDestination: noun("L’ajout") },
      params: {},
      raiseLimit:
        "Demandez à l’assistance de Didomi d’augmenter la limite, ou libérez une place en désactivant ou en supprimant ce qui ne sert plus.",
      enable: "Demandez à l’assistance de Didomi d’activer la fonctionnalité.",
    },
  },
  anyPlatform: {
    resources: {},
    actions: {},
    params: {},
    freeSlot: "Libérez une unité ou augmentez la limite.",
    raiseLimit: "Augmentez la limite.",
    enable: "Activez la fonctionnalité.",
  },
} satisfies Language;
