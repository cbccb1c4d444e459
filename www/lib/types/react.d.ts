/**
 * Hooks and components for React 18 and 19. {@link createQuotaHooks} makes all of them, typed for your gate.
 *
 * @module quota-gate/react
 */
// The public types, kept by hand. Copied as it stands to `dist/react.d.ts`.
import type { Decision, Gate, Headroom, Policy, State, Verdict } from "quota-gate";
import type { ReactElement, ReactNode, SyntheticEvent } from "react";

/**
 * A gate, or the promise of one: until it's there controls are pending, and where it never comes the quota is unknown. Make it
 * outside of components, so that it stays the same. On a server and for hydration give the same of the two.
 */
export type Loadable<G> = G | Promise<G>;

/** A gate of whatever platform. */
// biome-ignore lint/suspicious/noExplicitAny: what a gate takes can't be named without it.
type AnyGate = Gate<any, any>;

/** The actions of a gate, or of the promise of one, with their parameters. */
export type ActionsOf<G> = Awaited<G> extends Gate<infer A, infer _> ? A : never;
/** The names of its resources. */
export type ResourcesOf<G> = Awaited<G> extends Gate<infer _, infer R> ? R : never;

/** A parameter as a field gives it: empty is not given. */
type Field<T> = T | null | undefined | (T extends number ? "" : never);

/** The parameters of an action. They are compared by value: an object literal will do. */
export type ParamsIn<P> = { readonly [K in keyof P]: Field<P[K]> };

/** Parameters that are all optional may be left out; others may not. */
// biome-ignore lint/complexity/noBannedTypes: "{} extends P" is how TypeScript asks whether all is optional.
export type ParamsInOf<P> = {} extends P ? [params?: ParamsIn<P> | undefined] : [params: ParamsIn<P>];

/** For the control: `<button {...controlProps}>`. They say what may be done with it, and keep it from being used while it's closed. */
export interface ControlProps {
  /** `true` while it's closed. It stays focusable, so that its reason can be read out. */
  readonly "aria-disabled": true | undefined;
  /** The id of `reasonProps`, while there is a reason. A control that has other descriptions lists them too; `Gated` does. */
  readonly "aria-describedby": string | undefined;
  /** For your style sheet. */
  readonly "data-quota-verdict": Verdict;
  /** Whose control it is: the id of `reasonProps`. */
  readonly "data-quota-control": string;
  /** Keeps a click from your handlers while it's closed, and the form from being submitted by it. */
  readonly onClickCapture: (event: SyntheticEvent) => void;
  /** The same for the middle button. */
  readonly onAuxClickCapture: (event: SyntheticEvent) => void;
  /** The same for Enter and Space. Tab always passes. */
  readonly onKeyDownCapture: (event: SyntheticEvent) => void;
  /** The same, for what is done when a key is let go. */
  readonly onKeyUpCapture: (event: SyntheticEvent) => void;
  /** Puts the live region in place that speaks the reason when someone tries it. */
  readonly onFocusCapture: (event: SyntheticEvent) => void;
}

/** For the element that says why: `<span {...reasonProps} />`. */
export interface ReasonProps {
  /** By `useId`, so that a server's markup has the same. */
  readonly id: string;
  /** Why it's closed; empty where there's nothing to say. */
  readonly children: string;
  /** While there's nothing to say. */
  readonly hidden: boolean;
  /** For your style sheet; always empty. */
  readonly "data-quota-reason": string;
}

/** For the form, where it can be submitted without the control: by script, or because it has no button of its own. */
export interface FormProps {
  /** Stops the submission while the control is closed, unless another button than it submits. */
  readonly onSubmitCapture: (event: SyntheticEvent) => void;
}

/** What `useQuota` returns: the same object until its own answer changes. */
export interface Quota<R extends string = string> {
  /** The whole answer: verdict, reason, blockers, the largest amounts that fit, the way out. */
  readonly decision: Decision<R>;
  /** `decision.allowed`. */
  readonly allowed: boolean;
  /** Why it's closed; empty while it's open, and for the first half second of waiting for the first answer. */
  readonly reason: string;
  /** For the control: `<button {...controlProps}>`. */
  readonly controlProps: ControlProps;
  /** For the element that says why: `<span {...reasonProps} />`. */
  readonly reasonProps: ReasonProps;
  /** For the form, where it can be submitted without the control. */
  readonly formProps: FormProps;
}

/** What `QuotaProvider` takes. */
export interface QuotaProviderProps<G> {
  /** The gate of all that stands in it, or the promise of it. */
  readonly gate: Loadable<G>;
  /** What counts before there is a gate. Default `"deny"`. A gate has policies of its own, which count from then on. */
  readonly whileLoading?: Policy | undefined;
  /** What counts where there never is a gate. Default `"allow"`. */
  readonly whenUnknown?: Policy | undefined;
  /** What asks this gate. */
  readonly children?: ReactNode;
}

/** The property `params` of `Gated`: optional where all parameters of the action are. */
// biome-ignore lint/complexity/noBannedTypes: as above.
type ParamsProp<P> = {} extends P
  ? {
      /** Of the action. */
      readonly params?: ParamsIn<P> | undefined;
    }
  : {
      /** Of the action. */
      readonly params: ParamsIn<P>;
    };

/**
 * With `fallback`: the children while it's allowed, and the fallback otherwise. Without: one control, such as a `<button>`, which is
 * followed by its reason, or a function that gets what `useQuota` returns.
 */
export type GatedProps<A, R extends string, K extends keyof A & string> = {
  /** What the control does. */
  readonly action: K;
} & ParamsProp<A[K]> &
  (
    | {
        /** One control, or a function that returns what is shown. */
        readonly children: ReactElement | ((quota: Quota<R>) => ReactNode);
        /** None. */
        readonly fallback?: undefined;
      }
    | {
        /** Shown while it's allowed. */
        readonly children?: ReactNode | ((quota: Quota<R>) => ReactNode);
        /** Shown otherwise. Null shows nothing. */
        readonly fallback: ReactNode;
      }
  );

/** What `createQuotaHooks` makes. Each throws where there is no `QuotaProvider` of the same call above it. */
export interface QuotaHooks<A, R extends string, G> {
  /** Gives all that stands in it a gate. */
  readonly QuotaProvider: (props: QuotaProviderProps<G>) => ReactElement;
  /** May this be done, and what to put on its control? An empty field is a parameter that isn't given. */
  readonly useQuota: <K extends keyof A & string>(action: K, ...params: ParamsInOf<A[K]>) => Quota<R>;
  /** What is left of a resource. The same object until its own answer changes. */
  readonly useHeadroom: (resource: R, scope?: string | null) => Headroom<R>;
  /** Everything that is known, when it was asked for included. Null until there is a gate. */
  readonly useQuotaState: () => State<R> | null;
  /** The gate itself; null until it's there. */
  readonly useGate: () => G | null;
  /** A control with its reason after it, or one thing in place of another: {@link GatedProps}. */
  readonly Gated: <K extends keyof A & string>(props: GatedProps<A, R, K>) => ReactElement;
}

/**
 * Hooks and components typed for one gate: `const { QuotaProvider, useQuota } = createQuotaHooks<typeof gate>()`. Once, outside of
 * components: those of one call find their own provider only, so that there may be several gates.
 */
export function createQuotaHooks<G extends Loadable<AnyGate> = AnyGate>(): QuotaHooks<
  ActionsOf<G>,
  ResourcesOf<G>,
  Awaited<G>
>;

// Without it a declaration file exports all that it declares.
export {};
