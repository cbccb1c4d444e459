import { activates } from "./carrier.js";
import type { Listen } from "./listen.js";

export interface Watch<Closed> {
  /** Brings what an event is about up to date. */
  refresh(event: Event): void;
  /** A click that nothing keeps from what it does. */
  passed(event: Event): void;
  /** What keeps this carrier closed, if it is. */
  closing(carrier: EventTarget | null): Closed | undefined;
  /** What keeps this form from being submitted by nobody in particular. */
  closingForm(form: EventTarget | null): Closed | undefined;
  attempted(closed: Closed): void;
}

/** Stops whatever would activate a closed control, before the application hears of it. */
export function guard<Closed>(
  listen: Listen,
  { refresh, passed, closing, closingForm, attempted }: Watch<Closed>,
): void {
  function stop(event: Event, closed: Closed | undefined, silent = false): void {
    if (!closed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!silent) attempted(closed);
  }

  function onClick(event: MouseEvent): void {
    if (event.button === 2) return;
    refresh(event);
    const carrier = event.composedPath().find(closing);
    if (carrier) stop(event, closing(carrier));
    else passed(event);
  }

  function onKey(event: KeyboardEvent): void {
    const { target, key } = event;
    if (!closing(target) || !activates(key, target as Element)) return;
    refresh(event);
    stop(event, closing(target), event.repeat || event.type === "keyup");
  }

  listen("click", onClick);
  listen("auxclick", onClick);
  listen("keydown", onKey);
  listen("keyup", onKey);
  listen("submit", (event) => {
    refresh(event);
    stop(event, event.submitter ? closing(event.submitter) : closingForm(event.target));
  });
}
