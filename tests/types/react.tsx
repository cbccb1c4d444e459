/** What compiles and what must not, in React: checked by `tsc`, never run. */
import {
  createGate,
  type Decision,
  type DidomiResource,
  didomi,
  type Headroom,
  type State,
  type VocdoniResource,
  vocdoni,
} from "quota-gate";
import type * as declared from "quota-gate/react";
import { createQuotaHooks } from "quota-gate/react";
import type { ReactNode } from "react";

const gate = await createGate(vocdoni({ baseUrl: "/api/quota", path: "" }));
const { QuotaProvider, useQuota, useHeadroom, useQuotaState, useGate, Gated } =
  createQuotaHooks<typeof gate>();
const promise = createGate(didomi({ organizationId: "o" }));
const ofPromise = createQuotaHooks<typeof promise>();
const ofCustom =
  createQuotaHooks<Awaited<ReturnType<typeof createGate<Record<"send", { count?: number }>, "mails">>>>();

/* -------------------------------------------------------------------- hooks */

export const Hooks = (): ReactNode => {
  const quota: declared.Quota<VocdoniResource> = useQuota("createManagedOrg");
  useQuota("publishProcess", { voters: 400, emailOtp: true });
  useQuota("publishProcess", { voters: "", questions: null });
  useQuota("publishProcess", undefined);
  const rooms: Headroom<VocdoniResource>[] = [useHeadroom("votes"), useHeadroom("sms", null)];
  const state: State<VocdoniResource> | null = useQuotaState();
  const same: typeof gate | null = useGate();
  const message: string = quota.decision.message + quota.reason + quota.reasonProps.children;
  // @ts-expect-error TS2345: no such action
  useQuota("createManagedOrgs");
  // @ts-expect-error TS2353: no such parameter
  useQuota("createManagedOrg", { voters: 3 });
  // @ts-expect-error TS2322: not a number
  useQuota("publishProcess", { voters: "400" });
  // @ts-expect-error TS2322: not a boolean
  useQuota("publishProcess", { emailOtp: "" });
  // @ts-expect-error TS2345: no such resource
  useHeadroom("faxes");
  // @ts-expect-error TS2540: answers are read-only
  quota.allowed = true;
  // @ts-expect-error TS2531: there may be none yet
  useGate().refresh();
  return [message, rooms.length, state?.phase, same?.state.phase].join();
};

export const OfPromise = (): ReactNode => {
  const { decision } = ofPromise.useQuota("attachExportDestination", { configId: "c" });
  ofPromise.useQuota("attachExportDestination", { configId: null, count: 2 });
  ofPromise.useQuota("enableExportConfig");
  const typed: Decision<DidomiResource> = decision;
  const never: Awaited<typeof promise> | null = ofPromise.useGate();
  // @ts-expect-error TS2554: configId is missing
  ofPromise.useQuota("attachExportDestination");
  // @ts-expect-error TS2741: configId is missing
  ofPromise.useQuota("attachExportDestination", { count: 2 });
  // @ts-expect-error TS2345: an action of another platform
  ofPromise.useQuota("createManagedOrg");
  return typed.message + never?.state.phase;
};

export const OfCustom = (): ReactNode => ofCustom.useQuota("send", { count: 3 }).reason;

/** The actions are one of several. */
export const Either = ({ action }: { action: "createManagedOrg" | "relayVotes" }): ReactNode =>
  useQuota(action, { count: 1 }).reason;

/* ----------------------------------------------------------------- controls */

export const Controls = (): ReactNode => {
  const { controlProps, reasonProps, formProps } = useQuota("createManagedOrg");
  return (
    <form {...formProps}>
      <button type="button" {...controlProps} onClick={() => {}} />
      <input type="submit" {...controlProps} />
      <a href="/new" {...controlProps}>
        New
      </a>
      {/* biome-ignore lint/a11y/useSemanticElements: other people's components are made of it. */}
      <div role="button" tabIndex={0} {...controlProps} />
      <span {...reasonProps} />
      <p {...reasonProps} className="why" />
    </form>
  );
};

/* --------------------------------------------------------------- components */

export const components: ReactNode[] = [
  <QuotaProvider key="1" gate={gate} />,
  <QuotaProvider key="2" gate={Promise.resolve(gate)} whileLoading="allow" whenUnknown="deny">
    text
  </QuotaProvider>,
  <Gated key="3" action="createManagedOrg">
    <button type="button">New</button>
  </Gated>,
  <Gated key="4" action="publishProcess" params={{ voters: 3 }} fallback={null}>
    some <b>text</b>
  </Gated>,
  <Gated key="5" action="publishProcess" params={{ voters: "" }}>
    {({ allowed, decision }) => `${allowed} ${decision.blockers[0]?.resource === "votes"}`}
  </Gated>,
  <ofPromise.Gated key="6" action="attachExportDestination" params={{ configId: "c" }} fallback="none" />,
  // @ts-expect-error TS2741: no gate
  <QuotaProvider key="7" />,
  // @ts-expect-error TS2322: the gate of another platform
  <QuotaProvider key="8" gate={promise} />,
  // @ts-expect-error TS2322: no such policy
  <QuotaProvider key="9" gate={gate} whileLoading="hide" />,
  // @ts-expect-error TS2322: no such action
  <Gated key="10" action="create" fallback="none" />,
  // @ts-expect-error TS2353: no such parameter
  <Gated key="11" action="createManagedOrg" params={{ voters: 3 }} fallback="none" />,
  // @ts-expect-error TS2322: configId is missing
  <ofPromise.Gated key="12" action="attachExportDestination" fallback="none" />,
  // @ts-expect-error TS2322: a text is no control
  <Gated key="13" action="createManagedOrg">
    New
  </Gated>,
  // @ts-expect-error TS2322: two are not one
  <Gated key="14" action="createManagedOrg">
    <button type="button">New</button>
    <button type="button">Newer</button>
  </Gated>,
  // @ts-expect-error TS2322: neither a control nor a fallback
  <Gated key="15" action="createManagedOrg" />,
];

// @ts-expect-error TS2344: not a gate
createQuotaHooks<string>();
