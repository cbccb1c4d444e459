/** quota-gate/react: the public types, kept by hand. For React 18 and 19. */
import type { Decision, Gate, Headroom, Policy, State, Verdict } from "quota-gate";
import type { ReactElement, ReactNode, SyntheticEvent } from "react";

/**
 * A gate, or the promise of one: until it's there controls are pending, and where it never comes the quota is unknown. Make it
 * outside of components, so that it stays the same. On a server and for hydration give the same of the two.
 */
export type Loadable<G> = G | Promise<G>;

// biome-ignore lint/suspicious/noExplicitAny: what a gate takes can't be named without it.
type AnyGate = Gate<any, any>;

/** The actions of a gate with their parameters, and its resources. */
export type ActionsOf<G> = Awaited<G> extends Gate<infer A, infer _> ? A : never;
export type ResourcesOf<G> = Awaited<G> extends Gate<infer _, infer R> ? R : never;

/** As a field gives it: empty is not given. */
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
  readonly "data-quota-verdict": Verdict;
  /** Whose control it is: the id of `reasonProps`. */
  readonly "data-quota-control": string;
  readonly onClickCapture: (event: SyntheticEvent) => void;
  readonly onAuxClickCapture: (event: SyntheticEvent) => void;
  readonly onKeyDownCapture: (event: SyntheticEvent) => void;
  readonly onKeyUpCapture: (event: SyntheticEvent) => void;
  readonly onFocusCapture: (event: SyntheticEvent) => void;
}

/** For the element that says why: `<span {...reasonProps} />`. */
export interface ReasonProps {
  readonly id: string;
  readonly children: string;
  /** While there's nothing to say. */
  readonly hidden: boolean;
  readonly "data-quota-reason": string;
}

/** For the form, where it can be submitted without the control: by script, or because it has no button of its own. */
export interface FormProps {
  readonly onSubmitCapture: (event: SyntheticEvent) => void;
}

/** The same object until its own answer changes. */
export interface Quota<R extends string = string> {
  readonly decision: Decision<R>;
  readonly allowed: boolean;
  /** Why it's closed; empty while it's open, and for the first half second of waiting for the first answer. */
  readonly reason: string;
  readonly controlProps: ControlProps;
  readonly reasonProps: ReasonProps;
  readonly formProps: FormProps;
}

export interface QuotaProviderProps<G> {
  readonly gate: Loadable<G>;
  /** What counts before there is a gate. Default `"deny"`. A gate has policies of its own, which count from then on. */
  readonly whileLoading?: Policy | undefined;
  /** What counts where there never is a gate. Default `"allow"`. */
  readonly whenUnknown?: Policy | undefined;
  readonly children?: ReactNode;
}

// biome-ignore lint/complexity/noBannedTypes: as above.
type ParamsProp<P> = {} extends P
  ? { readonly params?: ParamsIn<P> | undefined }
  : { readonly params: ParamsIn<P> };

/**
 * With `fallback`: the children while it's allowed, and the fallback otherwise. Without: one control, such as a `<button>`, which is
 * followed by its reason, or a function that gets what `useQuota` returns.
 */
export type GatedProps<A, R extends string, K extends keyof A & string> = {
  readonly action: K;
} & ParamsProp<A[K]> &
  (
    | { readonly children: ReactElement | ((quota: Quota<R>) => ReactNode); readonly fallback?: undefined }
    | { readonly children?: ReactNode | ((quota: Quota<R>) => ReactNode); readonly fallback: ReactNode }
  );

/** What `createQuotaHooks` makes. Each throws where there is no `QuotaProvider` above it. */
export interface QuotaHooks<A, R extends string, G> {
  readonly QuotaProvider: (props: QuotaProviderProps<G>) => ReactElement;
  /** May this be done, and what to put on its control? An empty field is a parameter that isn't given. */
  readonly useQuota: <K extends keyof A & string>(action: K, ...params: ParamsInOf<A[K]>) => Quota<R>;
  /** What is left of a resource. The same object until its own answer changes. */
  readonly useHeadroom: (resource: R, scope?: string | null) => Headroom<R>;
  /** Everything that is known, when it was asked for included. Null until there is a gate. */
  readonly useQuotaState: () => State<R> | null;
  /** The gate itself; null until it's there. */
  readonly useGate: () => G | null;
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
