import { BEGUN, type Begun } from "../begun.js";
import { disposed, QuotaDenied, QuotaError } from "../error.js";
import { listeners } from "../events.js";
import { INSIDE, type Inside, insideOf } from "../inside.js";
import { keyOf, questions } from "../question.js";
import type {
  BindOptions,
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
} from "../types.js";
import { type Asking, bodyOf } from "./answer.js";
import { bindFirst } from "./bind.js";
import { openLook } from "./core.js";
import { decisionOf, stateOf } from "./decision.js";
import type { Spoken } from "./english.js";
import { type EarlyHold, earlyHold } from "./hold.js";
import type { Plan } from "./plan.js";

// biome-ignore lint/suspicious/noExplicitAny: what a gate takes can't be named without it.
export type Whole = Gate<any, any>;
type List = ReturnType<typeof listeners<Whole>>;

/**
 * A gate that decides by its first answer, and hands over to the whole one once that has taken in the same. What only that can do waits for
 * it where it is a promise; where it isn't, nothing is known yet.
 */
export const firstGate = <A, R extends string>(
  provider: Provider<A, R>,
  options: GateOptions,
  plan: Plan,
  spoken: Spoken,
  request: Asking,
  makeWhole: (options: GateOptions & { readonly [BEGUN]: Begun }) => Promise<Whole>,
): Gate<A, R> => {
  const { platform } = plan;
  const opened = Date.now();
  const question = questions(platform, () => Number.NaN);
  const subscribers = listeners<void>();
  const atMade = listeners<Whole>();
  const atTakeOver = listeners<Whole>();
  const bound = new Set<() => void>();
  const said = new Map<string, { readonly numbers: string; readonly answer: unknown }>();
  let look = openLook(plan);
  /** Taken here, and for the whole gate to count: until that is there, nobody knows what is left. */
  const early = new Set<EarlyHold>();
  /** As though the first answer was still under way: pending, loading, nothing in the way, and the remedy is to wait. */
  const waiting = [5, Number(plan.whileLoading === "allow"), Number.NaN, Number.NaN, 0, 3, 0, 0];
  /** Why there is no whole gate. */
  let lack: QuotaError | null = null;
  let isOver = false;
  let making: Promise<Whole> | undefined;
  /** There, and maybe without an answer yet. */
  let made: Whole | undefined;
  /** In this one's place. */
  let whole: Whole | undefined;

  function live(): void {
    if (isOver) throw disposed();
  }

  /** The same object until the core says something else. */
  function remembered<T>(key: string, numbers: string, write: () => T): T {
    const known = said.get(key);
    if (known?.numbers === numbers) return known.answer as T;
    const answer = write();
    said.set(key, { numbers, answer });
    return answer;
  }

  /** Decisions are all that is known of a first answer. */
  function state(): State<R> {
    if (whole) return whole.state;
    const phase = lack || Date.now() >= opened + plan.pendingFor ? "unavailable" : "loading";
    return remembered("", `${phase}${lack}`, () => stateOf(plan, phase, lack) as State<R>);
  }

  function check(action: string, params?: unknown): Decision<R> {
    live();
    if (whole) return whole.check(action, params);
    const asked = question(action, params);
    const numbers = [...early].some(({ counts }) => counts()) ? waiting : look.check(asked);
    return remembered(keyOf(asked), `${numbers}`, () =>
      decisionOf(numbers, action, plan, spoken),
    ) as Decision<R>;
  }

  const tell = () => subscribers.tell();

  /** The rest of the package, and of this gate; asked for again where it didn't come. */
  function rest(): Promise<Whole> {
    making ??= makeWhole({ ...options, [BEGUN]: { platform, opened, take: request.take } }).then(
      (gate) => {
        made = gate;
        if (isOver) gate.dispose();
        atMade.tell(gate);
        gate.ready.then(takeOver);
        return gate;
      },
      (error: QuotaError) => {
        making = undefined;
        lack = error;
        tell();
        throw error;
      },
    );
    return making;
  }

  function takeOver(): void {
    if (isOver) return;
    whole = made;
    said.clear();
    if (whole) for (const { pass } of early) pass(whole);
    tell();
    if (whole) atTakeOver.tell(whole);
  }

  /** Goes on with the whole gate, once there is one. */
  function follow(list: List, begin: (gate: Whole) => () => void, leave = () => {}): () => void {
    let end = leave;
    const stop = list.add((gate) => {
      end();
      end = begin(gate);
    });
    return () => {
      stop();
      end();
    };
  }

  /** The first request ended, or takes so long that nothing is pending any more; then the rest is in nobody's way. */
  const ended = new Promise<void>((resolve) => {
    const first = look;
    const late = setTimeout(() => {
      tell();
      resolve();
    }, plan.pendingFor);
    const end = (came: unknown) => {
      if (look === first && look.answer(bodyOf(plan, came))) clearTimeout(late);
      tell();
      // The answer is on the screen before the rest is on its way.
      setTimeout(resolve);
    };
    request.came.then(end).catch(resolve);
  });
  const ready = ended.then(() => {
    if (isOver) return state();
    return rest().then((gate) => gate.ready, state);
  });

  function loading(action: string, params?: unknown): Decision<R> {
    question(action, params);
    return decisionOf(waiting, action, plan, spoken) as Decision<R>;
  }

  function checkAll(
    steps: readonly { readonly action: string; readonly params?: unknown }[],
  ): PlanDecision<R> {
    live();
    if (made) return made.checkAll(steps as never) as PlanDecision<R>;
    const decided = steps.map(({ action, params }) => loading(action, params));
    const { action, allowed } = decided[0] ?? { action: "", allowed: true };
    return { ...loading("relayVotes"), action, failedStep: allowed ? null : 0, steps: decided };
  }

  function headroom(resource: R, scope?: string): Headroom<R> {
    live();
    if (whole) return whole.headroom(resource, scope) as Headroom<R>;
    const found = scope === undefined && state().headroom[resource];
    if (found) return found;
    throw new QuotaError(
      "unknown-resource",
      `${platform.name} has no such resource: ${platform.resources.join(", ")}`,
    );
  }

  function bind(root: ParentNode = document, given: BindOptions = {}): () => void {
    live();
    if (whole) return whole.bind(root, given);
    const isPlain = Object.values(given).every((value) => value === undefined);
    const undo = follow(
      atTakeOver,
      (gate) => gate.bind(root, given),
      isPlain
        ? bindFirst({ actions: platform.actions, check, subscribe, denied: inside.denied }, root)
        : undefined,
    );
    bound.add(undo);
    return () => {
      bound.delete(undo);
      undo();
    };
  }

  function subscribe(listener: (state: State<R>) => void): () => void {
    live();
    if (whole) return whole.subscribe(listener as never);
    return follow(
      atTakeOver,
      (gate) => gate.subscribe(listener as never),
      subscribers.add(() => listener(state())),
    );
  }

  const inside: Inside = {
    actions: platform.actions,
    nearLimit: plan.nearLimit,
    locale: plan.locale,
    language: spoken.tag,
    nameOf: (resource) => resource,
    mostOf: () => null,
    denied: (decision) => later((gate) => insideOf(gate)?.denied(decision)),
    intent: () => later((gate) => insideOf(gate)?.intent()),
  };

  /** Nobody waits for it. */
  function later(act: (gate: Whole) => void): void {
    rest().then(act, () => {});
  }

  function dispose(): void {
    if (isOver) return;
    isOver = true;
    request.drop();
    for (const undo of bound) undo();
    for (const list of [subscribers, atMade, atTakeOver]) list.clear();
    for (const { leave } of early) leave();
    made?.dispose();
  }

  return {
    provider,
    ready,
    get state() {
      return state();
    },
    can(action: string, params?: unknown) {
      live();
      return whole ? whole.can(action, params) : check(action, params).allowed;
    },
    check,
    checkAll,
    headroom,
    hold(action: string, params?: unknown, options: { expiresIn?: number } = {}): Hold {
      live();
      if (whole) return whole.hold(action, params, options);
      const decision = check(action, params);
      if (!decision.allowed) throw new QuotaDenied(decision);
      const taken = earlyHold(action, params, options.expiresIn, tell);
      early.add(taken);
      tell();
      return taken.hold;
    },
    async run<T>(action: string, params: unknown, task: (hold: Hold) => Promise<T>): Promise<T> {
      live();
      return (await rest()).run(action, params, task);
    },
    async explain(refusal: unknown, attempt?: unknown) {
      live();
      return (await rest()).explain(refusal, attempt as never);
    },
    async refresh(given?: { signal?: AbortSignal }) {
      live();
      return (await rest()).refresh(given);
    },
    subscribe,
    on(type: keyof GateEvents, listener: (event: never) => void) {
      live();
      const begin = (gate: Whole) => gate.on(type, listener as never);
      return made ? begin(made) : follow(atMade, begin);
    },
    bind,
    dehydrate: (): DehydratedState => {
      live();
      return made ? made.dehydrate() : { version: 1 };
    },
    hydrate(given: DehydratedState) {
      live();
      if (made) made.hydrate(given);
      else atMade.add((gate) => gate.hydrate(given));
    },
    clear() {
      if (isOver) return;
      for (const { leave } of early) leave();
      if (!made) {
        request.drop();
        look = openLook(plan);
        tell();
      }
      later((gate) => gate.clear());
    },
    dispose,
    [INSIDE]: inside,
    ...(Symbol.dispose && { [Symbol.dispose]: dispose }),
  } as unknown as Gate<A, R>;
};
