import { shown } from "./amount.js";
import { remembered } from "./answers.js";
import { asking, type Outcome } from "./asking.js";
import { attempts, questionOf, type Tried } from "./attempts.js";
import { type Begun, begunOf } from "./begun.js";
import { bind } from "./bind/index.js";
import { openCore } from "./core.js";
import type { Target } from "./endpoint.js";
import { disposed, QuotaError } from "./error.js";
import { listeners, report } from "./events.js";
import { INSIDE, type Inside } from "./inside.js";
import type { Language } from "./language.js";
import { type Asked, type BareDecision, step, writer } from "./messages.js";
import type { Join } from "./neighbours.js";
import { type Settings, settingsOf } from "./options.js";
import { pacing } from "./pace.js";
import { type Platform, platformOf } from "./provider.js";
import { type Asked as Refresh, refresher } from "./refresher.js";
import { requester } from "./request.js";
import { sharing } from "./sharing.js";
import { atMost } from "./timer.js";
import { pageLanguage } from "./tongue.js";
import type {
  BindOptions,
  Crossing,
  Decision,
  DehydratedState,
  Gate,
  GateEvents,
  GateOptions,
  Headroom,
  Hold,
  PlanDecision,
  Provider,
  State,
} from "./types.js";
import { upkeep } from "./upkeep.js";
import type { Wasm } from "./wasm.js";
import { type World, worldOf } from "./world.js";

/** What can be wrong with the arguments is found before anything is loaded. */
export const prepare = <A, R extends string>(provider: Provider<A, R>, options: GateOptions) => {
  const world = worldOf(options);
  const begun = begunOf(options);
  const platform = world.platform(begun?.platform ?? platformOf(provider));
  const settings = settingsOf(platform, options);
  const target = world.target(platform);
  return {
    shares: settings.shareAcrossTabs,
    open: (wasm: Wasm, language: Language, join: Join): Gate<A, R> =>
      openGate(wasm, language, join, provider, platform, settings, target, world, begun, options.dehydrated),
  };
};

const openGate = <A, R extends string>(
  wasm: Wasm,
  language: Language,
  join: Join,
  provider: Provider<A, R>,
  platform: Platform,
  settings: Settings,
  target: Target,
  world: World,
  begun: Begun | undefined,
  dehydrated: DehydratedState | undefined,
): Gate<A, R> => {
  const core = openCore<R>(wasm, platform, settings, world.now, world.random, begun?.opened);
  const { timers } = world;
  const { now } = core;
  const pace = pacing(platform.rate, now);
  const request = requester(wasm, platform, target, settings.timeoutMs, pace, timers, now, begun?.take);
  const { write, nameOf, mostOf } = writer(language, platform, settings);
  const written = (bare: BareDecision, params: unknown) =>
    write(bare, (params ?? {}) as Asked) as Decision<R>;
  const stepped = step(language, settings);
  const subscribers = listeners<void>();
  const events = {
    near: listeners<Crossing<R>>(),
    exhausted: listeners<Crossing<R>>(),
    recovered: listeners<Crossing<R>>(),
    denied: listeners<Decision<R>>(),
    refused: listeners<Decision<R>>(),
    error: listeners<QuotaError>(),
  };
  const undos = new Set<() => void>();
  let leaving = new AbortController();
  /** Where somebody waits for a first answer. After signing out there has to be another. */
  let first: Promise<State<R>> | undefined;
  let source: State<R>["source"] = null;
  let error: QuotaError | null = null;
  let last: State<R> | undefined;
  /** From who has asked, and not from who kept what somebody else had been told. */
  const isLive = () => source === "server" || source === "tab";
  const isFresh = () => current().phase === "ready" && isLive() && !error;
  const shared = sharing(core, join, settings, platform, target.url, {
    answered(from) {
      source = from;
      error = null;
    },
    confirmed() {
      if (isLive()) return false;
      source = "tab";
      return true;
    },
    changed,
    cleared: forget,
    led: () => upkeeping.lead(),
    isFresh,
  });
  const { neighbours } = shared;
  const refreshing = refresher(ask, now, began);
  const asker = asking(core, request, { neighbours, pace, isFresh, answered: shared.passOn, timers, now });
  const answers = remembered(core, write, stateAt);
  const upkeeping = upkeep(core, settings, {
    neighbours,
    refreshing,
    untilChange: answers.untilChange,
    isOutdated: answers.isOutdated,
    changed,
    phase: () => current().phase,
    error: () => error,
    restsFor: asker.restsFor,
    hurry: asker.hurry,
    hasAnotherToken: () => request.hasAnother(leaving.signal),
    timers,
    now,
  });
  const trying = attempts<R>(core, {
    reads: platform.refusal,
    timeoutMs: settings.timeoutMs,
    timers,
    check,
    write: written,
    changed,
    held,
    askAnew,
    firstAnswer,
    refused: (decision) => events.refused.tell(decision),
    epoch: () => leaving,
    now,
  });

  function stateAt(time: number): State<R> {
    return {
      ...core.overview(time),
      refreshing: refreshing.busy,
      source,
      error,
    };
  }

  /** After disposal the last state stays readable: what is still on the screen may ask for it once more. */
  const current = (): State<R> => last ?? answers.state();

  function live(): void {
    if (last) throw disposed();
  }

  function changed(): void {
    answers.forget();
    const crossed = core.crossings(now());
    if (isHeard()) {
      const { headroom } = current();
      upkeeping.lead();
      subscribers.tell();
      for (const [resource, type] of crossed) events[type].tell({ type, headroom: headroom[resource] });
    }
  }

  function began(): void {
    answers.forgetState();
    if (isHeard()) {
      upkeeping.lead();
      subscribers.tell();
    }
  }

  function held(): void {
    shared.passOn();
    changed();
  }

  const isHeard = (): boolean => [subscribers, ...Object.values(events)].some((list) => list.size > 0);

  /** Asks, and takes in what comes, unless it was given up meanwhile. */
  async function ask(signal: AbortSignal, refresh: Refresh): Promise<State<R>> {
    const outcome = signal.aborted ? undefined : await asker.ask(signal, refresh);
    if (outcome !== undefined && !signal.aborted) takeIn(outcome);
    live();
    return current();
  }

  function takeIn(outcome: Outcome): void {
    if (outcome === "answered") source = "server";
    error = outcome instanceof QuotaError ? outcome : null;
    if (core.isShutOut()) {
      source = null;
      shared.purge();
    }
    refreshing.done();
    changed();
    if (error) events.error.tell(error);
  }

  function refresh({ signal }: { signal?: AbortSignal } = {}): Promise<State<R>> {
    return last ? Promise.reject(disposed()) : refreshing.run(signal);
  }

  async function askAnew(): Promise<void> {
    if (!last && !core.isShutOut()) await atMost(timers, settings.timeoutMs, refreshing.runAnew());
  }

  /** Retries may take longer than anybody who wants to do something should wait. */
  async function firstAnswer(): Promise<void> {
    first ??= refreshing.run();
    await atMost(timers, settings.timeoutMs, first);
    live();
  }

  function check(action: string, params?: unknown): Decision<R> {
    live();
    return answers.check(action, params);
  }

  /** One sentence for the whole: that of the step in the way, or of what all have in common. */
  function checkAll(steps: readonly Tried[]): PlanDecision<R> {
    live();
    if (!Array.isArray(steps)) {
      throw new QuotaError("invalid-params", `checkAll needs an array of steps, got ${shown(steps)}`);
    }
    const questions = Array.from(steps, (each: unknown) => questionOf(core, each));
    const plan = core.checkAll(questions, now());
    const decided = plan.steps.map((bare, place) => written(bare, steps[place]?.params));
    const whole = written(plan, undefined);
    const place = plan.failedStep ?? -1;
    const inTheWay = decided[place];
    const message = inTheWay ? stepped(place + 1, steps.length, inTheWay.message) : whole.message;
    return { ...whole, message, failedStep: plan.failedStep, steps: decided };
  }

  function headroom(resource: R, scope?: string): Headroom<R> {
    live();
    const all = current().headroom;
    const found = Object.hasOwn(all, resource) ? all[resource] : undefined;
    const within =
      scope === undefined ? found : core.within(platform.resources.indexOf(resource), scope, now());
    if (within) return within;
    const what = found ? `${resource} has no scope ${shown(scope)}` : `no resource ${shown(resource)}`;
    const known = platform.resources.join(", ");
    throw new QuotaError("unknown-resource", `${platform.name}: ${what}; the resources are ${known}`);
  }

  function subscribe(listener: (state: State<R>) => void): () => void {
    live();
    // One before it may have changed something: everyone is told the latest last.
    return listening(subscribers, () => listener(current()));
  }

  /** One timer while someone listens, and none after. What was crossed while nobody did is no news. */
  function listening<T>(list: Listeners<T>, hear: (value: T) => void): () => void {
    if (!isHeard()) core.crossings(now());
    const leave = list.add(hear);
    upkeeping.begin();
    return () => {
      leave();
      if (!isHeard()) upkeeping.end();
    };
  }

  function on<E extends keyof GateEvents<R>>(
    type: E,
    listener: (event: GateEvents<R>[E]) => void,
  ): () => void {
    live();
    if (Object.hasOwn(events, type)) {
      const list = events[type] as unknown as Listeners<GateEvents<R>[E]>;
      return listening(list, listener);
    }
    const known = Object.keys(events).join(", ");
    throw new QuotaError("invalid-options", `there is no event ${shown(type)}; there are ${known}`);
  }

  function bindControls(root: ParentNode = document, options: BindOptions = {}): () => void {
    live();
    const bound = {
      provider: { params: platform.actions },
      get state() {
        return current();
      },
      check,
      subscribe,
    };
    const undo = bind(bound, root, options, {
      ...inside,
      complain: (message, code) => report(new QuotaError(code, message)),
    });
    undos.add(undo);
    return () => {
      undos.delete(undo);
      undo();
    };
  }

  const inside: Inside = {
    actions: platform.actions,
    nearLimit: settings.nearLimit,
    locale: settings.locale ?? pageLanguage(),
    language: language.tag,
    nameOf,
    mostOf,
    denied: (decision) => events.denied.tell(decision as Decision<R>),
    intent: () => {
      if (!last) upkeeping.intent();
    },
  };

  /** What is under way, and what was begun, is over. */
  function giveUp(): void {
    leaving.abort();
    leaving = new AbortController();
    refreshing.giveUp();
  }

  function forget(): void {
    giveUp();
    core.clear();
    shared.purge();
    first = undefined;
    source = null;
    error = null;
    changed();
  }

  function clear(): void {
    if (last) return;
    neighbours.tellCleared();
    forget();
  }

  function hydrate(state: DehydratedState): void {
    live();
    if (shared.hydrate(state)) changed();
  }

  function dispose(): void {
    if (last) return;
    for (const undo of undos) undo();
    giveUp();
    answers.forget();
    last = answers.state();
    for (const list of [subscribers, ...Object.values(events)]) list.clear();
    upkeeping.end();
    neighbours.leave();
    core.close();
  }

  world.opened?.({ core, settings, refreshing, live, passOn: shared.passOn, takeIn });
  shared.restore();
  if (dehydrated) shared.hydrate(dehydrated);
  answers.forget();
  first = refreshing.look();
  const ready = first.catch(current);

  return {
    provider,
    ready,
    get state() {
      return current();
    },
    can(action: string, params?: unknown) {
      live();
      return answers.can(action, params);
    },
    check,
    checkAll,
    headroom,
    hold: (action: string, params?: unknown, options?: { expiresIn?: number }) => {
      live();
      return trying.hold(action, params, options);
    },
    run: async <T>(action: string, params: unknown, task: (hold: Hold) => Promise<T>) => {
      live();
      return trying.run(action, params, task);
    },
    explain: async (refusal: unknown, attempt?: Tried) => {
      live();
      return trying.explain(refusal, attempt);
    },
    refresh,
    subscribe,
    on,
    bind: bindControls,
    dehydrate: () => {
      live();
      return shared.dehydrate();
    },
    hydrate,
    clear,
    dispose,
    [INSIDE]: inside,
    // Node 20 has it; a browser without it has no `using` either.
    ...(Symbol.dispose && { [Symbol.dispose]: dispose }),
  } as Gate<A, R>;
};

type Listeners<T> = ReturnType<typeof listeners<T>>;
