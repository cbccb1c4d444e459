/**
 * For Svelte 5.7 and later: {@link useQuota} and {@link useHeadroom} with runes, the action {@link gated}, and the stores {@link quota} and
 * {@link headroom}. All take the gate, or the promise of one, as their first argument.
 *
 * @module quota-gate/svelte
 */
// The public types, kept by hand. Copied as it stands to `dist/svelte.d.ts`.
import type { Decision, Gate, Headroom, Verdict } from "quota-gate";
import type { Readable } from "svelte/store";

/** A gate, or the promise of one: until it's there controls are pending, and where it never comes the quota is unknown. */
export type Loadable<G> = G | Promise<G>;

/** The parameters of an action, as fields give them: null is not given. */
export type Fields<P> = { readonly [K in keyof P]: P[K] | null | undefined };

/** Parameters that are all optional may be left out; others may not. */
// biome-ignore lint/complexity/noBannedTypes: "{} extends P" is how TypeScript asks whether all is optional.
export type FieldsOf<P> = {} extends P ? [params?: Fields<P> | null] : [params: Fields<P>];

/**
 * `$may` of `const may = quota(gate, "publishProcess", { voters: 400 })` is the decision. Told at once, and then when it has changed. For
 * parameters that change there is {@link useQuota}.
 */
export function quota<A, R extends string, K extends keyof A & string>(
  gate: Loadable<Gate<A, R>>,
  action: K,
  ...params: FieldsOf<A[K]>
): Readable<Decision<R>>;

/**
 * A store of what is left of a resource; with `scope`, within it. While there is no gate it is not known. A resource that the gate doesn't
 * have is a `QuotaError` with the code `unknown-resource`.
 */
export function headroom<A, R extends string>(
  gate: Loadable<Gate<A, R>>,
  resource: NoInfer<R>,
  scope?: string,
): Readable<Headroom<R>>;

/** For the control: `<button {...q.attrs}>`. It says what may be done with it, and keeps it from being used while it's closed. */
export type QuotaAttrs = {
  /** `"true"` while it's closed. It stays focusable, so that its reason can be read out. */
  readonly "aria-disabled": "true" | undefined;
  /** The id of `reasonAttrs`, while there is a reason. */
  readonly "aria-describedby": string | undefined;
  /** For your style sheet. */
  readonly "data-quota-verdict": Verdict;
  /** Keeps a click from your handlers while it's closed, and the form from being submitted by it. */
  readonly onclickcapture: (event: Event) => void;
  /** The same for the middle button. */
  readonly onauxclickcapture: (event: Event) => void;
  /** The same for Enter and Space. Tab always passes. */
  readonly onkeydowncapture: (event: Event) => void;
  /** The same, for what is done when a key is let go. */
  readonly onkeyupcapture: (event: Event) => void;
};

/** For the element that says why: `<span {...q.reasonAttrs}>{q.reason}</span>`. */
export type QuotaReasonAttrs = {
  /** None on a server and in the first rendering in the page, unless you give one. */
  readonly id: string | undefined;
  /** While there's nothing to say. */
  readonly hidden: boolean;
  /** For your style sheet; always empty. */
  readonly "data-quota-reason": string;
};

/**
 * What {@link useQuota} returns. Reactive in markup, `$derived` and `$effect`. Don't destructure it: what is read is the answer of now.
 */
export interface Quota<R extends string = string> {
  /** The whole answer: verdict, reason, blockers, the largest amounts that fit, the way out. */
  readonly decision: Decision<R>;
  /** `decision.allowed`. */
  readonly allowed: boolean;
  /** Why it's closed; empty while it's open, and for the first half second of waiting for the first answer. */
  readonly reason: string;
  /** For the control: `<button {...q.attrs}>`. */
  readonly attrs: QuotaAttrs;
  /** For the element that says why: `<span {...q.reasonAttrs}>{q.reason}</span>`. */
  readonly reasonAttrs: QuotaReasonAttrs;
  /** For the form, where it can be submitted without the control: by script, or because it has no button of its own. */
  readonly formAttrs: {
    /** Stops the submission while the control is closed, unless another button than it submits. */
    readonly onsubmitcapture: (event: Event) => void;
  };
}

/** What {@link useQuota} takes besides. */
export interface QuotaOptions {
  /**
   * Of the element that says why. Without one it gets an id as soon as the page is alive, which is all that assistive technology needs;
   * to have it in the server's markup too, pass `$props.id()`.
   */
  readonly id?: string | undefined;
}

/** A value, or a function that reads it: what it reads of `$state` is followed. */
type Live<T> = T | (() => T);

/**
 * May this be done, and what to put on its control? Parameters that change are given as a function:
 * `useQuota(gate, "publishProcess", () => ({ voters }))`. An empty field isn't given. For a component's script.
 */
export function useQuota<A, R extends string, K extends keyof A & string>(
  gate: Loadable<Gate<A, R>>,
  action: K,
  // biome-ignore lint/complexity/noBannedTypes: as above.
  ...rest: {} extends A[K]
    ? [params?: Live<Fields<A[K]> | null | undefined>, options?: QuotaOptions]
    : [params: Live<Fields<A[K]>>, options?: QuotaOptions]
): Quota<R>;

/** What is left of a resource; with `scope`, within it. For a component's script. */
export function useHeadroom<A, R extends string>(
  gate: Loadable<Gate<A, R>>,
  resource: NoInfer<R>,
  scope?: Live<string | null | undefined>,
): {
  /** Reactive: what is left now. While there is no gate it is not known. */
  readonly current: Headroom<R>;
};

/** What {@link gated} takes. */
export type GatedOptions<A, K extends keyof A & string> = {
  /** The gate that is asked, or the promise of it. */
  // biome-ignore lint/suspicious/noExplicitAny: of whatever resources
  readonly gate: Loadable<Gate<A, any>>;
  /** What the control does. */
  readonly action: K;
  // biome-ignore lint/complexity/noBannedTypes: as above.
} & ({} extends A[K]
  ? {
      /** Of the action. */
      readonly params?: Fields<A[K]> | null | undefined;
    }
  : {
      /** Of the action. */
      readonly params: Fields<A[K]>;
    });

/**
 * `<button use:gated={{ gate, action: "publishProcess", params: { voters } }}>`. The reason is placed after the control. An action does
 * nothing on a server: what the control may do is written once the page is alive.
 */
export function gated<A, K extends keyof A & string>(
  node: Element,
  options: GatedOptions<A, K>,
): {
  /** Svelte calls it with what changed. */
  update(options: GatedOptions<A, K>): void;
  /** Svelte calls it at the end: the control is as it was. */
  destroy(): void;
};

// Without it a declaration file exports all that it declares.
export {};
