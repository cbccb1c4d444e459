import { stop } from "../interface/attempt.js";
import type { Source } from "../interface/source.js";
import type { Decision } from "../types.js";

/** What keeps events from a closed control. Made once for each: whoever compares properties sees no change. */
export const handlersOf = (source: Source, decide: () => Decision) => {
  const hear = (event: Event): void => {
    stop(event, event.currentTarget as Element, decide(), source);
  };
  return { onClickCapture: hear, onAuxclickCapture: hear, onKeydownCapture: hear, onKeyupCapture: hear };
};

/** What keeps a form from being submitted by nobody in particular, or by script in the name of the control. */
export const formHandlersOf = (
  source: Source,
  decide: () => Decision,
  isOurs: (submitter: Element) => boolean,
) => ({
  onSubmitCapture(event: Event): void {
    const { submitter } = event as SubmitEvent;
    const control = submitter ?? (event.currentTarget as Element);
    if (!submitter || isOurs(submitter)) stop(event, control, decide(), source);
  },
});
