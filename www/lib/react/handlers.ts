import type { SyntheticEvent } from "react";
import { regionOf, stop } from "../interface/attempt.js";
import { given } from "../interface/given.js";
import type { Params, Source } from "../interface/source.js";
import { isControlOf } from "./focus.js";

export interface Asked {
  readonly source: Source;
  readonly action: string;
  readonly params?: Params | null | undefined;
}

/** What keeps events from a closed control, and submissions from its form. The gate is asked anew for each. */
export const handlersOf = (id: string, latest: () => Asked) => {
  function keep(event: SyntheticEvent, control: Element): void {
    const { source, action, params } = latest();
    const decision = source.check(action, given(source, action, params));
    if (!stop(event.nativeEvent, control, decision, source)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function hear(event: SyntheticEvent): void {
    keep(event, event.currentTarget);
  }

  /** What is typed within a control isn't typed to it. */
  function hearKey(event: SyntheticEvent): void {
    if (event.target === event.currentTarget) keep(event, event.currentTarget);
  }

  /** Where the region has to be before it speaks. What was said to somebody else is over. */
  function prepare({ currentTarget }: SyntheticEvent): void {
    const region = regionOf(currentTarget);
    region.say("");
    region.place(currentTarget);
  }

  /** Another button of the form isn't ours to stop, nor is a form in a dialog that React has within this one. */
  function hearSubmit(event: SyntheticEvent): void {
    if (event.target !== event.currentTarget) return;
    const { submitter } = event.nativeEvent as SubmitEvent;
    if (!submitter || isControlOf(id, submitter)) keep(event, submitter ?? event.currentTarget);
  }

  return {
    control: {
      onClickCapture: hear,
      onAuxClickCapture: hear,
      onKeyDownCapture: hearKey,
      onKeyUpCapture: hearKey,
      onFocusCapture: prepare,
    },
    form: { onSubmitCapture: hearSubmit },
  };
};
