import type { ParamKind } from "../provider.js";
import type { Complain, Kinds, Params } from "./gate.js";

type Value = number | boolean | string | undefined;

/** What the markup of a control asks the gate. */
export function paramsOf(control: Element, kinds: Kinds, root: ParentNode, complain: Complain): Params {
  const params: Record<string, number | boolean | string> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const attribute = attributeOf(name);
    const field = find(control, control.getAttribute(`${attribute}-from`), root, complain);
    const value = (field && read(field, kind)) ?? constant(control.getAttribute(attribute), kind);
    // Within what a limit counts is always said, if only that nothing is chosen.
    if (value !== undefined || kind === "scope") params[name] = value ?? "";
  }
  return params;
}

/** The attributes that take part in a question, for an observer. */
export function attributesOf(actions: Readonly<Record<string, Kinds>>): string[] {
  return Object.values(actions)
    .flatMap(Object.keys)
    .map(attributeOf)
    .flatMap((attribute) => [attribute, `${attribute}-from`]);
}

/** The form that a control is, belongs to or stands in. */
export function formOf(control: Element): Element | null {
  // A form isn't asked: a field of it that is named "form" would answer.
  const { form } = control.matches("form") ? {} : (control as Partial<HTMLButtonElement>);
  return form ?? control.closest("form");
}

function attributeOf(name: string): string {
  return `data-quota-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
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

function read(field: Element, kind: ParamKind): Value {
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
