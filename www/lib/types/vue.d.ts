/** quota-gate/vue: the public types, kept by hand. For Vue 3.5 and later. */
import type { Decision, Gate, Headroom, Policy, Verdict } from "quota-gate";
import type { App, ComputedRef, MaybeRef, MaybeRefOrGetter, ObjectDirective } from "vue";

/** A gate, or the promise of one: until it's there controls are pending, and where it never comes the quota is unknown. */
export type Loadable<G> = G | Promise<G>;

// biome-ignore lint/suspicious/noExplicitAny: what a gate takes can't be named without it.
type AnyGate = Gate<any, any>;

/** What counts before there is a gate, and where there never is one. A gate has its own, which count from then on. */
export interface Policies {
  /** Default `"deny"`. */
  readonly whileLoading?: Policy | undefined;
  /** Default `"allow"`. */
  readonly whenUnknown?: Policy | undefined;
}

/** As a field gives it: empty is not given. */
type Field<T> = T | null | undefined | (T extends number ? "" : never);

/** The parameters of an action. Each may be a ref, and so may be the whole, or a getter. */
export type ParamsIn<P> = MaybeRefOrGetter<{ [K in keyof P]: MaybeRef<Field<P[K]>> }>;

/** Parameters that are all optional may be left out; others may not. */
// biome-ignore lint/complexity/noBannedTypes: "{} extends P" is how TypeScript asks whether all is optional.
export type ParamsInOf<P> = {} extends P ? [params?: ParamsIn<P>] : [params: ParamsIn<P>];

/** What `v-quota` takes: an action's name, or the action with its parameters. Null is not gated. */
export type QuotaQuestion<A> =
  | (keyof A & string)
  | {
      [K in keyof A & string]: {
        readonly action: K;
        readonly params?: { readonly [P in keyof A[K]]: Field<A[K][P]> } | null | undefined;
      };
    }[keyof A & string]
  | null
  | undefined;

/** For the control: `<button v-bind="quota.attrs">`. It says what may be done with it, and keeps it from being used while it's closed. */
export interface QuotaAttrs extends Readonly<Record<string, unknown>> {
  /** `"true"` while it's closed. It stays focusable, so that its reason can be read out. */
  readonly "aria-disabled": "true" | undefined;
  /** The id of `reasonAttrs`, while there is a reason. */
  readonly "aria-describedby": string | undefined;
  readonly "data-quota-verdict": Verdict;
  readonly onClickCapture: (event: Event) => void;
  readonly onAuxclickCapture: (event: Event) => void;
  readonly onKeydownCapture: (event: Event) => void;
  readonly onKeyupCapture: (event: Event) => void;
}

/** For the element that says why: `<span v-bind="quota.reasonAttrs">{{ quota.reason }}</span>`. */
export interface QuotaReasonAttrs extends Readonly<Record<string, unknown>> {
  readonly id: string;
  /** While there's nothing to say. */
  readonly hidden: boolean;
  readonly "data-quota-reason": string;
}

/** For the form, where it can be submitted without the control: by script, or because it has no button of its own. */
export interface QuotaFormAttrs {
  readonly onSubmitCapture: (event: Event) => void;
}

/** The same object until its own answer changes. */
export interface Quota<R extends string = string> {
  readonly decision: Decision<R>;
  readonly allowed: boolean;
  /** Why it's closed; empty while it's open, and for the first half second of waiting for the first answer. */
  readonly reason: string;
  readonly attrs: QuotaAttrs;
  readonly reasonAttrs: QuotaReasonAttrs;
  readonly formAttrs: QuotaFormAttrs;
}

/** `app.use(quotaPlugin, gate)`: for all components, and `v-quota` with it. */
export interface QuotaPlugin<G> {
  install(app: App, gate: Loadable<G>, policies?: Policies): void;
}

/** What `createQuota` makes: all of this module, for gates of one type. */
export interface QuotaOf<A, R extends string> {
  readonly provideQuota: (gate: Loadable<Gate<A, R>>, policies?: Policies) => void;
  readonly quotaPlugin: QuotaPlugin<Gate<A, R>>;
  readonly useQuota: <K extends keyof A & string>(
    action: K,
    ...params: ParamsInOf<A[K]>
  ) => ComputedRef<Quota<R>>;
  readonly useHeadroom: (
    resource: R,
    scope?: MaybeRefOrGetter<string | null | undefined>,
  ) => ComputedRef<Headroom<R>>;
  readonly useGate: () => ComputedRef<Gate<A, R> | null>;
  readonly vQuota: ObjectDirective<Element, QuotaQuestion<A>>;
}

/** The functions of this module typed for one gate: `const { provideQuota, useQuota } = createQuota<typeof gate>()`. */
export function createQuota<G extends Loadable<AnyGate>>(): Awaited<G> extends Gate<infer A, infer R>
  ? QuotaOf<A, R>
  : never;

/** For this component and those below it. */
export function provideQuota(gate: Loadable<AnyGate>, policies?: Policies): void;

export const quotaPlugin: QuotaPlugin<AnyGate>;

/**
 * May this be done, and what to put on its control? `params` may be a ref or a getter, and each parameter a ref. An empty field
 * is a parameter that isn't given. Throws where no gate is provided.
 */
export function useQuota(action: string, params?: unknown): ComputedRef<Quota>;

/** What is left of a resource. The same object until its own answer changes. */
export function useHeadroom(
  resource: string,
  scope?: MaybeRefOrGetter<string | null | undefined>,
): ComputedRef<Headroom>;

/** The gate itself; null until it's there. */
export function useGate(): ComputedRef<AnyGate | null>;

/**
 * `<button v-quota="{ action: 'publishProcess', params: { voters } }">`, or the action's name alone. The reason is placed after the
 * control.
 */
export const vQuota: ObjectDirective<
  Element,
  | string
  | { readonly action: string; readonly params?: Readonly<Record<string, unknown>> | null | undefined }
  | null
  | undefined
>;

// Without it a declaration file exports all that it declares.
export {};
