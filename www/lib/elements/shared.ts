import { createSource, type Loadable, type Policies, type Source, sourceOf } from "../interface/source.js";
import type { Policy } from "../types.js";
import { createRelay, type Relay } from "./relay.js";

/** What all copies of this file on a page have in common: whichever came first defined the elements. */
interface Shared {
  gate: Loadable | null;
  readonly source: Relay;
  /** The elements in the page, for what may change where their gate is found. */
  readonly hearers: Set<() => void>;
}

const KEY = Symbol.for("quota-gate/elements");

const shared = (): Shared => {
  const all = globalThis as { [KEY]?: Shared };
  all[KEY] ??= { gate: null, source: createRelay(sourceWith(null, {})), hearers: new Set() };
  return all[KEY];
};

/** Where a provider's source is kept for what stands in it: the provider may be of another copy. */
export const SOURCE: unique symbol = Symbol.for("quota-gate/elements/source") as never;

interface Provider extends Element {
  readonly gate?: Loadable | null;
  readonly [SOURCE]?: Relay;
}

/** Calls it for what may change where gates are found. Returns the end of it. */
export const attendPlaces = (hear: () => void): (() => void) => {
  const { hearers } = shared();
  hearers.add(hear);
  return () => hearers.delete(hear);
};

/** Gates may be found elsewhere from now on. */
export const placesChanged = (): void => {
  for (const hear of [...shared().hearers]) hear();
};

/** For elements without a gate of their own that stand in no provider with one. A server has no elements. */
export const setDefaultGate = (gate: Loadable | null): void => {
  if (typeof document === "undefined") return;
  const all = shared();
  all.gate = gate;
  all.source.turn(sourceWith(gate, {}));
  placesChanged();
};

/** What an element asks that has this gate, or none of its own. */
export const sourceFor = (element: Element, own: Loadable | null): Relay => {
  if (own) return sourceWith(own, policiesAt(element));
  for (const provider of providersOf(element)) if (provider[SOURCE]) return provider[SOURCE];
  return shared().source;
};

/** What a provider passes on: its own gate, or that of the next one, with the policies that count here. */
export const passedOn = (provider: Element): Source => {
  for (const { gate } of [provider as Provider, ...providersOf(provider)])
    if (gate) return sourceWith(gate, policiesAt(provider));
  return sourceWith(shared().gate, policiesAt(provider));
};

/** The nearest first. Through slots and out of shadow trees. */
function* providersOf(element: Element): Generator<Provider> {
  for (let at = above(element); at; at = above(at))
    if ((at as Partial<Element>).localName === "quota-provider") yield at as Provider;
}

const above = (node: Node): Node | null =>
  (node as Partial<Element>).assignedSlot ?? node.parentNode ?? (node as Partial<ShadowRoot>).host ?? null;

const policiesAt = (element: Element): Policies => {
  const own = element.localName === "quota-provider" ? [element] : [];
  const all = [...own, ...providersOf(element)];
  const policy = (name: string) =>
    all.map((each) => policyOf(each.getAttribute(name))).find((each) => each !== undefined);
  return { whileLoading: policy("while-loading"), whenUnknown: policy("when-unknown") };
};

export const policyOf = (text: string | null): Policy | undefined =>
  text === "allow" || text === "deny" ? text : undefined;

/** Where there is no gate yet, that of nobody. */
const NOBODYS: Loadable = new Promise(() => {});
const known = new WeakMap<object, Map<string, Relay>>();

/** One for all who look at the same gate in the same way. */
const sourceWith = (gate: Loadable | null, policies: Policies): Relay => {
  const { whileLoading, whenUnknown } = policies;
  const loadable = gate ?? NOBODYS;
  const sources = known.get(loadable) ?? new Map<string, Relay>();
  known.set(loadable, sources);
  const key = `${whileLoading} ${whenUnknown}`;
  const isUsual = !whileLoading && !whenUnknown;
  const source =
    sources.get(key) ?? createRelay(isUsual ? sourceOf(loadable) : createSource(loadable, policies));
  sources.set(key, source);
  return source;
};
