import { type App, type ComputedRef, type MaybeRefOrGetter, toValue } from "vue";
import { keepSame } from "./interface/same.js";
import type { AnyGate, Loadable, Policies } from "./interface/source.js";
import type { Headroom } from "./types.js";
import { useAnswer } from "./vue/answer.js";
import { vQuota } from "./vue/directive.js";
import { useQuota } from "./vue/quota.js";
import { provideFor, provideInApp, useSource } from "./vue/source.js";

export { useQuota, vQuota };

export const provideQuota = (gate: Loadable, policies?: Policies): void => provideFor(gate, policies);

export const quotaPlugin = {
  install(app: App, gate: Loadable, policies?: Policies): void {
    provideInApp(app, gate, policies);
    app.directive("quota", vQuota);
  },
};

export const useHeadroom = (
  resource: string,
  scope?: MaybeRefOrGetter<string | null | undefined>,
): ComputedRef<Headroom> => {
  const source = useSource("useHeadroom");
  return useAnswer<Headroom>(source, (last) =>
    keepSame(last, source.headroom(resource, toValue(scope) ?? undefined)),
  );
};

export const useGate = (): ComputedRef<AnyGate | null> => {
  const source = useSource("useGate");
  return useAnswer(source, () => source.gate);
};

export const createQuota = () => ({ provideQuota, quotaPlugin, useQuota, useHeadroom, useGate, vQuota });
