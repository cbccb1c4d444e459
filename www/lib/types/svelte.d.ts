/** quota-gate/svelte: the public types, kept by hand. For Svelte 5.7 and later. */
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

/** What is left of a resource. */
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
  readonly "data-quota-verdict": Verdict;
  readonly onclickcapture: (event: Event) => void;
  readonly onauxclickcapture: (event: Event) => void;
  readonly onkeydowncapture: (event: Event) => void;
  readonly onkeyupcapture: (event: Event) => void;
};

/** For the element that says why: `<span {...q.reasonAttrs}>{q.reason}</span>`. */
export type QuotaReasonAttrs = {
  /** None on a server and in the first rendering in the page, unless you give one. */
  readonly id: string | undefined;
  /** While there's nothing to say. */
  readonly hidden: boolean;
  readonly "data-quota-reason": string;
};

/** Reactive in markup, `$derived` and `$effect`. Don't destructure it: what is read is the answer of now. */
export interface Quota<R extends string = string> {
  readonly decision: Decision<R>;
  readonly allowed: boolean;
  /** Why it's closed; empty while it's open, and for the first half second of waiting for the first answer. */
  readonly reason: string;
  readonly attrs: QuotaAttrs;
  readonly reasonAttrs: QuotaReasonAttrs;
  /** For the form, where it can be submitted without the control: by script, or because it has no button of its own. */
  readonly formAttrs: { readonly onsubmitcapture: (event: Event) => void };
}

export interface QuotaOptions {
  /**
   * Of the element that says why. Without one it gets an id as soon as the page is alive, which is all that assistive technology needs;
   * to have it in the server's markup too, pass `$props.id()`.
   */
  readonly id?: string | undefined;
}

type Live<T> = T | (() => T);

/** A question whose parameters may change: `useQuota(gate, "publishProcess", () => ({ voters }))`. An empty field isn't given. */
export function useQuota<A, R extends string, K extends keyof A & string>(
  gate: Loadable<Gate<A, R>>,
  action: K,
  // biome-ignore lint/complexity/noBannedTypes: as above.
  ...rest: {} extends A[K]
    ? [params?: Live<Fields<A[K]> | null | undefined>, options?: QuotaOptions]
    : [params: Live<Fields<A[K]>>, options?: QuotaOptions]
): Quota<R>;

/** What is left of a resource: `room.current` is reactive. */
export function useHeadroom<A, R extends string>(
  gate: Loadable<Gate<A, R>>,
  resource: NoInfer<R>,
  scope?: Live<string | null | undefined>,
): { readonly current: Headroom<R> };

/** What {@link gated} takes. */
export type GatedOptions<A, K extends keyof A & string> = {
  // biome-ignore lint/suspicious/noExplicitAny: of whatever resources
  readonly gate: Loadable<Gate<A, any>>;
  readonly action: K;
  // biome-ignore lint/complexity/noBannedTypes: as above.
} & ({} extends A[K]
  ? { readonly params?: Fields<A[K]> | null | undefined }
  : { readonly params: Fields<A[K]> });

/** `<button use:gated={{ gate, action: "publishProcess", params: { voters } }}>`. The reason is placed after the control. */
export function gated<A, K extends keyof A & string>(
  node: Element,
  options: GatedOptions<A, K>,
): { update(options: GatedOptions<A, K>): void; destroy(): void };

// Without it a declaration file exports all that it declares.
export {};
