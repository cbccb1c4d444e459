import { type ComputedRef, type MaybeRefOrGetter, toValue, unref, useId, watch } from "vue";
import { given } from "../interface/given.js";
import { keepSame } from "../interface/same.js";
import type { Params, Source } from "../interface/source.js";
import { type View, viewOf } from "../interface/view.js";
import type { Decision } from "../types.js";
import { useAnswer } from "./answer.js";
import { controls } from "./controls.js";
import { formHandlersOf, handlersOf } from "./handlers.js";
import { useSource } from "./source.js";

type Asked = MaybeRefOrGetter<Params | null | undefined>;

/** Each of the parameters may be a ref itself. */
const paramsOf = (source: Source, action: string, asked: unknown): Params | undefined => {
  const params = toValue(asked as Asked);
  const plain = params && Object.entries(params).map(([name, value]) => [name, unref(value)]);
  return given(source, action, plain && Object.fromEntries(plain));
};

const shown = (view: View, id: string) => ({
  ...view,
  reasonAttrs: { id, hidden: view.reason === "", "data-quota-reason": "" } as const,
});

const marks = ({ decision, allowed, reason }: View, id: string) => ({
  "aria-disabled": allowed ? undefined : ("true" as const),
  "aria-describedby": reason === "" ? undefined : id,
  "data-quota-verdict": decision.verdict,
});

export const useQuota = (action: string, params?: unknown): ComputedRef<Quota> => {
  const source = useSource("useQuota");
  const id = `quota-${useId()}`;
  const carrying = controls();
  const decide = (): Decision => source.check(action, paramsOf(source, action, params));
  const handlers = { ...handlersOf(source, decide), ...carrying.hooks };
  const formAttrs = formHandlersOf(source, decide, carrying.has);
  let view: View | undefined;

  const quota = useAnswer<Quota>(source, (last) => {
    const next = keepSame(view, viewOf(source, action, paramsOf(source, action, params)));
    if (last && next === view) return last;
    view = next;
    return { ...shown(next, id), attrs: { ...marks(next, id), ...handlers }, formAttrs };
  });
  watch(() => quota.value.reason, carrying.say, { flush: "post" });
  return quota;
};

type Quota = ReturnType<typeof shown> & {
  readonly attrs: ReturnType<typeof marks> &
    ReturnType<typeof handlersOf> &
    Readonly<Record<string, unknown>>;
  readonly formAttrs: ReturnType<typeof formHandlersOf>;
};
