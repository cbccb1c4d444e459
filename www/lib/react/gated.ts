import {
  cloneElement,
  createElement,
  Fragment,
  isValidElement,
  type ReactElement,
  type ReactNode,
  type SyntheticEvent,
} from "react";
import type { Quota } from "./quota.js";

export type Children = ReactNode | ((quota: Quota) => ReactNode);
type Own = Readonly<Record<string, unknown>>;
type Handler = (event: SyntheticEvent) => void;

/** What `Gated` renders. Undefined is no fallback; null is one that shows nothing. */
export const gated = (quota: Quota, children: Children, fallback: ReactNode): ReactElement => {
  if (fallback !== undefined && !quota.allowed) return createElement(Fragment, null, fallback);
  if (typeof children === "function") return createElement(Fragment, null, children(quota));
  if (fallback !== undefined) return createElement(Fragment, null, children);
  const control = controlOf(children);
  return createElement(
    Fragment,
    null,
    cloneElement(control, withOwn(quota.controlProps, control.props)),
    createElement("span", quota.reasonProps),
  );
};

const controlOf = (children: ReactNode): ReactElement<Own> => {
  if (isValidElement<Own>(children) && children.type !== Fragment) return children;
  throw new Error("quota-gate: Gated takes one control, such as a <button>, or a function, or a fallback.");
};

/** The application's own come with them: its descriptions, what it disabled, and its handlers, unless the event was kept. */
const withOwn = (props: Quota["controlProps"], own: Own) => ({
  ...props,
  ...Object.fromEntries(Object.entries(props).map(([name, ours]) => [name, merged(name, ours, own[name])])),
});

const merged = (name: string, ours: unknown, theirs: unknown): unknown => {
  if (name === "aria-describedby") return [theirs, ours].filter(Boolean).join(" ") || undefined;
  if (name === "aria-disabled") return ours ?? theirs;
  if (typeof ours === "function" && typeof theirs === "function")
    return both(ours as Handler, theirs as Handler);
  return ours;
};

const both =
  (ours: Handler, theirs: Handler): Handler =>
  (event) => {
    ours(event);
    if (!event.isPropagationStopped()) theirs(event);
  };
