/// <reference lib="esnext.disposable" />
/**
 * quota-gate: the public types, kept by hand. Copied as it stands to `dist/index.d.ts`.
 *
 * Times are milliseconds since the Unix epoch; amounts are whole numbers; for amounts `Infinity` means unlimited and
 * `null` not known, never none. Elsewhere `null` is "not known" or "does not apply", as the field says.
 */

/* ------------------------------------------------------------------ loading */

/** Where the wasm bytes come from. Left out: next to the JavaScript (browser) or embedded (Node and `quota-gate/inline`). */
export type InitSource =
  | string
  | URL
  | Request
  | Response
  | Promise<Response>
  | BufferSource
  | WebAssembly.Module;

/**
 * Loads the wasm once. `createGate` calls it for you. Concurrent calls share one load; a failed load can be retried. Of the default
 * entry in pages that is what a first decision takes; the rest is loaded right after that.
 */
export function init(source?: InitSource): Promise<void>;

/**
 * Resolves as soon as the wasm is ready, and the language. It does not wait for the quota: see {@link Gate.ready}. Nor does the default
 * entry wait in pages for the rest of the package, which comes after the first decision: until then `state` and `headroom` are as before
 * the first answer, `checkAll` and `hold` find nothing known yet, and what returns a promise waits. `ready` waits for it too.
 */
export function createGate<A, R extends string>(
  provider: Provider<A, R>,
  options?: GateOptions,
): Promise<Gate<A, R>>;

/* ---------------------------------------------------------------- providers */

/** How one platform reports quotas, and what its actions cost. Made by `vocdoni`, `didomi` or `custom`. */
export interface Provider<A, R extends string> {
  readonly name: string;
  readonly actions: readonly (keyof A & string)[];
  readonly resources: readonly R[];
}

/** A bearer token, or a function that fetches one. It is called again once after a 401. Never stored, logged or rendered. */
export type TokenSource = string | (() => string | Promise<string>);

export interface Endpoint {
  /**
   * Your own back end's route in front of the platform (recommended; relative URLs allowed in pages), or the platform itself.
   * https, unless the host is loopback or same-origin; no user:password in it. Not needed with `source`.
   */
  baseUrl?: string;
  /** Replaces the path of the platform's quotas, such as `/integrator`, below `baseUrl`. `""` when `baseUrl` is the whole address. */
  path?: string;
  token?: TokenSource;
  /** Cookies for your own back end. Default `"same-origin"` where `baseUrl` is same-origin, else `"omit"`. */
  credentials?: "omit" | "same-origin" | "include";
  /**
   * Replaces the network: return the parsed JSON (for example from the platform's own SDK, or a server-rendered page). Where a platform
   * takes several requests it is called for each, by its path and query.
   */
  source?: (request: { path: string; signal: AbortSignal }) => Promise<unknown>;
  /** Account secrets (Vocdoni `vsk_` keys) are refused in a page unless this is set. */
  dangerouslyAllowSecretInBrowser?: boolean;
}

export interface VocdoniOptions extends Endpoint {
  /** On staging nothing is enforced. Never guessed from the URL. Default `"production"`. */
  environment?: "production" | "staging";
  /**
   * `"documented"` (default): a limit of 0 is unlimited everywhere and every action is capped, as the platform's guide says.
   * `"observed"`: what the platform's open-source back end does; see the README's "Rules".
   */
  rules?: "documented" | "observed";
}
export type VocdoniResource = "managedOrgs" | "managedProcesses" | "votes" | "emails" | "sms";
export interface VocdoniActions {
  createManagedOrg: { count?: number };
  /**
   * `voters` (of each process), `questions` (default 1) and the OTP channels say what it will need: votes, emails, SMS. They must
   * fit, and are not taken: the platform checks them when publishing and counts them when they happen.
   */
  publishProcess: {
    count?: number;
    voters?: number;
    questions?: number;
    emailOtp?: boolean;
    smsOtp?: boolean;
  };
  relayVotes: { count?: number };
  sendEmailOtp: { count?: number };
  sendSmsOtp: { count?: number };
}
export function vocdoni(options: VocdoniOptions): Provider<VocdoniActions, VocdoniResource>;

/**
 * `baseUrl` is `https://api.didomi.io/v1`, or your own route in front of it: `/quotas` is asked for below it, and
 * `/premium-features` and `/marketplace/integrations`, or what the options say. With `path: ""` only `baseUrl` itself is asked.
 */
export interface DidomiOptions extends Endpoint {
  organizationId: string;
  /** Counts what is in use, where the platform's list routes are not reachable from the page. Missing numbers stay unknown. */
  usage?: (context: { signal: AbortSignal }) => Promise<DidomiUsage>;
  /**
   * The list from which export configurations in use are counted: the organization's, all pages, those whose type begins with
   * `batch-exports-` and that aren't disabled, or those that `counts` says. `false`, and the default with `usage`, doesn't ask for it.
   */
  integrations?: false | { path?: string; counts?: (integration: DidomiIntegration) => boolean };
  /** The premium feature that switches exports on. Default the flag `batch_exports` of `/premium-features`; `false` doesn't ask for it. */
  premiumFeature?: false | { path?: string; name?: string };
  /** Reads the platform's refusals, which it documents nowhere: which resource, and what it said remains. */
  refusal?: (body: unknown, status: number) => { resource: DidomiResource; remaining?: number } | null;
}
export interface DidomiUsage {
  exportConfigs?: number;
  /** Destinations attached, by export configuration id. */
  exportDestinations?: Readonly<Record<string, number>>;
}
/** All that is looked at of an integration; `enabled` is null where it doesn't say. */
export interface DidomiIntegration {
  readonly id: string | null;
  readonly typeId: string | null;
  readonly enabled: boolean | null;
}
export type DidomiResource = "exportConfigs" | "exportDestinations";
export interface DidomiActions {
  enableExportConfig: { count?: number };
  /** The limit counts for each configuration by itself. */
  attachExportDestination: { configId: string; count?: number };
}
export function didomi(options: DidomiOptions): Provider<DidomiActions, DidomiResource>;

/** Any other "limits and usage" response, described instead of programmed. */
export interface CustomOptions<R extends string, A extends string> extends Endpoint {
  /** What the platform is called. Stored answers are known by it too: functions can't be compared, so other functions want another name. */
  name: string;
  /** Picks what the pointers below are relative to, where a JSON Pointer cannot (items of an array by id). Default the whole body. */
  select?: (body: unknown) => unknown;
  /** JSON Pointer (RFC 6901) to a boolean that switches the whole feature. */
  enabled?: string;
  resources: Record<R, CustomResource>;
  /** What one unit of each action takes from each resource. */
  actions: Record<A, Partial<Record<NoInfer<R>, number>>>;
  /** Counts what is in use, beside the request; it beats `used`, and `remaining` beats it. Missing numbers stay as the response says. */
  usage?: (context: { signal: AbortSignal }) => Promise<Partial<Record<NoInfer<R>, number>>>;
  /** Reads the platform's refusals: which resource, and what it said remains. `body` is a text where it isn't JSON. */
  refusal?: (body: unknown, status: number) => { resource: NoInfer<R>; remaining?: number } | null;
  /** What helps where a limit is too small. Its text and link are for operators; links are https or mailto. */
  remedy?: (resource: NoInfer<R>) => Remedy | null;
}
export interface CustomResource {
  /**
   * JSON Pointers. Any two of limit, used and remaining; or limit alone with {@link CustomOptions.usage}, or remaining alone. Numbers
   * may be decimal strings. `remaining` beats the two others where they disagree; `reserved` counts as used.
   */
  limit?: string;
  used?: string;
  remaining?: string;
  reserved?: string;
  /** Seconds or milliseconds since the epoch, or a date as RFC 3339 has it. What was used isn't known from then on. */
  resetsAt?: string;
  /** Values of `limit` that mean unlimited. A numeric `remaining` beats them. */
  unlimited?: readonly (number | string | null | { readonly absent: true })[];
  /** How long after the act the platform's counter can still be behind, in milliseconds. Default 60 000. */
  settleAfter?: number;
  /** What operators' messages call it. */
  label?: string;
}
export function custom<const R extends string, const A extends string>(
  options: CustomOptions<R, A>,
): Provider<Record<A, { count?: number }>, R>;

/* --------------------------------------------------------------------- gate */

export interface GateOptions {
  /** Share of a limit from which it counts as near. Default 0.8; limits below 5 are near at their last unit. */
  nearLimit?: number;
  /** After this age an answer is stale and is fetched again when someone looks. Default 60 000. */
  staleAfter?: number;
  /** After this age an answer no longer decides anything. Default 14 400 000 (4 h). */
  expireAfter?: number;
  /** What a button does while the quota cannot be known, for all actions or one by one. Default `"allow"`: the platform still has the last word. */
  whenUnknown?: Policy | Readonly<Record<string, Policy>>;
  /** What a button does before the first answer. Default `"deny"`, shown as pending and not as denied. */
  whileLoading?: Policy;
  /** Waiting for the first answer counts as pending no longer than this; then as unknown. Default 3 000. */
  pendingFor?: number;
  /** Who reads the messages: the integrator's staff, or an end customer who must not be told of the integrator's contract. Default `"customer"`. */
  audience?: "customer" | "operator";
  /** May a customer's message name the largest amount that fits ("At most 413 voters")? It tells them what is left. Default false. */
  revealMax?: boolean;
  /** Poll while the page is visible and something is subscribed. Milliseconds, at least 10 000. Default off. */
  refreshEvery?: number;
  /** Keeps the last answer, the holds and what forecasts rest on between page loads. Default `"none"`. Needs `identity`. */
  persist?: "none" | "session" | "local";
  /** Whose quota this is (account id, user id): part of the cache and cross-tab key, so one account never sees another's. */
  identity?: string;
  /** What a server's gate dehydrated, which this one knows from the first moment: for pages that a server rendered. As {@link Gate.hydrate}. */
  dehydrated?: DehydratedState;
  /** Share answers and holds with the same identity's other tabs, with one tab polling. Default true where `identity` is set. */
  shareAcrossTabs?: boolean;
  /**
   * BCP 47, for messages and the numbers in them: English, Spanish, Catalan or French; English for any other. Default the document's
   * language, else the browser's; outside a page English.
   */
  locale?: string;
  /** Replaces any message. Return undefined to keep the built-in one. */
  message?: (decision: Decision) => string | undefined;
  /** For one request, in milliseconds. Default 8 000. */
  timeoutMs?: number;
  /** Retries of one refresh on network errors, 408, 429 and 5xx, with exponential backoff and full jitter: 0 to 10. Default 2. */
  retries?: number;
}
export type Policy = "allow" | "deny";

/** Parameters that are all optional may be left out; others may not. */
// biome-ignore lint/complexity/noBannedTypes: "{} extends P" is how TypeScript asks whether all is optional.
export type ParamsOf<P> = {} extends P ? [params?: P] : [params: P];

export interface Gate<A, R extends string> {
  readonly provider: Provider<A, R>;
  /** Settles after the first answer or the first definite failure, once all of the package is there; never rejects. */
  readonly ready: Promise<State<R>>;
  /** The same object until something changes: made for `useSyncExternalStore`, Svelte and signals. */
  readonly state: State<R>;

  /** May the button be enabled? Same as `check(action, params).allowed`, without building the explanation. */
  can<K extends keyof A & string>(action: K, ...params: ParamsOf<A[K]>): boolean;
  /** The whole answer. The same object for the same question until something changes. */
  check<K extends keyof A & string>(action: K, ...params: ParamsOf<A[K]>): Decision<R>;
  /** Several steps, each seeing what the ones before it took. */
  checkAll(steps: readonly Step<A>[]): PlanDecision<R>;
  headroom(resource: R, scope?: string): Headroom<R>;

  /** Takes the units out of the headroom until committed, released or expired (default 60 000 ms). Throws `QuotaDenied`. */
  hold<K extends keyof A & string>(action: K, ...params: ParamsOf<A[K]>): Hold;
  hold<K extends keyof A & string>(
    action: K,
    params: ParamsOf<A[K]>[0],
    options?: { expiresIn?: number },
  ): Hold;
  /**
   * Waits for the first answer, checks, holds, runs, commits. A rejection or a resolved Response that is not ok: a refusal on quota throws
   * `QuotaDenied` with the original as `cause`; anything else passes through untouched. Released on 4xx; kept until the next answer
   * where nobody knows whether it happened (network, time-out, abort, 5xx).
   */
  run<K extends keyof A & string, T>(
    action: K,
    params: ParamsOf<A[K]>[0],
    task: (hold: Hold) => Promise<T>,
  ): Promise<T>;
  /**
   * Reads a refusal by the platform (a Response, of which a clone is read, its JSON, or an SDK's error), corrects the gate, asks the
   * platform again, and says which limit it was. Null when it is not about quotas. `attempt` is what was tried; without it the platform's
   * code names the action.
   */
  explain(refusal: unknown, attempt?: Step<A>): Promise<Decision<R> | null>;

  /** Resolves with the state, `state.error` set on failure. Rejects only for its own aborted signal or a disposed gate. */
  refresh(options?: { signal?: AbortSignal }): Promise<State<R>>;
  /** Not called on subscription. Called for everything that changes an answer, the passing of time included. */
  subscribe(listener: (state: State<R>) => void): () => void;
  on<E extends keyof GateEvents<R>>(type: E, listener: (event: GateEvents<R>[E]) => void): () => void;

  /** Gates every `[data-quota-action]` under `root`, now and later. Returns the undo. */
  bind(root?: ParentNode, options?: BindOptions): () => void;

  /** A serialisable snapshot for server rendering; give it to `createGate` in the page, or to `hydrate`. It holds nothing of tokens. */
  dehydrate(): DehydratedState;
  /**
   * Goes on from a snapshot; one of another version or another identity, or older than what is known, is ignored. In pages that a
   * server rendered, {@link GateOptions.dehydrated} is known from the first rendering on.
   */
  hydrate(state: DehydratedState): void;
  /** Forgets everything: here, in storage, and in the other tabs of the same identity. For sign-out. */
  clear(): void;
  dispose(): void;
  [Symbol.dispose](): void;
}

export type Step<A> = {
  // biome-ignore lint/complexity/noBannedTypes: as above.
  [K in keyof A & string]: {} extends A[K] ? { action: K; params?: A[K] } : { action: K; params: A[K] };
}[keyof A & string];
export interface GateEvents<R extends string = string> {
  /** Each once; `near` again only after falling 5 points of the limit back. The first answer tells nothing, nor does staging. */
  near: Crossing<R>;
  exhausted: Crossing<R>;
  recovered: Crossing<R>;
  /** Someone tried a control that the gate kept closed. */
  denied: Decision<R>;
  /** The platform refused what the gate allowed. */
  refused: Decision<R>;
  error: QuotaError;
}

export type DehydratedState = { readonly version: 1 } & Readonly<Record<string, unknown>>;

/* ------------------------------------------------------------------ answers */

export type Phase = "loading" | "ready" | "stale" | "unavailable";

export interface State<R extends string = string> {
  readonly phase: Phase;
  readonly refreshing: boolean;
  /** Is the feature switched on for this account? Null until known. */
  readonly enabled: boolean | null;
  /** Does the platform enforce limits in this environment? */
  readonly enforced: boolean;
  readonly asOf: number | null;
  /** Where the answer is from: the platform, storage, another tab, a server that rendered the page. */
  readonly source: "server" | "cache" | "tab" | "page" | null;
  /** The last failure; cleared by the next success. The last good answer is kept. */
  readonly error: QuotaError | null;
  readonly headroom: { readonly [K in R]: Headroom<R> };
}

export type Level = "unlimited" | "ok" | "near" | "exhausted" | "over" | "unknown" | "disabled";

export interface Headroom<R extends string = string> {
  readonly resource: R;
  /** The platform's own names, such as `maxEmails` and `sentEmails`. */
  readonly limitName: string;
  readonly usageName: string | null;
  readonly scope: string | null;
  readonly limit: number | null;
  readonly used: number | null;
  /** Units under hold in this browser and not yet seen in `used`. */
  readonly held: number;
  readonly remaining: number | null;
  /** used + held over limit; above 1 when over; null when unlimited or unknown. */
  readonly fraction: number | null;
  readonly level: Level;
  /** Where limit and usage came from. */
  readonly origin: "reported" | "counted" | "assumed" | "unknown";
  readonly resetsAt: number | null;
  readonly forecast: Forecast | null;
}

/** From the answers seen so far. Null until there are enough of them to say anything: three, over an hour at least. */
export interface Forecast {
  readonly perDay: number;
  /** When the limit will be reached at this pace. Null where it won't, or already is. */
  readonly exhaustsAt: number | null;
  /** A range that is meant to hold the truth four times out of five. No latest where it may well never come to it. */
  readonly earliest: number | null;
  readonly latest: number | null;
}

export type Verdict = "allow" | "deny" | "pending" | "unknown";

export type Reason =
  | "within-limits"
  | "unlimited"
  | "not-enforced"
  | "limit-reached"
  | "not-enabled"
  | "loading"
  | "unavailable"
  | "expired"
  | "usage-unknown"
  | "limit-unknown";

export interface Decision<R extends string = string> {
  readonly action: string;
  readonly verdict: Verdict;
  /** The verdict after `whileLoading` and `whenUnknown`: what the button should do. */
  readonly allowed: boolean;
  readonly reason: Reason;
  /** Every limit in the way, not only the first. */
  readonly blockers: readonly Shortfall<R>[];
  /** Limits that this action would bring near or to their end, and on staging those that production would refuse it for. */
  readonly warnings: readonly Shortfall<R>[];
  /** The largest `count` with verdict allow; 0 if a known limit blocks or the feature is off; Infinity when none binds; null while not known. */
  readonly max: number | null;
  /** The same for each numeric parameter, the others unchanged: `{ count: 3, voters: 413, questions: 2 }`. */
  readonly maxParams: Readonly<Record<string, number | null>>;
  /** Where nothing is enforced: would production refuse this? Null while not known. */
  readonly wouldDeny: boolean | null;
  readonly remedy: Remedy | null;
  /** One sentence for `audience`, in `locale`. Plain text. */
  readonly message: string;
  readonly asOf: number | null;
  readonly stale: boolean;
}

export interface Shortfall<R extends string = string> {
  readonly resource: R;
  readonly limitName: string;
  readonly scope: string | null;
  readonly limit: number | null;
  readonly used: number | null;
  readonly held: number;
  readonly remaining: number | null;
  readonly requested: number;
  readonly shortBy: number;
}

/** The plan as one action, named after the step that doesn't pass. `max` is how many times the whole plan fits. */
export interface PlanDecision<R extends string = string> extends Decision<R> {
  /** Index of the first step that does not pass, or null. */
  readonly failedStep: number | null;
  readonly steps: readonly Decision<R>[];
}

export interface Remedy {
  readonly kind: "free-slot" | "raise-limit" | "enable" | "wait" | "retry" | "sign-in";
  /** For operators only; null for customers. */
  readonly href: string | null;
  readonly text: string;
}

export interface Hold {
  readonly id: string;
  readonly action: string;
  readonly expiresAt: number;
  readonly state: "held" | "committed" | "released" | "expired";
  /** The platform did it: the units stay taken until an answer shows them in `used`. Starts a refresh. After expiry: taken again. */
  commit(): void;
  /** It did not happen: the units are free again. Idempotent; without effect after commit. */
  release(): void;
  /** For work that the platform finishes later (202 and a job). Without effect unless it is held. */
  extend(milliseconds: number): void;
}

export interface Crossing<R extends string = string> {
  readonly type: "near" | "exhausted" | "recovered";
  readonly headroom: Headroom<R>;
}

/* ------------------------------------------------------------------- errors */

export type QuotaErrorCode =
  | "network"
  | "timeout"
  | "aborted"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "rate-limited"
  | "server"
  | "bad-response"
  | "insecure"
  | "secret-in-browser"
  | "unknown-action"
  | "unknown-resource"
  | "invalid-params"
  | "invalid-options"
  | "not-initialized"
  | "disposed"
  | "wasm-blocked"
  | "denied";

export class QuotaError extends Error {
  readonly name: string;
  readonly code: QuotaErrorCode;
  readonly status: number | null;
  /** The platform's own error code, such as 40158. */
  readonly platformCode: number | null;
  readonly retryable: boolean;
}
export class QuotaDenied extends QuotaError {
  readonly decision: Decision;
}
/** Also true for errors of another copy of the package on the page. */
export function isQuotaError(value: unknown): value is QuotaError;

/* ---------------------------------------------------------------------- DOM */

/**
 * <button data-quota-action="publishProcess"
 *         data-quota-voters-from="#voters"      value of an input, live
 *         data-quota-email-otp-from="#otp"      checked state of a checkbox
 *         data-quota-questions="3">             constant
 *
 * Works on button, input (submit, button, image, checkbox, radio), a[href], [role=button], and form (its submit buttons take
 * the state; implicit submission and requestSubmit are stopped too). Sets `data-quota-verdict`, `aria-disabled` (or `disabled`) and
 * adds to `aria-describedby`; stops click, Enter, Space, auxclick and submission while not allowed, never Tab; a stopped click isn't
 * replayed later. It only adds: what the application disabled stays disabled, its own descriptions are kept, the undo restores all.
 * An empty or non-numeric input is a parameter not given, and so is one that is disabled. A field whose value alone keeps the control
 * closed is invalid (`setCustomValidity`) and described by the reason, until it isn't. Not for trees that a framework renders: its
 * adapter returns attributes.
 */
export interface BindOptions {
  /**
   * `"aria"` (default): stays focusable, so its reason can be read out. `"disabled"`: the native attribute. `"hide"`: hidden, and so is its
   * reason. What has the focus keeps it until it leaves.
   */
  mode?: "aria" | "disabled" | "hide";
  /** Where the reason is shown: after the control (default), nowhere, or wherever you say. */
  reason?: "after" | "none" | ((control: Element, decision: Decision) => void);
  onDenied?: (control: Element, decision: Decision) => void;
}
