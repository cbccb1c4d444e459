import { useEffect, useId, useInsertionEffect, useMemo, useRef, useState } from "react";
import { keyOf } from "../bind/markup.js";
import { regionOf, speakToFocused } from "../interface/attempt.js";
import { given } from "../interface/given.js";
import { keepSame } from "../interface/same.js";
import type { Params } from "../interface/source.js";
import { type View, viewOf } from "../interface/view.js";
import { useAnswer } from "./answer.js";
import { focusedControl } from "./focus.js";
import { type Asked, handlersOf } from "./handlers.js";
import type { Outlook } from "./outlook.js";

const shown = (view: View, id: string, { control, form }: ReturnType<typeof handlersOf>) => ({
  ...view,
  controlProps: {
    "aria-disabled": view.allowed ? undefined : (true as const),
    "aria-describedby": view.reason === "" ? undefined : id,
    "data-quota-verdict": view.decision.verdict,
    "data-quota-control": id,
    ...control,
  },
  reasonProps: { id, children: view.reason, hidden: view.reason === "", "data-quota-reason": "" },
  formProps: form,
});

export type Quota = ReturnType<typeof shown>;

export const useQuotaOf = (outlook: Outlook, action: string, params?: Params | null): Quota => {
  const id = `quota-${useId()}`;
  const view = useAnswer<View>(
    outlook,
    (source, last) => keepSame(last, viewOf(source, action, given(source, action, params))),
    keyOf(action, params),
  );
  const handlers = useHandlers(id, { source: outlook.source, action, params });
  useVoice(id, view.reason);
  return useMemo(() => shown(view, id, handlers), [view, id, handlers]);
};

/** They ask what was rendered last, and stay the same. */
const useHandlers = (id: string, asked: Asked) => {
  const latest = useRef(asked);
  useInsertionEffect(() => {
    latest.current = asked;
  });
  const [handlers] = useState(() => handlersOf(id, () => latest.current));
  return handlers;
};

/** A reason that changed is spoken to whoever is on the control. */
const useVoice = (id: string, reason: string): void => {
  const told = useRef(reason);
  useEffect(() => {
    regionOf(document.body);
  }, []);
  useEffect(() => {
    if (told.current === reason) return;
    told.current = reason;
    const control = focusedControl(id);
    if (control) speakToFocused(control, reason);
  }, [id, reason]);
};
