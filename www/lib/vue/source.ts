import {
  type App,
  type ComponentInternalInstance,
  getCurrentInstance,
  inject,
  onMounted,
  provide,
} from "vue";
import { createSource, type Loadable, type Policies, type Source, sourceOf } from "../interface/source.js";

/** By a registered name, so that two copies of this file on one page find each other's. */
const KEY = Symbol.for("quota-gate/vue");

/** By component: what one provides, it can't inject. */
const provided = new WeakMap<ComponentInternalInstance, Source>();

/** Of a promise: what a server says, where nobody waits for it, and what the first rendering of that has to say too. */
const firsts = new WeakMap<Source, Source>();

const open = (gate: Loadable, policies: Policies | undefined): Source => {
  const source = policies ? createSource(gate, policies) : sourceOf(gate);
  if (!("then" in gate)) return source;
  const first = createSource(new Promise(() => {}), policies);
  firsts.set(source, first);
  return typeof document === "undefined" ? first : source;
};

/** Where Vue takes over what a server rendered it leaves attributes as they are, whatever the component says. */
const sameAtFirst = (source: Source, instance: ComponentInternalInstance | null): Source => {
  const first = firsts.get(source);
  const isHydrating = instance !== null && instance.vnode.el !== null;
  if (!first || !isHydrating) return source;
  let now = first;
  onMounted(() => {
    now = source;
  });
  return new Proxy(source, { get: (_, name) => Reflect.get(now, name) });
};

const missing = (who: string): Error =>
  new Error(
    `quota-gate: ${who} finds no gate. Call provideQuota(gate) in this component or in one above it, or app.use(quotaPlugin, gate).`,
  );

export const provideFor = (gate: Loadable, policies?: Policies): void => {
  const source = open(gate, policies);
  const instance = getCurrentInstance();
  if (instance) provided.set(instance, source);
  provide(KEY, source);
};

export const provideInApp = (app: App, gate: Loadable, policies?: Policies): void => {
  app.provide(KEY, open(gate, policies));
};

/** Where a component is being set up. */
export const useSource = (who: string): Source => {
  const instance = getCurrentInstance();
  const source = (instance && provided.get(instance)) ?? inject<Source | null>(KEY, null);
  if (source) return sameAtFirst(source, instance);
  throw missing(who);
};

/** For what a component has rendered. */
export const sourceAt = (instance: ComponentInternalInstance | null | undefined, who: string): Source => {
  for (let at = instance; at; at = at.parent) {
    const source = provided.get(at);
    if (source) return source;
  }
  const source: Source | undefined = instance?.appContext.provides[KEY];
  if (source) return source;
  throw missing(who);
};
