import { type App, type ComponentInternalInstance, getCurrentInstance, inject, provide } from "vue";
import { createSource, type Loadable, type Policies, type Source, sourceOf } from "../interface/source.js";

/** By a registered name, so that two copies of this file on one page find each other's. */
const KEY = Symbol.for("quota-gate/vue");

/** By component: what one provides, it can't inject. */
const provided = new WeakMap<ComponentInternalInstance, Source>();

const open = (gate: Loadable, policies: Policies | undefined): Source =>
  policies ? createSource(gate, policies) : sourceOf(gate);

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
  if (source) return source;
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
