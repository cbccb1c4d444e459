import { given } from "./interface/given.js";
import { type Loadable, type Params, sourceOf } from "./interface/source.js";
import { gated } from "./svelte/gated.js";
import { live } from "./svelte/live.js";
import { storeOf } from "./svelte/store.js";
import { useQuota } from "./svelte/use-quota.js";

export { gated, useQuota };

export const quota = (gate: Loadable, action: string, params?: Params | null) => {
  const source = sourceOf(gate);
  return storeOf(source, () => source.check(action, given(source, action, params)));
};

export const headroom = (gate: Loadable, resource: string, scope?: string) => {
  const source = sourceOf(gate);
  return storeOf(source, () => source.headroom(resource, scope));
};

type Scope = string | null | undefined;

export const useHeadroom = (gate: Loadable, resource: string, scope?: Scope | (() => Scope)) => {
  const source = sourceOf(gate);
  const within = () => (typeof scope === "function" ? scope() : scope) ?? undefined;
  const answer = live(source, { ask: () => source.headroom(resource, within()) });
  return {
    get current() {
      return answer.read();
    },
  };
};
