import type { Kinds } from "../inside.js";
import type { ParamKind } from "../provider.js";
import type { Complain, Params } from "./gate.js";

type Value = number | boolean | string | undefined;

/** The parameters of a question, and where those that can be edited come from. */
export interface Reading {
  readonly params: Params;
  /** By parameter. */
  readonly fields: ReadonlyMap<string, Element>;
  /** Does it follow fields, whether they are there or not? */
  readonly isLive: boolean;
}

/** What attributes that begin so begin with in plain markup. */
export const PREFIX = "data-quota-";

/** What the markup of an element asks of the gate, on behalf of a control: itself, or what it stands around. */
export function readingOf(
  element: Element,
  kinds: Kinds,
  root: ParentNode,
  complain: Complain,
  prefix = PREFIX,
  control = element,
): Reading {
  const params: Record<string, number | boolean | string> = {};
  const fields = new Map<string, Element>();
  let isLive = false;
  for (const [name, kind] of Object.entries(kinds)) {
    const attribute = attributeOf(name, prefix);
    const selector = element.getAttribute(`${attribute}-from`);
    isLive ||= selector !== null;
    const found = find(control, selector, root, complain);
    const field = found && kind !== "flag" ? chosen(found) : found;
    if (field) fields.set(name, field);
    const value = (field && read(field, kind)) ?? constant(element.getAttribute(attribute), kind);
    // Within what a limit counts is always said, if only that nothing is chosen.
    if (value !== undefined || kind === "scope") params[name] = value ?? "";
  }
  return { params, fields, isLive };
}

/** The attributes that take part in a question, for an observer. */
export function attributesOf(actions: Readonly<Record<string, Kinds>>, prefix = PREFIX): string[] {
  return Object.values(actions)
    .flatMap(Object.keys)
    .map((name) => attributeOf(name, prefix))
    .flatMap((attribute) => [attribute, `${attribute}-from`]);
}

/** The form that a control is, belongs to or stands in. */
export function formOf(control: Element): Element | null {
  // A form isn't asked: a field of it that is named "form" would answer.
  const { form } = control.matches("form") ? {} : (control as Partial<HTMLButtonElement>);
  return form ?? control.closest("form");
}

function attributeOf(name: string, prefix: string): string {
  return `${prefix}${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function find(
  control: Element,
  selector: string | null,
  root: ParentNode,
  complain: Complain,
): Element | null {
  if (!selector) return null;
  try {
    return formOf(control)?.querySelector(selector) ?? root.querySelector(selector);
  } catch {
    complain(`Not a selector: ${selector}`, "invalid-params");
    return null;
  }
}

/** Of a group of radio buttons the one that is chosen. */
function chosen(field: Element): Element {
  const { type, name, checked, form } = field as Partial<HTMLInputElement>;
  if (type !== "radio" || !name || checked) return field;
  const group = (form ?? (field.getRootNode() as ParentNode)).querySelectorAll<HTMLInputElement>(
    `input[type=radio][name="${CSS.escape(name)}"]`,
  );
  return [...group].find((each) => each.checked && each.form === form) ?? field;
}

/** A field counts as it would be submitted: one that is disabled, by its fieldset too, isn't. */
function read(field: Element, kind: ParamKind): Value {
  if (field.matches(":disabled")) return undefined;
  const { checked, value } = field as Partial<HTMLInputElement>;
  const toggle = field.matches("[type=checkbox],[type=radio]");
  if (toggle && kind === "flag") return checked;
  return toggle && !checked ? undefined : parse(String(value), kind);
}

function constant(text: string | null, kind: ParamKind): Value {
  if (text === null) return undefined;
  return !text && kind === "flag" ? true : parse(text, kind);
}

function parse(text: string, kind: ParamKind): Value {
  if (kind === "scope") return text;
  if (kind === "flag") return text === "true" || (text === "false" ? false : undefined);
  const amount = Number(text);
  return text.trim() && Number.isInteger(amount) && amount >= 0 ? amount : undefined;
}
