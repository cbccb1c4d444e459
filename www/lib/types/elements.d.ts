/**
 * Custom elements, for any framework or none: `<quota-provider>`, `<quota-gate>` and `<quota-meter>`. Importing it defines them; importing it twice, or another
 * copy of it, changes nothing.
 *
 * A gate is found on the element's own `gate`, else on the nearest `<quota-provider>` that has one (through slots and out of shadow
 * trees), else where `setDefaultGate` put it. It is a gate or the promise of one, and may come later or be another one: all follow.
 *
 *     <quota-gate action="publishProcess" voters-from="#voters"><button>Publish</button></quota-gate>
 *     <quota-meter resource="emails"></quota-meter>
 *     <script type="module">
 *       import { createGate, vocdoni } from "quota-gate";
 *       import { setDefaultGate } from "quota-gate/elements";
 *       setDefaultGate(createGate(vocdoni({ baseUrl: "/api/quota", path: "" })));
 *     </script>
 *
 * Every attribute has a property of the same meaning; null or undefined takes the attribute away.
 *
 * @module quota-gate/elements
 */
// The public types, kept by hand. Copied as it stands to `dist/elements.d.ts`.
import type { BindOptions, Decision, Gate, Policy } from "quota-gate";

/** A gate of whatever platform. */
// biome-ignore lint/suspicious/noExplicitAny: what a gate takes can't be named without it.
type AnyGate = Gate<any, any>;

/** A gate or the promise of one; one that is rejected reads as unknown. */
export type Loadable = AnyGate | Promise<AnyGate>;

/** The gate of elements that have none of their own and stand in no provider with one. On a server it does nothing. */
export function setDefaultGate(gate: Loadable | null): void;

/** `<quota-provider while-loading="deny" when-unknown="allow">`: the gate of what stands in it. No box of its own. */
export class QuotaProviderElement extends HTMLElement {
  /** Without one, what stands in it asks the next provider's. Set a promise at once where it mustn't. */
  get gate(): Loadable | null;
  /** Null takes it away. */
  set gate(gate: Loadable | null | undefined);
  /** `while-loading`: what counts before there is a gate; by default the next provider's, else `"deny"`. */
  get whileLoading(): Policy | null;
  /** Null takes the attribute away. */
  set whileLoading(policy: Policy | null | undefined);
  /** `when-unknown`: what counts where there never is a gate; by default the next provider's, else `"allow"`. */
  get whenUnknown(): Policy | null;
  /** Null takes the attribute away. */
  set whenUnknown(policy: Policy | null | undefined);
}

/**
 * `<quota-gate action="publishProcess" voters="3" questions-from="#questions" email-otp-from="#otp">`: gates the first control that stands
 * in it (a button, link, checkbox, form, …), and follows what a framework puts there later. Its marks are those of `gate.bind()`. No
 * box of its own, and no shadow tree: a description can't cross one.
 *
 * Parameters are attributes: the parameter's name with hyphens, or with `-from` and the selector of a field, which is looked for in
 * the control's form first. Such a field is never the control itself.
 *
 * Events, both bubble and leave shadow trees: `quota-denied`, someone tried the control while it was closed; `quota-change`,
 * the decision is another one.
 */
export class QuotaGateElement extends HTMLElement {
  /** Its own gate. Without one it goes by the nearest provider's, else by {@link setDefaultGate}'s. */
  get gate(): Loadable | null;
  /** Null takes it away. */
  set gate(gate: Loadable | null | undefined);
  /** What the control does. Empty: the control isn't gated. One that the gate doesn't know is reported to the console. */
  get action(): string;
  /** Null takes the attribute away. */
  set action(action: string | null | undefined);
  /** Beats the attributes, parameter by parameter. One that is empty isn't given. Default null: the attributes alone. */
  get params(): Readonly<Record<string, unknown>> | null;
  /** Null: the attributes alone. */
  set params(params: Readonly<Record<string, unknown>> | null | undefined);
  /** As for `gate.bind()`. Default `"aria"`. */
  get mode(): NonNullable<BindOptions["mode"]>;
  /** Null takes the attribute away. */
  set mode(mode: NonNullable<BindOptions["mode"]> | null | undefined);
  /** Where the reason is shown. Default `"after"` the control. */
  get reason(): "after" | "none";
  /** Null takes the attribute away. */
  set reason(reason: "after" | "none" | null | undefined);
  /** Null while there is no control, or no question that makes sense. */
  get decision(): Decision | null;
}

/**
 * `<quota-meter resource="emails" label="E-mails" days="7" compact>`: how much of a limit is used, held and left, and until when it
 * lasts. It shows the numbers of your contract by design: it is for your own staff, and not for pages that your customers see.
 *
 * It says all that it shows as text too, in the language of its gate. Where it is narrower than 16rem it is one line.
 *
 * Looks. It follows `color-scheme`; without one it is light. Custom properties, each a colour but for the last two:
 *
 *     --quota-meter-text         label, level and figures
 *     --quota-meter-muted        what is to come, and marks of levels that say nothing
 *     --quota-meter-used         what is used, while enough is left
 *     --quota-meter-near         the same, near the limit
 *     --quota-meter-exhausted    the same, at the limit and over it
 *     --quota-meter-held         the lines of what is held; default as used
 *     --quota-meter-forecast     what the next days take, shown faintly; default as used
 *     --quota-meter-track        the bar's ground
 *     --quota-meter-edge         the bar's edge: 3:1 to the page
 *     --quota-meter-tick         where near begins
 *     --quota-meter-height       of the bar. Default 0.625em
 *     --quota-meter-radius       of the bar. Default 1em
 *
 * Parts: `meter`, and in it `head` (`label`, `level` with `mark` and `word`), `bar` (`track` with `used`, `held` and `forecast`; `scale`
 * with `near`), `left` (shown in one line only), `figures`, `outlook`.
 */
export class QuotaMeterElement extends HTMLElement {
  /** Its own gate. Without one it goes by the nearest provider's, else by {@link setDefaultGate}'s. */
  get gate(): Loadable | null;
  /** Null takes it away. */
  set gate(gate: Loadable | null | undefined);
  /** Of what: one of the platform's resources. Empty: it shows nothing. */
  get resource(): string;
  /** Null takes the attribute away. */
  set resource(resource: string | null | undefined);
  /** Within what the limit counts, where it counts for each of something by itself. */
  get scope(): string | null;
  /** Null takes the attribute away. */
  set scope(scope: string | null | undefined);
  /** Default what the gate calls the resource. */
  get label(): string | null;
  /** Null takes the attribute away. */
  set label(label: string | null | undefined);
  /** How many days of the forecast are shown on the bar: above 0. Default 7. */
  get days(): number;
  /** Null takes the attribute away. */
  set days(days: number | null | undefined);
  /** One line, however wide. Default false. */
  get compact(): boolean;
  /** Sets the attribute, or takes it away. */
  set compact(compact: boolean);
}

declare global {
  interface HTMLElementTagNameMap {
    "quota-provider": QuotaProviderElement;
    "quota-gate": QuotaGateElement;
    "quota-meter": QuotaMeterElement;
  }
  interface GlobalEventHandlersEventMap {
    /** Someone tried a control that is closed. */
    "quota-denied": CustomEvent<Decision>;
    /** The decision is another one; null where there is none any more. */
    "quota-change": CustomEvent<Decision | null>;
  }
}

// Without it a declaration file exports all that it declares.
export {};
