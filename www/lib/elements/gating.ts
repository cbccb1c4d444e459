import { isControl } from "../bind/carrier.js";
import { type Gated, gateControl, type Question } from "../bind/control.js";
import { readingOf } from "../bind/question.js";
import { asGiven } from "../interface/given.js";
import type { Params } from "../interface/source.js";
import type { BindOptions, Decision } from "../types.js";
import { complainTo } from "./complaints.js";
import type { Relay } from "./relay.js";

/** What stands around a control, and says what it asks. */
export interface Host extends HTMLElement {
  readonly action: string;
  readonly params: Params | null;
  readonly mode: NonNullable<BindOptions["mode"]>;
  readonly reason: "after" | "none";
}

/** The control in an element, under the gate. */
export interface Gating {
  readonly decision: Decision | null;
  /** The question may be another one. */
  update(): void;
  end(): void;
}

/** Attributes by which something becomes a control. */
const MAKING = ["href", "role", "type"];

/** Calls `changed` for what may have changed the decision, once all is written. */
export const gateInside = (host: Host, source: Relay, changed: () => void): Gating => {
  const complain = complainTo(source);
  let control: Element | null = null;
  let gated: Gated | null = null;
  let options: BindOptions = {};
  let isTelling = false;
  let isOver = false;

  const question = (): Question | null => {
    tellLater();
    const { action, params } = host;
    if (!control || !action) return null;
    const kinds = source.kindsOf(action);
    if (kinds === null) {
      complain(`Unknown action: <quota-gate action="${action}">`, "unknown-action");
      return null;
    }
    if (!kinds) return { action };
    const root = host.getRootNode() as Node & ParentNode;
    const reading = readingOf(host, kinds, root, complain, "", control);
    const own = asGiven(kinds, params);
    const fields = [...reading.fields].filter(([name]) => !Object.hasOwn(own, name));
    return { action, params: { ...reading.params, ...own }, fields: new Map(fields) };
  };

  function tellLater(): void {
    if (isTelling) return;
    isTelling = true;
    queueMicrotask(() => {
      isTelling = false;
      if (!isOver) changed();
    });
  }

  function settle(): void {
    const found = controlIn(host);
    const { mode, reason } = host;
    if (found === control && mode === options.mode && reason === options.reason) return;
    gated?.release();
    control = found;
    options = { mode, reason, onDenied };
    gated = found && gateControl(source, found, question, options);
    tellLater();
  }

  function onDenied(_control: Element, decision: Decision): void {
    announce(host, "quota-denied", decision);
  }

  function update(): void {
    settle();
    gated?.update();
  }

  const children = new MutationObserver(settle);
  children.observe(host, { childList: true, subtree: true, attributeFilter: MAKING });
  const attributes = new MutationObserver(update);
  attributes.observe(host, { attributes: true });
  const leave = source.subscribe(tellLater);
  settle();

  return {
    get decision() {
      return gated?.decision ?? null;
    },
    update,
    end() {
      isOver = true;
      children.disconnect();
      attributes.disconnect();
      leave();
      gated?.release();
    },
  };
};

export const announce = (host: Element, type: string, detail: Decision | null): void => {
  host.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
};

/** The first one, but for fields that the question is read from, and what stands in another such element. */
const controlIn = (host: Host): Element | null => {
  const fields = [...host.attributes].filter(({ name }) => name.endsWith("-from")).map(({ value }) => value);
  const isField = (element: Element) => fields.some((selector) => isMatch(element, selector));
  const isOwn = (element: Element) => element.closest("quota-gate") === host;
  const found = [...host.querySelectorAll("*")].find(
    (element) => isControl(element) && isOwn(element) && !isField(element),
  );
  return found ?? null;
};

const isMatch = (element: Element, selector: string): boolean => {
  try {
    return element.matches(selector);
  } catch {
    return false;
  }
};
