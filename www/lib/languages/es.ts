import { es } from "../first-words.js";
import type { Language, Sentences } from "../language.js";

const verb = (infinitive: string): Sentences => ({
  can: `Se puede ${infinitive}.`,
  cannot: `No se puede ${infinitive} en este momento.`,
});
const send = verb("enviar");

export default {
  tag: "es",
  checking: es.checking,
  unchecked: es.unchecked,
  uncheckable: es.uncheckable,
  atMost: (amount) => `Como máximo, ${amount}.`,
  atOnce: { other: "# a la vez" },
  remedies: {
    wait: "Espere un momento, por favor.",
    retry: es.retry,
    "sign-in": "Vuelva a iniciar sesión.",
    contact: "Póngase en contacto con el equipo de soporte.",
    finish: "Espere a que terminen las operaciones en curso.",
    later: "Vuelva a intentarlo más tarde.",
    reset: (time) => `Espere al nuevo período: ${time}.`,
  },
  reasons: {
    "within-limits": "Dentro de los límites.",
    unlimited: "No hay ningún límite.",
    "not-enforced": "En este entorno no se aplican los límites.",
    "not-enabled": "La función está desactivada en esta cuenta.",
    unavailable: "No se puede consultar la cuota en este momento.",
    expired: "La última información sobre la cuota es demasiado antigua para tenerla en cuenta.",
    "usage-unknown": "La plataforma no ha indicado cuánto se ha usado.",
    "limit-unknown": "La plataforma no ha indicado cuál es el límite.",
  },
  used: (name, used, limit, category) =>
    `${name}: ${category === "one" ? "se ha" : "se han"} usado ${used} de ${limit}`,
  left: { one: "queda #", other: "quedan #" },
  held: { other: "# en curso" },
  missing: { one: "falta #", other: "faltan #" },
  separator: "; ",
  close: (list) => `Dentro de los límites, aunque después quedará poco margen: ${list}.`,
  together: (list) => `Por separado caben dentro de los límites, pero no en conjunto: ${list}.`,
  refused: (list) => `En producción se rechazaría: ${list}.`,
  step: (number, total, message) => `Paso ${number} de ${total}: ${message}`,
  anything: verb("hacer"),
  platforms: {
    vocdoni: {
      resources: {
        managedOrgs: "organizaciones gestionadas",
        managedProcesses: "procesos de votación",
        votes: "votos",
        emails: "correos electrónicos",
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
        voters: { one: "# votante", many: "# de votantes", other: "# votantes" },
        questions: { one: "# pregunta", many: "# de preguntas", other: "# preguntas" },
      },
      freeSlot:
        "Elimine una organización gestionada para liberar su plaza o amplíe el límite en el API Dashboard.",
      raiseLimit: "Amplíe el límite en el API Dashboard o a través de su contacto comercial.",
      enable: "Active las funciones de integrador o contrate un plan superior en el API Dashboard.",
    },
    didomi: {
      resources: {
        exportConfigs: "exportaciones por lotes activas",
        exportDestinations: "destinos de exportación",
      },
      actions: { enableExportConfig: verb("activar"), attachExportDestination: verb("añadir") },
      params: {},
      raiseLimit:
        "Pida al soporte de Didomi que amplíe el límite o libere una plaza desactivando o eliminando lo que no necesite.",
      enable: "Pida al soporte de Didomi que active la función.",
    },
  },
  anyPlatform: {
    resources: {},
    actions: {},
    params: {},
    freeSlot: "Libere una unidad o amplíe el límite.",
    raiseLimit: "Amplíe el límite.",
    enable: "Active la función.",
  },
} satisfies Language;
