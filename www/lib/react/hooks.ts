import { createContext, createElement, type ReactElement, type ReactNode, useContext } from "react";
import { keepSame } from "../interface/same.js";
import type { AnyGate, Loadable, Params, Policies } from "../interface/source.js";
import type { Headroom, State } from "../types.js";
import { useAnswer } from "./answer.js";
import { type Children, gated } from "./gated.js";
import { type Outlook, outlookOn } from "./outlook.js";
import { type Quota, useQuotaOf } from "./quota.js";

interface ProviderProps extends Policies {
  readonly gate: Loadable;
  readonly children?: ReactNode;
}

interface GatedProps {
  readonly action: string;
  readonly params?: Params | null | undefined;
  readonly children?: Children;
  readonly fallback?: ReactNode;
}

/** All that has one context in common. */
export const quotaHooks = () => {
  const Context = createContext<Outlook | null>(null);
  Context.displayName = "Quota";

  function useOutlook(who: string): Outlook {
    const outlook = useContext(Context);
    if (outlook) return outlook;
    throw new Error(
      `quota-gate: ${who} finds no gate. Put <QuotaProvider gate={gate}> around it, of the same createQuotaHooks() call.`,
    );
  }

  function QuotaProvider({ gate, children, ...policies }: ProviderProps): ReactElement {
    if (!gate) throw new Error("quota-gate: QuotaProvider needs a gate, or the promise of one.");
    return createElement(Context.Provider, { value: outlookOn(gate, policies) }, children);
  }

  const useQuota = (action: string, params?: Params | null): Quota =>
    useQuotaOf(useOutlook("useQuota"), action, params);

  function useHeadroom(resource: string, scope?: string | null): Headroom {
    const within = scope ?? undefined;
    return useAnswer(
      useOutlook("useHeadroom"),
      (source, last: Headroom | undefined) => keepSame(last, source.headroom(resource, within)),
      `${resource} ${within}`,
    );
  }

  const useQuotaState = (): State | null =>
    useAnswer(useOutlook("useQuotaState"), (source) => source.gate?.state ?? null);

  const useGate = (): AnyGate | null => useAnswer(useOutlook("useGate"), (source) => source.gate);

  function Gated({ action, params, children, fallback }: GatedProps): ReactElement {
    return gated(useQuotaOf(useOutlook("Gated"), action, params), children, fallback);
  }

  return { QuotaProvider, useQuota, useHeadroom, useQuotaState, useGate, Gated };
};
