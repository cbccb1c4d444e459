/** Options and their values: checked by `tsc`, never run. */
import { createGate, type Decision, type GateOptions, vocdoni } from "quota-gate";

const provider = vocdoni({ baseUrl: "/api/quota", path: "", token: async () => "…", credentials: "include" });
const gate = await createGate(provider, {
  nearLimit: 0.9,
  staleAfter: 60_000,
  expireAfter: 3_600_000,
  whenUnknown: { createManagedOrg: "deny" },
  whileLoading: "allow",
  pendingFor: 0,
  audience: "operator",
  revealMax: true,
  locale: "ca",
  message: ({ reason }) => (reason === "limit-reached" ? "…" : undefined),
  timeoutMs: 5_000,
});

/* ------------------------------------------------------------------ platform */

// @ts-expect-error TS2322: an address is a text
vocdoni({ baseUrl: new URL("https://app.example") });
// @ts-expect-error TS2353: a token is a text, or a function that gets one
vocdoni({ token: { bearer: "…" } });
// @ts-expect-error TS2322: a token that isn't there isn't given
vocdoni({ token: () => undefined });
// @ts-expect-error TS2322: no such mode
vocdoni({ credentials: "always" });
// @ts-expect-error TS2322: an answer is awaited
vocdoni({ source: () => ({ enabled: true }) });
// @ts-expect-error TS2353: headers are for the back end to add
vocdoni({ headers: { Authorization: "…" } });
// @ts-expect-error TS2379: what isn't known is left out
vocdoni({ baseUrl: undefined });

/* ---------------------------------------------------------------------- gate */

const asked = (options: GateOptions): unknown => options;
// @ts-expect-error TS2322: a share is a number
asked({ nearLimit: "80%" });
// @ts-expect-error TS2322: milliseconds
asked({ staleAfter: "1m" });
// @ts-expect-error TS2322: no such policy
asked({ whenUnknown: "pending" });
// @ts-expect-error TS2322: no such policy for this action
asked({ whenUnknown: { createManagedOrg: "ask" } });
// @ts-expect-error TS2322: one policy for all, before anything is known
asked({ whileLoading: { createManagedOrg: "deny" } });
// @ts-expect-error TS2322: nobody else reads them
asked({ audience: "developer" });
// @ts-expect-error TS2322: a language has a tag
asked({ locale: 34 });
// @ts-expect-error TS2322: a message is a text
asked({ message: ({ max }) => max });
// @ts-expect-error TS2322: a message is not awaited
asked({ message: async () => "…" });
// @ts-expect-error TS2322: a number of times
asked({ retries: true });
// @ts-expect-error TS2322: off is left out
asked({ refreshEvery: false });
// @ts-expect-error TS2322: yes or no
asked({ shareAcrossTabs: "identity" });
// @ts-expect-error TS2561: misspelt
asked({ timeoutMS: 5_000 });
// @ts-expect-error TS2379: what isn't known is left out
asked({ locale: undefined });

/* ---------------------------------------------------------------------- bind */

gate.bind();
gate.bind(document.body, { mode: "hide", reason: "none", onDenied: (control) => control.id });
gate.bind(document, { reason: (control: Element, decision: Decision) => control.append(decision.message) });
// @ts-expect-error TS2345: an element, not its selector
gate.bind("#form");
// @ts-expect-error TS2345: there may be none
gate.bind(document.querySelector("form"));
// @ts-expect-error TS2353: options come second
gate.bind({ mode: "hide" });
// @ts-expect-error TS2322: no such place
gate.bind(document, { reason: "before" });
// @ts-expect-error TS2322: a control is any element
gate.bind(document, { onDenied: (control: HTMLButtonElement) => control.form });
// @ts-expect-error TS2353: no such option
gate.bind(document, { onAllowed: () => {} });
// @ts-expect-error TS2554: the undo takes nothing
gate.bind()(document);

/* ------------------------------------------------------------------ the rest */

await gate.refresh({ signal: AbortSignal.timeout(5_000) });
// @ts-expect-error TS2559: a signal comes in an object
await gate.refresh(AbortSignal.timeout(5_000));
// @ts-expect-error TS2353: nothing is forced
await gate.refresh({ force: true });
// @ts-expect-error TS2345: a scope has a name
gate.headroom("votes", 3);
// @ts-expect-error TS2559: how many, by its name
gate.can("createManagedOrg", 3);
// @ts-expect-error TS2345: no action without its name
gate.check({ action: "createManagedOrg" });
// @ts-expect-error TS2554: somebody has to listen
gate.subscribe();
// @ts-expect-error TS2339: a state is not a decision
gate.subscribe(({ verdict }) => verdict);
// @ts-expect-error TS2554: events have names
gate.on(() => {});
