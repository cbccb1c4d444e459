import { shown } from "./amount.js";
import { remembered } from "./answers.js";
import { bind } from "./bind/index.js";
import { openCore } from "./core.js";
import { type Target, targetOf } from "./endpoint.js";
import { QuotaError } from "./error.js";
import { listeners, report } from "./events.js";
import { writer } from "./messages.js";
import { type Settings, settingsOf } from "./options.js";
import { type Platform, platformOf } from "./provider.js";
import { refresher } from "./refresher.js";
import { requester } from "./request.js";
import { alarm } from "./timer.js";
import type {
  BindOptions,
  Decision,
  Gate,
  GateEvents,
  GateOptions,
  Headroom,
  Provider,
  State,
} from "./types.js";
import type { Wasm } from "./wasm.js";

/** What can be wrong with the arguments is found before anything is loaded. */
export const prepare = <A, R extends string>(provider: Provider<A, R>, options: GateOptions) => {
  const platform = platformOf(provider);
  const settings = settingsOf(platform, options);
  const target = targetOf(platform);
  return (wasm: Wasm): Gate<A, R> => openGate(wasm, provider, platform, settings, target);
};

const openGate = <A, R extends string>(
  wasm: Wasm,
  provider: Provider<A, R>,
  platform: Platform,
  settings: Settings,
  target: Target,
): Gate<A, R> => {
  const now = () => Date.now();
  const core = openCore<R>(wasm, platform, settings, now);
  const request = requester(wasm, platform, target, settings.timeoutMs);
  const refreshing = refresher(ask, now);
  const answers = remembered(core, now, writer(platform.words, settings), stateAt);
  const subscribers = listeners<State<R>>();
  const events = { denied: listeners<Decision<R>>(), error: listeners<QuotaError>() };
  const undos = new Set<() => void>();
  const wake = alarm(changed);
  let answered = false;
  let error: QuotaError | null = null;
  let last: State<R> | undefined;

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
    if (subscribers.size === 0) return;
    wake(answers.untilChange());
    subscribers.tell(current());
  }

  /** Asks once and takes in what comes, unless it was given up meanwhile. */
  async function ask(signal: AbortSignal): Promise<State<R>> {
    const asked = core.ask();
    const outcome = await request(signal);
    live();
    if (signal.aborted) return current();
    const failure = outcome instanceof QuotaError ? outcome : core.answer(asked, outcome);
    if (outcome === failure) core.fail(asked);
    error = failure;
    answered ||= !failure;
    refreshing.done();
    changed();
    if (failure) events.error.tell(failure);
    return current();
  }

  function refresh({ signal }: { signal?: AbortSignal } = {}): Promise<State<R>> {
    if (last) return Promise.reject(disposed());
    const before = refreshing.busy;
    const answer = refreshing.run(signal);
    if (refreshing.busy !== before) changed();
    return answer;
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
    const leave = subscribers.add(listener);
    wake(answers.untilChange());
    return () => {
      leave();
      if (subscribers.size === 0) wake(Number.POSITIVE_INFINITY);
    };
  }

  function on<E extends keyof GateEvents<R>>(
    type: E,
    listener: (event: GateEvents<R>[E]) => void,
  ): () => void {
    live();
    if (Object.hasOwn(events, type)) {
      return (events[type] as unknown as ReturnType<typeof listeners<GateEvents<R>[E]>>).add(listener);
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
    for (const list of [subscribers, ...Object.values(events)]) list.clear();
    wake(Number.POSITIVE_INFINITY);
    core.close();
  }

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
    headroom,
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

const disposed = (): QuotaError => new QuotaError("disposed", "this gate was disposed; create another");
const ignore = (): void => {};
