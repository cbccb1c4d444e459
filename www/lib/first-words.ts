/** What can be said before there is a gate, or where there never is one. The languages take it from here. */
export interface FirstWords {
  readonly checking: string;
  /** Nothing is known: the control is open, or it isn't. */
  readonly unchecked: string;
  readonly uncheckable: string;
  readonly retry: string;
}

export const en: FirstWords = {
  checking: "Checking…",
  unchecked: "This couldn't be checked beforehand. You can try.",
  uncheckable: "This can't be checked right now.",
  retry: "Please try again in a moment.",
};

export const es: FirstWords = {
  checking: "Comprobando…",
  unchecked: "No se ha podido comprobar de antemano, pero puede intentarlo.",
  uncheckable: "No se puede comprobar en este momento.",
  retry: "Vuelva a intentarlo en unos instantes.",
};

export const ca: FirstWords = {
  checking: "S’està comprovant…",
  unchecked: "No s’ha pogut comprovar per endavant, però ho podeu provar.",
  uncheckable: "No es pot comprovar en aquest moment.",
  retry: "Torneu-ho a provar d’aquí a uns instants.",
};

export const fr: FirstWords = {
  checking: "Vérification en cours…",
  unchecked: "La vérification préalable n’a pas abouti, mais vous pouvez essayer.",
  uncheckable: "La vérification n’est pas possible pour le moment.",
  retry: "Veuillez réessayer dans un instant.",
};
