import { shown } from "./amount.js";
import { remembered } from "./answers.js";
import { attempts, questionOf, type Tried } from "./attempts.js";
import { bind } from "./bind/index.js";
import { openCore } from "./core.js";
import { type Target, targetOf } from "./endpoint.js";
import { QuotaError } from "./error.js";
import { listeners, report } from "./events.js";
import { keep } from "./keep.js";
import type { Language } from "./language.js";
import { type Asked, type BareDecision, step, writer } from "./messages.js";
import { type Settings, settingsOf } from "./options.js";
import { type Platform, platformOf } from "./provider.js";
import { refresher } from "./refresher.js";
import type { Reply } from "./reply.js";
import { requester } from "./request.js";
import { alarm } from "./timer.js";
import type {
  BindOptions,
  Crossing,
  Decision,
  Gate,
  GateEvents,
  GateOptions,
  Headroom,
  Hold,
  PlanDecision,
  Provider,
  State,
} from "./types.js";
import type { Wasm } from "./wasm.js";

/** What can be wrong with the arguments is found before anything is loaded. */
export const prepare = <A, R extends string>(provider: Provider<A, R>, options: GateOptions) => {
  const platform = platformOf(provider);
  const settings = settingsOf(platform, options);
  const target = targetOf(platform);
  return (wasm: Wasm, language: Language): Gate<A, R> =>
    openGate(wasm, language, provider, platform, settings, target);
};

const openGate = <A, R extends string>(
  wasm: Wasm,
  language: Language,
  provider: Provider<A, R>,
  platform: Platform,
  settings: Settings,
  target: Target,
): Gate<A, R> => {
  const now = () => Date.now();
  const core = openCore<R>(wasm, platform, settings, now);
  const request = requester(wasm, platform, target, settings.timeoutMs);
  const write = writer(language, platform.name, settings);
  const written = (bare: BareDecision, params: unknown) =>
    write(bare, (params ?? {}) as Asked) as Decision<R>;
  const stepped = step(language, settings);
  const kept = keep(settings.persist, settings.identity, platform, target.url);
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
  const wake = alarm(ring);
  let epoch = {};
  let answered = false;
  let error: QuotaError | null = null;
  let last: State<R> | undefined;
  const refreshing = refresher(ask, now, () => changed());
  const answers = remembered(core, now, write, stateAt);
  const trying = attempts<R>(core, {
    timeoutMs: settings.timeoutMs,
    check,
    write: written,
    changed,
    askAnew: () => refreshing.runAnew(),
    firstAnswer,
    refused: (decision) => events.refused.tell(decision),
    epoch: () => epoch,
    now,
  });

  function stateAt(time: number): State<R> {
    return {
      ...core.overview(time),
      refreshing: refreshing.busy,
      source: answered ? "server" : null,
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
      wake(untilNext());
      subscribers.tell();
      for (const [resource, type] of crossed) events[type].tell({ type, headroom: headroom[resource] });
    }
  }

  const isHeard = (): boolean => [subscribers, ...Object.values(events)].some((list) => list.size > 0);

  /** Until time alone changes something, or an answer would show what was committed. */
  const untilNext = (): number => {
    const settling = refreshing.busy ? Number.POSITIVE_INFINITY : core.settlesAt(now()) - now();
    return Math.min(answers.untilChange(), settling);
  };

  function ring(): void {
    if (!refreshing.busy && core.settlesAt(now()) <= now()) refresh().catch(ignore);
    else changed();
  }

  /** Asks once and takes in what comes, unless it was given up meanwhile. */
  async function ask(signal: AbortSignal): Promise<State<R>> {
    if (!signal.aborted) {
      const asked = core.ask();
      const outcome = await request(signal);
      if (!signal.aborted) takeIn(asked, outcome);
    }
    live();
    return current();
  }

  function takeIn(asked: number, outcome: Reply | QuotaError): void {
    const failure = outcome instanceof QuotaError ? outcome : core.answer(asked, outcome);
    if (outcome === failure) core.fail(asked);
    error = failure;
    answered ||= !failure;
    if (!failure) kept.write(core.history());
    refreshing.done();
    changed();
    if (failure) events.error.tell(failure);
  }

  function refresh({ signal }: { signal?: AbortSignal } = {}): Promise<State<R>> {
    return last ? Promise.reject(disposed()) : refreshing.run(signal);
  }

  async function firstAnswer(): Promise<void> {
    await ready;
    live();
    // Signed out since: there has to be another one.
    if (!answered && !error) await refresh();
    live();
  }

  /** Someone looks at a control: neither a denial nor an allowance is final. */
  function intent(): void {
    if (last || refreshing.busy || refreshing.askedWithin(settings.staleAfter)) return;
    const { phase } = current();
    if (phase === "stale" || phase === "unavailable") refresh().catch(ignore);
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
    if (found && scope === undefined) return found;
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
    wake(untilNext());
    return () => {
      leave();
      if (!isHeard()) wake(Number.POSITIVE_INFINITY);
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
      denied: (decision) => events.denied.tell(decision as Decision<R>),
      intent,
      complain: (message, code) => report(new QuotaError(code, message)),
    });
    undos.add(undo);
    return () => {
      undos.delete(undo);
      undo();
    };
  }

  function clear(): void {
    if (last) return;
    refreshing.giveUp();
    core.clear();
    kept.clear();
    epoch = {};
    answered = false;
    error = null;
    changed();
  }

  function dispose(): void {
    if (last) return;
    for (const undo of undos) undo();
    refreshing.giveUp();
    answers.forget();
    last = answers.state();
    epoch = {};
    for (const list of [subscribers, ...Object.values(events)]) list.clear();
    wake(Number.POSITIVE_INFINITY);
    core.close();
  }

  const before = kept.read();
  if (before) core.restore(before);
  const ready = refresh().catch(current);

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
    clear,
    dispose,
    // Node 20 has it; a browser without it has no `using` either.
    ...(Symbol.dispose && { [Symbol.dispose]: dispose }),
  } as Gate<A, R>;
};

type Listeners<T> = ReturnType<typeof listeners<T>>;

const disposed = (): QuotaError => new QuotaError("disposed", "this gate was disposed; create another");
const ignore = (): void => {};
