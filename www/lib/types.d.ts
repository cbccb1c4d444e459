/// <reference lib="esnext.disposable" />
/**
 * The package itself: a provider says how a platform reports its quotas, and {@link createGate} makes a {@link Gate} of it, which
 * answers `check(action, params)` with a {@link Decision}. `quota-gate/inline` has the same exports, with the WebAssembly
 * embedded, and so has `quota-gate/js`, which has none.
 *
 * Times are milliseconds since the Unix epoch, and durations are milliseconds. Amounts are whole numbers; for amounts `Infinity` means
 * unlimited and `null` not known, never none. Elsewhere `null` is "not known" or "does not apply", as the field says.
 *
 * What throws, throws a {@link QuotaError}; what returns a promise rejects with one. Its `code` says what went wrong.
 *
 * @module quota-gate
 */
// The public types, kept by hand. Copied as it stands to `dist/index.d.ts`.

/* ------------------------------------------------------------------ loading */

/**
 * Where the wasm bytes come from: an address, a request, a response or the promise of one, the bytes, or a compiled module. Left out:
 * next to the JavaScript (browser) or embedded (Node and `quota-gate/inline`). It is no matter to `quota-gate/js`, which has no
 * wasm, nor where WebAssembly is blocked.
 */
export type InitSource =
  | string
  | URL
  | Request
  | Response
  | Promise<Response>
  | BufferSource
  | WebAssembly.Module;

/**
 * Loads the wasm once, or the same rules as JavaScript where WebAssembly is blocked. `createGate` calls it for you: call it yourself to name another source, before the first gate, or to begin loading
 * early. Concurrent calls share one load, and the first one's source counts; a failed load can be retried. Of the default entry in pages
 * that is what a first decision takes; the rest is loaded right after that, and does without a `quota_gate.wasm` that doesn't come.
 *
 * @throws {@link QuotaError} `network` or `not-found` where the bytes don't come, `bad-response` where they are no WebAssembly or that of
 * another version, `wasm-blocked` where the browser has no WebAssembly or the page's Content-Security-Policy forbids it,
 * and the JavaScript in its place doesn't come either.
 */
export function init(source?: InitSource): Promise<void>;

/**
 * Makes a gate, and begins to ask for the quota. Resolves as soon as the wasm is ready, and the language: it does not wait for the quota,
 * which {@link Gate.ready} does. Keep one gate for each account and page, and dispose of it when you are done.
 *
 * Nor does the default entry wait in pages for the rest of the package, which comes after the first decision: until then `state` and
 * `headroom` are as before the first answer, `checkAll` finds nothing known yet, what is held keeps all else pending, and what returns a
 * promise waits.
 *
 * @throws {@link QuotaError} `invalid-options` for an option that makes no sense, `insecure` for an address that would send credentials in
 * the clear, `secret-in-browser` for an account key in a page; and what {@link init} rejects with.
 */
export function createGate<A, R extends string>(
  provider: Provider<A, R>,
  options?: GateOptions,
): Promise<Gate<A, R>>;

/* ---------------------------------------------------------------- providers */

/**
 * How one platform reports quotas, and what its actions cost. Made by {@link vocdoni}, {@link didomi} or {@link custom}, and by nothing
 * else: `createGate` knows only those of its own copy of the package.
 *
 * @typeParam A the platform's actions, each with its parameters
 * @typeParam R the names of its resources
 */
export interface Provider<A, R extends string> {
  /** `"vocdoni"`, `"didomi"`, or what {@link CustomOptions.name} says. */
  readonly name: string;
  /** What can be asked about. */
  readonly actions: readonly (keyof A & string)[];
  /** What is limited, in the platform's order. */
  readonly resources: readonly R[];
}

/**
 * A bearer token, or a function that fetches one. The function is called for each refresh, and once more after a 401. Visible ASCII
 * characters only. Never stored, logged or rendered; what the function throws isn't passed on either, since it may quote credentials.
 */
export type TokenSource = string | (() => string | Promise<string>);

/** Where the quota is asked for, and what goes with the request. Redirects are never followed. */
export interface Endpoint {
  /**
   * Your own back end's route in front of the platform (recommended; relative URLs allowed in pages), or the platform itself.
   * https, unless the host is loopback or same-origin, and no user:password in it: else `insecure`. Not needed with `source`.
   */
  baseUrl?: string;
  /** Replaces the path of the platform's quotas, such as `/integrator`, below `baseUrl`. `""` when `baseUrl` is the whole address. */
  path?: string;
  /** Sent as `Authorization: Bearer …`, to the origin of `baseUrl` only. Default none: your own back end knows its session. */
  token?: TokenSource;
  /** Cookies for your own back end. Default `"same-origin"` where `baseUrl` is same-origin, else `"omit"`. */
  credentials?: "omit" | "same-origin" | "include";
  /**
   * Replaces the network: return the parsed JSON (for example from the platform's own SDK, or a server-rendered page). Where a platform
   * takes several requests it is called for each, by its path and query. An error that it throws is read as an answer where it has a
   * `status` (or `response.status`), as SDKs' errors do; otherwise it is a `network` error.
   */
  source?: (request: { path: string; signal: AbortSignal }) => Promise<unknown>;
  /** Account secrets (Vocdoni `vsk_` keys) are refused in a page, by `secret-in-browser`, unless this is set. Default false. */
  dangerouslyAllowSecretInBrowser?: boolean;
}

/** What {@link vocdoni} takes. `GET /integrator` is asked for below `baseUrl`, or what `path` says. */
export interface VocdoniOptions extends Endpoint {
  /**
   * On staging nothing is enforced: all is allowed, and {@link Decision.wouldDeny} says what production would do. Never guessed from the
   * URL. Default `"production"`.
   */
  environment?: "production" | "staging";
  /**
   * `"documented"` (default): a limit of 0 is unlimited everywhere and every action is capped, as the platform's guide says.
   * `"observed"`: what the platform's open-source back end does (vocdoni/saas-backend at fb835a1). There a limit of 0 is unlimited for
   * votes and none for all else, a process of at most 10 voters takes no slot, and `relayVotes`, `sendEmailOtp` and `sendSmsOtp` are
   * never refused.
   */
  rules?: "documented" | "observed";
}

/**
 * What Vocdoni limits, over all managed organizations together. The platform's own names are `maxManagedOrgs`, `maxManagedProcesses`,
 * `maxVotes`, `maxEmails` and `maxSMS`.
 */
export type VocdoniResource = "managedOrgs" | "managedProcesses" | "votes" | "emails" | "sms";

/** What can be done on Vocdoni. `count` is how often, 1 where it isn't given. */
export interface VocdoniActions {
  /** Takes one of `managedOrgs`, at once. */
  createManagedOrg: {
    /** How many organizations. Default 1. */
    count?: number;
  };
  /**
   * Takes one of `managedProcesses`, at once. `voters`, `questions` and the OTP channels say what it will need of `votes`, `emails` and
   * `sms`. That must fit, and is not taken: the platform checks it when publishing and counts it when it happens.
   */
  publishProcess: {
    /** How many processes. Each must fit by itself; where they don't fit together, that is a warning. Default 1. */
    count?: number;
    /** Of each process. Not given: nothing is known of the votes, and an OTP channel needs at least one message. */
    voters?: number;
    /** Each voter votes on each question. Default 1. */
    questions?: number;
    /** Does each voter get a code by e-mail? Default false. */
    emailOtp?: boolean;
    /** Does each voter get a code by SMS? Default false. */
    smsOtp?: boolean;
  };
  /** Takes `votes`. The platform's counter follows within 60 s. */
  relayVotes: {
    /** How many votes. Default 1. */
    count?: number;
  };
  /** Takes `emails`. The platform's counter follows within 60 s. */
  sendEmailOtp: {
    /** How many messages. Default 1. */
    count?: number;
  };
  /** Takes `sms`. The platform's counter follows within 60 s. */
  sendSmsOtp: {
    /** How many messages. Default 1. */
    count?: number;
  };
}

/**
 * Vocdoni, by its `GET /integrator`: limits and usage in one answer. Its 403 with code 40153 (not an integrator) is an answer too: the
 * feature is off.
 *
 * @throws {@link QuotaError} `invalid-options` for another `environment` or other `rules`.
 */
export function vocdoni(options: VocdoniOptions): Provider<VocdoniActions, VocdoniResource>;

/**
 * What {@link didomi} takes. `baseUrl` is `https://api.didomi.io/v1`, or your own route in front of it: `/quotas` is asked for below it, and
 * `/premium-features` and `/marketplace/integrations`, or what the options say. With `path: ""` only `baseUrl` itself is asked.
 */
export interface DidomiOptions extends Endpoint {
  /** Whose quota it is: of a list of records, that of this organization counts. */
  organizationId: string;
  /**
   * Counts what is in use, where the platform's list routes are not reachable from the page. Called for each refresh; missing numbers stay
   * unknown, and with an error that it throws the refresh fails.
   */
  usage?: (context: { signal: AbortSignal }) => Promise<DidomiUsage>;
  /**
   * The list from which export configurations in use are counted: the organization's, all pages, those whose type begins with
   * `batch-exports-` and that aren't disabled, or those that `counts` says. `false`, and the default with `usage`, doesn't ask for it.
   */
  integrations?:
    | false
    | {
        /** Below `baseUrl`. Default `"/marketplace/integrations"`. */
        path?: string;
        /** Does this one take a slot? It sees nothing of an integration but what is named there. */
        counts?: (integration: DidomiIntegration) => boolean;
      };
  /** The premium feature that switches exports on. Default the flag `batch_exports` of `/premium-features`; `false` doesn't ask for it. */
  premiumFeature?:
    | false
    | {
        /** Below `baseUrl`. Default `"/premium-features"`. */
        path?: string;
        /** The flag's name. Default `"batch_exports"`. */
        name?: string;
      };
  /**
   * Reads the platform's refusals, which it documents nowhere: which resource, and what it said remains. Null: not about quotas. One that
   * throws is reported to the console, and the refusal is then not about quotas.
   */
  refusal?: (
    body: unknown,
    status: number,
  ) => {
    /** Whose limit it was. */
    resource: DidomiResource;
    /** What the platform said is left. Not given: less than was asked for. */
    remaining?: number;
  } | null;
}

/** What is in use, as {@link DidomiOptions.usage} counts it. */
export interface DidomiUsage {
  /** Enabled batch exports. */
  exportConfigs?: number;
  /** Destinations attached, by export configuration id. */
  exportDestinations?: Readonly<Record<string, number>>;
}

/** All that is looked at of an integration. */
export interface DidomiIntegration {
  /** Null where it has none. */
  readonly id: string | null;
  /** Its `type_id`, such as `"batch-exports-s3"`. */
  readonly typeId: string | null;
  /** Null where it doesn't say. */
  readonly enabled: boolean | null;
}

/** What Didomi limits: enabled batch exports of the organization, and destinations of each export configuration. */
export type DidomiResource = "exportConfigs" | "exportDestinations";

/** What can be done on Didomi. */
export interface DidomiActions {
  /** Takes one of `exportConfigs`. */
  enableExportConfig: {
    /** How many. Default 1. */
    count?: number;
  };
  /** Takes one of `exportDestinations`, whose limit counts for each configuration by itself. */
  attachExportDestination: {
    /** To which export configuration. Empty while none is chosen: then what is used isn't known. */
    configId: string;
    /** How many. Default 1. */
    count?: number;
  };
}

/**
 * Didomi, by its `GET /v1/quotas`: limits without usage, so what is in use is counted. A limit of 0 is none. Where there is no record or
 * no such field, the documented defaults count, 3 configurations and 2 destinations, with {@link Headroom.origin} `"assumed"`. No more
 * than the documented 100 requests in 15 seconds are sent.
 *
 * @throws {@link QuotaError} `invalid-options` for an option that makes no sense.
 */
export function didomi(options: DidomiOptions): Provider<DidomiActions, DidomiResource>;

/**
 * Any other "limits and usage" response, described instead of programmed.
 *
 * @typeParam R the names of the resources, as you choose them
 * @typeParam A the names of the actions, as you choose them
 */
export interface CustomOptions<R extends string, A extends string> extends Endpoint {
  /** What the platform is called. Stored answers are known by it too: functions can't be compared, so other functions want another name. */
  name: string;
  /** Picks what the pointers below are relative to, where a JSON Pointer cannot (items of an array by id). Default the whole body. */
  select?: (body: unknown) => unknown;
  /**
   * JSON Pointer (RFC 6901) to a boolean that switches the whole feature. Where something else stands there, the answer is a
   * `bad-response`. Default none: it is on.
   */
  enabled?: string;
  /** What is limited, each by a name of your own. At least one. */
  resources: Record<R, CustomResource>;
  /** What one unit of each action takes from each resource: `{ createServer: { servers: 1, cores: 4 } }`. At least one action. */
  actions: Record<A, Partial<Record<NoInfer<R>, number>>>;
  /**
   * Counts what is in use, beside the request; it beats `used`, and `remaining` beats it. Missing numbers stay as the response says. With
   * an error that it throws the refresh fails.
   */
  usage?: (context: { signal: AbortSignal }) => Promise<Partial<Record<NoInfer<R>, number>>>;
  /**
   * Reads the platform's refusals: which resource, and what it said remains. Null: not about quotas, and so is every refusal without this
   * function. `body` is a text where it isn't JSON; `status` is 0 where there was none.
   */
  refusal?: (
    body: unknown,
    status: number,
  ) => {
    /** Whose limit it was. */
    resource: NoInfer<R>;
    /** What the platform said is left. Not given: less than was asked for. */
    remaining?: number;
  } | null;
  /**
   * What helps where a limit is too small. Its text and link are for operators; links are https or mailto, others are left out. Null, and
   * the default: free a unit or raise the limit.
   */
  remedy?: (resource: NoInfer<R>) => Remedy | null;
}
/**
 * Where the numbers of one resource stand: JSON Pointers (RFC 6901), relative to what {@link CustomOptions.select} picks. Any two of
 * `limit`, `used` and `remaining`; or `limit` alone with {@link CustomOptions.usage}, or `remaining` alone. Numbers may be decimal strings.
 * What isn't there, or is no whole number, is not known.
 */
export interface CustomResource {
  /** Of the limit, a whole number. */
  limit?: string;
  /** Of what is in use. */
  used?: string;
  /** Of what is left. It beats the two others where they disagree. */
  remaining?: string;
  /** Of what is spoken for on the platform. Counts as used. */
  reserved?: string;
  /**
   * Of the moment when usage starts anew: seconds or milliseconds since the epoch, or a date as RFC 3339 has it. What was used isn't known
   * from then on.
   */
  resetsAt?: string;
  /** Values of `limit` that mean unlimited, such as `-1`, `"unlimited"`, `null` or `{ absent: true }`. A numeric `remaining` beats them. */
  unlimited?: readonly (
    | number
    | string
    | null
    | {
        /** There is nothing where the limit should be. */
        readonly absent: true;
      }
  )[];
  /** How long after the act the platform's counter can still be behind, in milliseconds. Default 60 000. */
  settleAfter?: number;
  /** What operators' messages call it. Default the resource's name. */
  label?: string;
}

/**
 * A platform by its description. Each action has one parameter, `count` (default 1), which multiplies what it takes.
 *
 * @throws {@link QuotaError} `invalid-options` for a mistake in the description; the message names its path, such as
 * `resources.servers.limit`.
 */
export function custom<const R extends string, const A extends string>(
  options: CustomOptions<R, A>,
): Provider<
  Record<
    A,
    {
      /** How often. Default 1. */
      count?: number;
    }
  >,
  R
>;

/* --------------------------------------------------------------------- gate */

/** What {@link createGate} takes. All is optional. */
export interface GateOptions {
  /**
   * Share of a limit from which it counts as near: above 0, at most 1. Default 0.8. Limits of 2 to 4 are near at their last unit, and a
   * limit of 1 never is.
   */
  nearLimit?: number;
  /** After this age, in milliseconds, an answer is stale: it still decides, and is fetched again when someone looks. Default 60 000. */
  staleAfter?: number;
  /**
   * After this age, in milliseconds, an answer no longer decides anything. At least `staleAfter`. Default 14 400 000 (4 h), or
   * `staleAfter` where that is longer.
   */
  expireAfter?: number;
  /**
   * What a button does while the quota cannot be known, for all actions or by the action's name; actions left out are allowed. Default
   * `"allow"`: the platform still has the last word.
   */
  whenUnknown?: Policy | Readonly<Record<string, Policy>>;
  /** What a button does before the first answer. Default `"deny"`, shown as pending and not as denied. */
  whileLoading?: Policy;
  /** Waiting for the first answer counts as pending no longer than this, in milliseconds; then as unknown. Default 3 000. */
  pendingFor?: number;
  /** Who reads the messages: the integrator's staff, or an end customer who must not be told of the integrator's contract. Default `"customer"`. */
  audience?: "customer" | "operator";
  /** May a customer's message name the largest amount that fits ("At most 413 voters")? It tells them what is left. Default false. */
  revealMax?: boolean;
  /**
   * Poll while the page is visible and something is subscribed, in milliseconds, at least 10 000. Of the tabs that share an identity one
   * polls for all. Default off.
   */
  refreshEvery?: number;
  /**
   * Keeps the last answer, the holds and what forecasts rest on between page loads, in sessionStorage or localStorage. Needs `identity`.
   * A storage that is full or blocked keeps nothing, without an error. Default `"none"`.
   */
  persist?: "none" | "session" | "local";
  /**
   * Whose quota this is (account id, user id): part of the cache and cross-tab key, so one account never sees another's. Only a hash of it
   * is stored. Default none: nothing is stored or shared.
   */
  identity?: string;
  /**
   * What a server's gate dehydrated, which this one knows from the first moment: for pages that a server rendered. Checked as
   * {@link Gate.hydrate} does. Default none.
   */
  dehydrated?: DehydratedState;
  /**
   * Share answers and holds with the same identity's other tabs, with one tab asking for all. Takes Web Locks and BroadcastChannel; without
   * either, each tab is on its own. Needs `identity`, and is on by default where there is one.
   */
  shareAcrossTabs?: boolean;
  /**
   * BCP 47, for messages and the numbers in them: English, Spanish, Catalan or French; English for any other. Default the document's
   * language, else the browser's; outside a page English.
   */
  locale?: string;
  /** Replaces any message. Return undefined to keep the built-in one, which the decision has; so does an error in it, which is reported. */
  message?: (decision: Decision) => string | undefined;
  /** For one request with its answer's body, in milliseconds, above 0; and for how long `run` waits for a first answer. Default 8 000. */
  timeoutMs?: number;
  /**
   * Retries of one refresh on network errors, time-outs, 408, 429 and 5xx: 0 to 10. Each waits a random time below 500 ms, then 1 s, and so
   * on, up to 30 s, and no shorter than `Retry-After` says, up to 60 s. Default 2.
   */
  retries?: number;
}

/** What a control does where there is no verdict on it: open, or closed. */
export type Policy = "allow" | "deny";

/** Parameters that are all optional may be left out; others may not. */
// biome-ignore lint/complexity/noBannedTypes: "{} extends P" is how TypeScript asks whether all is optional.
export type ParamsOf<P> = {} extends P ? [params?: P] : [params: P];

/**
 * Answers for one account on one platform, for as long as a page lives. After {@link Gate.dispose} its methods throw `disposed`, but for
 * `state`, `clear` and `dispose` itself.
 *
 * @typeParam A the platform's actions, each with its parameters
 * @typeParam R the names of its resources
 */
export interface Gate<A, R extends string> {
  /** The provider that it was made with. */
  readonly provider: Provider<A, R>;
  /**
   * Settles after the first answer, or once its retries have failed too, with the state that it left, and once all of the package is
   * there; never rejects.
   */
  readonly ready: Promise<State<R>>;
  /** The same object until something changes: made for `useSyncExternalStore`, Svelte and signals. */
  readonly state: State<R>;

  /**
   * May the button be enabled? Same as `check(action, params).allowed`, without building the explanation.
   *
   * @throws {@link QuotaError} `unknown-action`, or `invalid-params` for a parameter that the action hasn't or that is of another type.
   */
  can<K extends keyof A & string>(action: K, ...params: ParamsOf<A[K]>): boolean;
  /**
   * The whole answer. The same object for the same question until something changes.
   *
   * @throws {@link QuotaError} as {@link Gate.can}.
   */
  check<K extends keyof A & string>(action: K, ...params: ParamsOf<A[K]>): Decision<R>;
  /**
   * Several steps, each seeing what the ones before it took.
   *
   * @throws {@link QuotaError} as {@link Gate.can}, for any of the steps.
   */
  checkAll(steps: readonly Step<A>[]): PlanDecision<R>;
  /**
   * What is left of a resource. With `scope`, such as Didomi's configuration id: within it, for resources that count by scope.
   *
   * @throws {@link QuotaError} `unknown-resource`, also for a scope of a resource that has none.
   */
  headroom(resource: R, scope?: string): Headroom<R>;

  /**
   * Takes the units out of the headroom until committed, released or expired: after 60 000 ms.
   *
   * @throws {@link QuotaDenied} where the decision isn't to allow it; {@link QuotaError} as {@link Gate.can}.
   */
  hold<K extends keyof A & string>(action: K, ...params: ParamsOf<A[K]>): Hold;
  /** The same, with a lifetime of its own: `expiresIn` milliseconds, above 0. */
  hold<K extends keyof A & string>(
    action: K,
    params: ParamsOf<A[K]>[0],
    options?: { expiresIn?: number },
  ): Hold;
  /**
   * Waits for the first answer, checks, holds, runs, commits. A rejection or a resolved Response that is not ok: a refusal on quota throws
   * `QuotaDenied` with the original as `cause`; anything else passes through untouched. Released on 4xx; kept until the next answer
   * where nobody knows whether it happened (network, time-out, abort, 5xx). The hold is renewed for as long as the task runs.
   *
   * @throws {@link QuotaDenied} where the gate, or the platform, didn't let it through; and whatever the task rejects with.
   */
  run<K extends keyof A & string, T>(
    action: K,
    params: ParamsOf<A[K]>[0],
    task: (hold: Hold) => Promise<T>,
  ): Promise<T>;
  /**
   * Reads a refusal by the platform (a Response, of which a clone is read, its JSON, or an SDK's error), corrects the gate, asks the
   * platform again, and says which limit it was. Null when it is not about quotas. `attempt` is what was tried; without it the platform's
   * code names the action. Until an answer shows that its limit or usage changed, for `staleAfter` at most, the gate goes by the refusal.
   */
  explain(refusal: unknown, attempt?: Step<A>): Promise<Decision<R> | null>;

  /**
   * Asks the platform now. Whoever asks meanwhile shares the request. Resolves with the state, `state.error` set on failure.
   *
   * @throws {@link QuotaError} only `aborted`, for its own signal, which leaves the request to the others, and `disposed`.
   */
  refresh(options?: { signal?: AbortSignal }): Promise<State<R>>;
  /** Not called on subscription. Called for everything that changes an answer, the passing of time included. Returns the end of it. */
  subscribe(listener: (state: State<R>) => void): () => void;
  /**
   * Hears of one kind of event. Returns the end of it. A listener that throws is reported, and the others hear all the same.
   *
   * @throws {@link QuotaError} `invalid-options` for an event that there isn't.
   */
  on<E extends keyof GateEvents<R>>(type: E, listener: (event: GateEvents<R>[E]) => void): () => void;

  /**
   * Gates every `[data-quota-action]` under `root` (default the document), now and later. Returns the undo. A mistake in the markup, such as
   * an unknown action, is reported to the console once, and leaves its control as it is.
   */
  bind(root?: ParentNode, options?: BindOptions): () => void;

  /**
   * A snapshot that JSON can carry, for server rendering; give it to `createGate` in the page, or to `hydrate`. It holds nothing of tokens,
   * nor whose it is in the clear.
   */
  dehydrate(): DehydratedState;
  /**
   * Goes on from a snapshot. One of another version, platform or identity, or older than what is known, is ignored. In pages that a
   * server rendered, {@link GateOptions.dehydrated} is known from the first rendering on.
   *
   * @throws {@link QuotaError} `invalid-params` for a text: parse its JSON first.
   */
  hydrate(state: DehydratedState): void;
  /** Forgets everything: here, in storage, and in the other tabs of the same identity. For sign-out. */
  clear(): void;
  /** Ends it: no timer, listener, lock or channel stays behind, controls are as they were, and `state` stays readable. Idempotent. */
  dispose(): void;
  /** The same, for `using`. */
  [Symbol.dispose](): void;
}

/** One step of a plan, or what was attempted: an action with its parameters. */
export type Step<A> = {
  // biome-ignore lint/complexity/noBannedTypes: as above.
  [K in keyof A & string]: {} extends A[K]
    ? {
        /** What is done. */
        action: K;
        /** How much of it. */
        params?: A[K];
      }
    : {
        /** What is done. */
        action: K;
        /** How much of it. */
        params: A[K];
      };
}[keyof A & string];

/** What {@link Gate.on} hears of. */
export interface GateEvents<R extends string = string> {
  /**
   * A limit came near its end. Told once; again only after falling 5 points of the limit back. The first answer tells nothing, nor does
   * staging, and that goes for the next two as well.
   */
  near: Crossing<R>;
  /** Nothing is left of a limit. */
  exhausted: Crossing<R>;
  /** Something is left again. */
  recovered: Crossing<R>;
  /** Someone tried a control that the gate kept closed. */
  denied: Decision<R>;
  /** The platform refused what the gate allowed. */
  refused: Decision<R>;
  /** A refresh failed, its retries included. It is in {@link State.error} too. */
  error: QuotaError;
}

/**
 * What {@link Gate.dehydrate} gives. Only `version` is meant to be looked at: the rest is the package's own, and a page whose package
 * doesn't know the version ignores it.
 */
export type DehydratedState = {
  /** Of the format. */
  readonly version: 1;
} & Readonly<Record<string, unknown>>;

/* ------------------------------------------------------------------ answers */

/**
 * What is known.
 *
 * - `"loading"`: the first answer is under way, for `pendingFor` at most.
 * - `"ready"`: there is an answer, no older than `staleAfter`.
 * - `"stale"`: there is one, older than that; it still decides.
 * - `"unavailable"`: there is none, or it is older than `expireAfter`.
 */
export type Phase = "loading" | "ready" | "stale" | "unavailable";

/** Everything that a gate knows. */
export interface State<R extends string = string> {
  /** Is there an answer, and does it count? */
  readonly phase: Phase;
  /** Is a request under way? */
  readonly refreshing: boolean;
  /** Is the feature switched on for this account? Null until known. */
  readonly enabled: boolean | null;
  /** Does the platform enforce limits in this environment? False on staging. */
  readonly enforced: boolean;
  /** When the answer came, in milliseconds since the epoch. Null while there is none. */
  readonly asOf: number | null;
  /**
   * Where the answer is from: the platform (`"server"`), storage (`"cache"`), another tab (`"tab"`), or a server that rendered the page
   * (`"page"`). Null while there is none.
   */
  readonly source: "server" | "cache" | "tab" | "page" | null;
  /** The last failure; cleared by the next success. The last good answer is kept. */
  readonly error: QuotaError | null;
  /** What is left of each resource. */
  readonly headroom: { readonly [K in R]: Headroom<R> };
}

/**
 * How close a limit is to its end.
 *
 * - `"unlimited"`: there is none.
 * - `"ok"`: enough is left.
 * - `"near"`: something is left, and used and held are at {@link GateOptions.nearLimit} of the limit or above.
 * - `"exhausted"`: nothing is left.
 * - `"over"`: more is used than the limit allows, holds aside.
 * - `"unknown"`: the limit isn't known, or what is used of it.
 * - `"disabled"`: the feature is off.
 */
export type Level = "unlimited" | "ok" | "near" | "exhausted" | "over" | "unknown" | "disabled";

/** What is left of one resource. */
export interface Headroom<R extends string = string> {
  /** The name in this package. */
  readonly resource: R;
  /** The platform's own name of the limit, such as `maxEmails`. */
  readonly limitName: string;
  /** The platform's own name of the usage, such as `sentEmails`. Null where it has none. */
  readonly usageName: string | null;
  /** Within what this counts, such as a configuration's id. Null: for the account as a whole. */
  readonly scope: string | null;
  /** `Infinity` is unlimited; null is not known. */
  readonly limit: number | null;
  /** Units in use, as reported or counted; null is not known. */
  readonly used: number | null;
  /** Units under hold in this browser, by any tab of the same identity, and not yet seen in `used`. */
  readonly held: number;
  /** limit - used - held, at least 0, and no more than a refusal left. `Infinity` is unlimited; null is not known. */
  readonly remaining: number | null;
  /** used + held over limit; above 1 when over; null when unlimited or unknown. */
  readonly fraction: number | null;
  /** How close the limit is to its end. */
  readonly level: Level;
  /**
   * Where limit and usage came from: the platform said both (`"reported"`), the usage was counted from a list or by your function
   * (`"counted"`), a documented default stands for the limit (`"assumed"`), or neither is known (`"unknown"`).
   */
  readonly origin: "reported" | "counted" | "assumed" | "unknown";
  /** When usage starts anew, in milliseconds since the epoch. Null where it doesn't, or nobody says. */
  readonly resetsAt: number | null;
  /** When the limit will be reached. Null until there are enough answers to say anything. */
  readonly forecast: Forecast | null;
}

/** How fast a limit is used up, from the answers seen so far: there is one once there are three of them, over an hour at least. */
export interface Forecast {
  /** Units a day. */
  readonly perDay: number;
  /** When the limit will be reached at this pace, in milliseconds since the epoch. Null where it won't, or already is. */
  readonly exhaustsAt: number | null;
  /** The early end of a range that is meant to hold the truth four times out of five, if things go on as they did. */
  readonly earliest: number | null;
  /** Its late end. Null where it may well never come to it. */
  readonly latest: number | null;
}

/**
 * What the limits say.
 *
 * - `"allow"`: it fits, nothing limits it, or nothing is enforced here.
 * - `"deny"`: a limit is too small, or the feature is off.
 * - `"pending"`: the first answer is under way.
 * - `"unknown"`: there is no answer, it is too old, or it doesn't say.
 */
export type Verdict = "allow" | "deny" | "pending" | "unknown";

/**
 * Why the verdict is what it is; each goes with one verdict.
 *
 * - allow: `"within-limits"`; `"unlimited"`, no limit in question is finite; `"not-enforced"`, as on staging.
 * - deny: `"limit-reached"`, at least one is too small; `"not-enabled"`, the feature is off for this account.
 * - pending: `"loading"`.
 * - unknown: `"unavailable"`, there is no usable answer; `"expired"`, the last one is older than `expireAfter`; `"usage-unknown"` and
 *   `"limit-unknown"`, the platform didn't say.
 */
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

/** The answer to "may this be done?", with all that there is to say about it. */
export interface Decision<R extends string = string> {
  /** What was asked about. */
  readonly action: string;
  /** What the limits say. A control goes by `allowed`. */
  readonly verdict: Verdict;
  /** The verdict after `whileLoading` and `whenUnknown`: what the button should do. */
  readonly allowed: boolean;
  /** Why the verdict is what it is. */
  readonly reason: Reason;
  /** Every limit in the way, not only the first. */
  readonly blockers: readonly Shortfall<R>[];
  /** Limits that this action would bring near or to their end, and on staging those that production would refuse it for. */
  readonly warnings: readonly Shortfall<R>[];
  /** The largest `count` with verdict allow; 0 if a known limit blocks or the feature is off; Infinity when none binds; null while not known. */
  readonly max: number | null;
  /** The same for each numeric parameter, the others unchanged: `{ count: 3, voters: 413, questions: 2 }`. */
  readonly maxParams: Readonly<Record<string, number | null>>;
  /** Would it be refused where limits are enforced? On staging it is what production would say. Null while not known. */
  readonly wouldDeny: boolean | null;
  /** The way out; null where the verdict is allow. */
  readonly remedy: Remedy | null;
  /** What to tell, for `audience` and in `locale`. Plain text. */
  readonly message: string;
  /** When the answer came that this rests on, in milliseconds since the epoch. Null while there is none. */
  readonly asOf: number | null;
  /** Is that answer older than `staleAfter`? */
  readonly stale: boolean;
}

/** A limit in the way of an action, or close to its end. The numbers are those of {@link Headroom}. */
export interface Shortfall<R extends string = string> {
  /** The name in this package. */
  readonly resource: R;
  /** The platform's own name of the limit. */
  readonly limitName: string;
  /** Within what it counts. Null: for the account as a whole. */
  readonly scope: string | null;
  /** `Infinity` is unlimited; null is not known. */
  readonly limit: number | null;
  /** Units in use; null is not known. */
  readonly used: number | null;
  /** Units under hold and not yet seen in `used`. */
  readonly held: number;
  /** What is left; null is not known. */
  readonly remaining: number | null;
  /** Units that the action asks for. */
  readonly requested: number;
  /** Units that are missing. 0 in a warning that the limit comes near or to its end. */
  readonly shortBy: number;
}

/** The plan as one action, named after the step that doesn't pass. `max` is how many times the whole plan fits. */
export interface PlanDecision<R extends string = string> extends Decision<R> {
  /** Index of the first step that does not pass, or null. */
  readonly failedStep: number | null;
  /** The decision on each step, in the order of the steps. */
  readonly steps: readonly Decision<R>[];
}

/** A way out of a denial. */
export interface Remedy {
  /**
   * - `"free-slot"`: delete something that takes up a unit.
   * - `"raise-limit"`: ask the platform for more.
   * - `"enable"`: have the feature switched on.
   * - `"wait"`: something under way holds what is missing, or usage starts anew.
   * - `"retry"`: ask again later.
   * - `"sign-in"`: the credentials are not, or no longer, good.
   */
  readonly kind: "free-slot" | "raise-limit" | "enable" | "wait" | "retry" | "sign-in";
  /** Where to do it, https or mailto. For operators only; null for customers, and where there is no such place. */
  readonly href: string | null;
  /** One sentence for `audience`, in `locale`. Plain text. */
  readonly text: string;
}

/** Units that are spoken for while something is under way. */
export interface Hold {
  /** Unique among all tabs. */
  readonly id: string;
  /** What is under way. */
  readonly action: string;
  /** When it ends by itself, in milliseconds since the epoch. It moves with `extend`. */
  readonly expiresAt: number;
  /** `"released"` also after {@link Gate.clear} and {@link Gate.dispose}. */
  readonly state: "held" | "committed" | "released" | "expired";
  /** The platform did it: the units stay taken until an answer shows them in `used`. Starts a refresh. After expiry: taken again. */
  commit(): void;
  /** It did not happen: the units are free again. Idempotent; without effect after commit. */
  release(): void;
  /**
   * For work that the platform finishes later (202 and a job): `expiresAt` is moved by so many milliseconds, above 0. Without effect unless it
   * is held.
   *
   * @throws {@link QuotaError} `invalid-params` for what is no such number.
   */
  extend(milliseconds: number): void;
}

/** A limit that came near, reached its end, or got away from it. */
export interface Crossing<R extends string = string> {
  /** The event's name. */
  readonly type: "near" | "exhausted" | "recovered";
  /** What is left now. */
  readonly headroom: Headroom<R>;
}

/* ------------------------------------------------------------------- errors */

/**
 * What went wrong. Of a refresh, in {@link State.error} and told by `gate.on("error")`; nothing is thrown then:
 *
 * - `"network"`: the request or its answer didn't get through; also of the wasm file.
 * - `"timeout"`: no answer within `timeoutMs`, or a 408.
 * - `"unauthorized"`: a 401, after a new token too; or the token function failed.
 * - `"forbidden"`: a 403.
 * - `"not-found"`: a 404; also of the wasm file.
 * - `"rate-limited"`: a 429; or the gate itself waits, since the platform takes no more requests for now.
 * - `"server"`: a 5xx.
 * - `"bad-response"`: a redirect, another status, or a body that isn't such an answer; also a wasm file that is damaged or of another version.
 *
 * Thrown to the caller, who made a mistake or may not go on:
 *
 * - `"invalid-options"`, `"invalid-params"`, `"unknown-action"`, `"unknown-resource"`: the message names what is wrong.
 * - `"insecure"`: an address that would send credentials in the clear, or holds them.
 * - `"secret-in-browser"`: an account key in a page.
 * - `"wasm-blocked"`: the page's Content-Security-Policy, or the browser, doesn't let WebAssembly run.
 * - `"aborted"`: the caller's own signal, or the request was given up.
 * - `"disposed"`: the gate was disposed of.
 * - `"denied"`: of {@link QuotaDenied}.
 * - `"not-initialized"`: kept for later; nothing throws it, since `createGate` loads what it needs.
 */
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

/**
 * Every error of this package. It has no `cause`, but for {@link QuotaDenied}, and quotes no token: what fetch and the platform say can
 * contain what was sent to them.
 */
export class QuotaError extends Error {
  /** `"QuotaError"`, or `"QuotaDenied"`. */
  readonly name: string;
  /** What went wrong. */
  readonly code: QuotaErrorCode;
  /** The HTTP status, where there was one. */
  readonly status: number | null;
  /** The platform's own error code, such as Vocdoni's 40158. Null where it said none. */
  readonly platformCode: number | null;
  /** Can the same succeed later without anyone changing anything? True for network errors, time-outs, 408, 429 and 5xx. */
  readonly retryable: boolean;
}

/**
 * The gate, or the platform, didn't let an attempt through: thrown by {@link Gate.run} and {@link Gate.hold}. Its `message` is the
 * decision's, its `cause` what the task got from the platform, if it came that far.
 */
export class QuotaDenied extends QuotaError {
  /** Why. */
  readonly decision: Decision;
}

/** Is it an error of this package? Also true for errors of another copy of the package on the page. */
export function isQuotaError(value: unknown): value is QuotaError;

/* ---------------------------------------------------------------------- DOM */

/**
 * What {@link Gate.bind} takes. In the markup:
 *
 *     <button data-quota-action="publishProcess"
 *             data-quota-voters-from="#voters"      value of an input, live
 *             data-quota-email-otp-from="#otp"      checked state of a checkbox
 *             data-quota-questions="3">             constant
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
  /** Someone tried a control that is closed. `gate.on("denied")` hears of it too. */
  onDenied?: (control: Element, decision: Decision) => void;
}
