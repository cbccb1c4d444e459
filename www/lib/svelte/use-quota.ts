import { tick } from "svelte";
import { regionOf, speakToFocused, stop } from "../interface/attempt.js";
import { given } from "../interface/given.js";
import { type Loadable, type Params, sourceOf } from "../interface/source.js";
import { type View, viewOf } from "../interface/view.js";
import type { Decision } from "../types.js";
import { focused, isDescribedBy } from "./focused.js";
import { live } from "./live.js";

type Asked = Params | null | undefined;

interface Shown extends View {
  /** Of the element that says why. None in the first rendering, which has to be the server's, unless the application gives one. */
  readonly id: string | undefined;
}

const marks = ({ decision, allowed, reason, id }: Shown) => ({
  "aria-disabled": allowed ? undefined : ("true" as const),
  "aria-describedby": reason === "" ? undefined : id,
  "data-quota-verdict": decision.verdict,
});

const reasonMarks = ({ reason, id }: Shown) => ({ id, hidden: reason === "", "data-quota-reason": "" });

export const useQuota = (
  gate: Loadable,
  action: string,
  params?: Asked | (() => Asked),
  options: { readonly id?: string | undefined } = {},
) => {
  const source = sourceOf(gate);
  const id = options.id ?? `quota-${Math.random().toString(36).slice(2)}`;
  const heardOf = new WeakSet<Element>();
  let shownId = options.id;

  const asked = () => given(source, action, typeof params === "function" ? params() : params);
  const decide = (): Decision => source.check(action, asked());
  const isOurs = (element: Element | null): element is Element =>
    element !== null && (heardOf.has(element) || isDescribedBy(element, id));

  async function speak(reason: string): Promise<void> {
    const before = focused();
    const wasOurs = isOurs(before);
    await tick();
    const control = focused();
    if (control && ((wasOurs && control === before) || isOurs(control))) speakToFocused(control, reason);
  }

  const answer = live<Shown>(source, {
    ask: () => ({ ...viewOf(source, action, asked()), id: shownId }),
    began() {
      queueMicrotask(() => {
        shownId = id;
      });
      regionOf(document.body);
    },
    changed(now, before) {
      if (now.reason !== before.reason) void speak(now.reason);
    },
  });

  function hear(event: Event): void {
    const control = event.currentTarget as Element;
    heardOf.add(control);
    stop(event, control, decide(), source);
  }

  function hearSubmit(event: Event): void {
    const { submitter } = event as SubmitEvent;
    const control = submitter ?? (event.currentTarget as Element);
    if (!submitter || isOurs(submitter)) stop(event, control, decide(), source);
  }

  const handlers = {
    onclickcapture: hear,
    onauxclickcapture: hear,
    onkeydowncapture: hear,
    onkeyupcapture: hear,
  };
  const written = (shown: Shown) => ({
    shown,
    attrs: { ...marks(shown), ...handlers },
    reasonAttrs: reasonMarks(shown),
  });
  let last: ReturnType<typeof written> | undefined;

  function now() {
    const shown = answer.read();
    if (last?.shown !== shown) last = written(shown);
    return last;
  }

  return {
    get decision() {
      return now().shown.decision;
    },
    get allowed() {
      return now().shown.allowed;
    },
    get reason() {
      return now().shown.reason;
    },
    get attrs() {
      return now().attrs;
    },
    get reasonAttrs() {
      return now().reasonAttrs;
    },
    formAttrs: { onsubmitcapture: hearSubmit },
  };
};
