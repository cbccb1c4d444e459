/**
 * For Vue 3.5 and later: {@link provideQuota}, {@link useQuota}, {@link useHeadroom}, {@link useGate}, the directive {@link vQuota} and
 * {@link quotaPlugin}. {@link createQuota} has the same, typed for your gate.
 *
 * @module quota-gate/vue
 */
// The public types, kept by hand. Copied as it stands to `dist/vue.d.ts`.
import type { Decision, Gate, Headroom, Policy, Verdict } from "quota-gate";
import type { App, ComputedRef, MaybeRef, MaybeRefOrGetter, ObjectDirective } from "vue";

/** A gate, or the promise of one: until it's there controls are pending, and where it never comes the quota is unknown. */
export type Loadable<G> = G | Promise<G>;

/** A gate of whatever platform. */
// biome-ignore lint/suspicious/noExplicitAny: what a gate takes can't be named without it.
type AnyGate = Gate<any, any>;

/** What counts before there is a gate, and where there never is one. A gate has its own, which count from then on. */
export interface Policies {
  /** Before there is a gate. Default `"deny"`, shown as pending. */
  readonly whileLoading?: Policy | undefined;
  /** Where there never is one. Default `"allow"`. */
  readonly whenUnknown?: Policy | undefined;
}

/** A parameter as a field gives it: empty is not given. */
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
        /** What the control does. */
        readonly action: K;
        /** Of the action. */
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
  /** For your style sheet. */
  readonly "data-quota-verdict": Verdict;
  /** Keeps a click from your handlers while it's closed, and the form from being submitted by it. */
  readonly onClickCapture: (event: Event) => void;
  /** The same for the middle button. */
  readonly onAuxclickCapture: (event: Event) => void;
  /** The same for Enter and Space. Tab always passes. */
  readonly onKeydownCapture: (event: Event) => void;
  /** The same, for what is done when a key is let go. */
  readonly onKeyupCapture: (event: Event) => void;
}

/** For the element that says why: `<span v-bind="quota.reasonAttrs">{{ quota.reason }}</span>`. */
export interface QuotaReasonAttrs extends Readonly<Record<string, unknown>> {
  /** By `useId`, so that a server's markup has the same. */
  readonly id: string;
  /** While there's nothing to say. */
  readonly hidden: boolean;
  /** For your style sheet; always empty. */
  readonly "data-quota-reason": string;
}

/** For the form, where it can be submitted without the control: by script, or because it has no button of its own. */
export interface QuotaFormAttrs {
  /** Stops the submission while the control is closed, unless another button than it submits. */
  readonly onSubmitCapture: (event: Event) => void;
}

/** What {@link useQuota} answers: the same object until its own answer changes. */
export interface Quota<R extends string = string> {
  /** The whole answer: verdict, reason, blockers, the largest amounts that fit, the way out. */
  readonly decision: Decision<R>;
  /** `decision.allowed`. */
  readonly allowed: boolean;
  /** Why it's closed; empty while it's open, and for the first half second of waiting for the first answer. */
  readonly reason: string;
  /** For the control: `<button v-bind="quota.attrs">`. */
  readonly attrs: QuotaAttrs;
  /** For the element that says why: `<span v-bind="quota.reasonAttrs">{{ quota.reason }}</span>`. */
  readonly reasonAttrs: QuotaReasonAttrs;
  /** For the form, where it can be submitted without the control. */
  readonly formAttrs: QuotaFormAttrs;
}

/** `app.use(quotaPlugin, gate)`: for all components, and `v-quota` with it. */
export interface QuotaPlugin<G> {
  /** Vue calls it. */
  install(app: App, gate: Loadable<G>, policies?: Policies): void;
}

/** What `createQuota` makes: all of this module, for gates of one type. */
export interface QuotaOf<A, R extends string> {
  /** {@link provideQuota} */
  readonly provideQuota: (gate: Loadable<Gate<A, R>>, policies?: Policies) => void;
  /** {@link quotaPlugin} */
  readonly quotaPlugin: QuotaPlugin<Gate<A, R>>;
  /** {@link useQuota} */
  readonly useQuota: <K extends keyof A & string>(
    action: K,
    ...params: ParamsInOf<A[K]>
  ) => ComputedRef<Quota<R>>;
  /** {@link useHeadroom} */
  readonly useHeadroom: (
    resource: R,
    scope?: MaybeRefOrGetter<string | null | undefined>,
  ) => ComputedRef<Headroom<R>>;
  /** {@link useGate} */
  readonly useGate: () => ComputedRef<Gate<A, R> | null>;
  /** {@link vQuota} */
  readonly vQuota: ObjectDirective<Element, QuotaQuestion<A>>;
}

/** The functions of this module typed for one gate: `const { provideQuota, useQuota } = createQuota<typeof gate>()`. */
export function createQuota<G extends Loadable<AnyGate>>(): Awaited<G> extends Gate<infer A, infer R>
  ? QuotaOf<A, R>
  : never;

/** Gives this component and those below it a gate. For `setup`. */
export function provideQuota(gate: Loadable<AnyGate>, policies?: Policies): void;

/** Gives an application a gate, with `v-quota`: `app.use(quotaPlugin, gate)`. */
export const quotaPlugin: QuotaPlugin<AnyGate>;

/**
 * May this be done, and what to put on its control? `params` may be a ref or a getter, and each parameter a ref. An empty field
 * is a parameter that isn't given. Throws where no gate is provided.
 */
export function useQuota(action: string, params?: unknown): ComputedRef<Quota>;

/** What is left of a resource; with `scope`, within it. The same object until its own answer changes. Throws where no gate is provided. */
export function useHeadroom(
  resource: string,
  scope?: MaybeRefOrGetter<string | null | undefined>,
): ComputedRef<Headroom>;

/** The gate itself; null until it's there. Throws where no gate is provided. */
export function useGate(): ComputedRef<AnyGate | null>;

/**
 * `<button v-quota="{ action: 'publishProcess', params: { voters } }">`, or the action's name alone. The reason is placed after the
 * control.
 */
export const vQuota: ObjectDirective<
  Element,
  | string
  | {
      /** What the control does. */
      readonly action: string;
      /** Of the action. */
      readonly params?: Readonly<Record<string, unknown>> | null | undefined;
    }
  | null
  | undefined
>;

// Without it a declaration file exports all that it declares.
export {};
