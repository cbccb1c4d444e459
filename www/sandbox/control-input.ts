import type { AccountChange } from "./control";
import { SCOPES, type Scope } from "./credentials";
import { CHARSETS, FAULT_KINDS, type Fault, type FaultRule, GZIP_FAULTS } from "./fault";
import { isObject, type JsonObject } from "./json";
import { DEFAULT_SETTINGS, type Settings } from "./platform";
import { ACCOUNT_NAMES, type AccountName } from "./seeds";

/** A control request that can't be read; its message is the answer. */
export class ControlError extends Error {}

const LIMITS = ["maxManagedOrgs", "maxManagedProcesses", "maxVotes", "maxSMS", "maxEmails"] as const;
const USAGE = ["managedOrgs", "managedProcesses", "sentVotes", "sentSMS", "sentEmails"] as const;
const PLAN = ["maxCensus", "maxDrafts", "maxDurationDays"] as const;
const SETTINGS = Object.keys(DEFAULT_SETTINGS) as (keyof Settings)[];

export function readAccountName(value: string): AccountName {
  return oneOf(value, ACCOUNT_NAMES, "account");
}

export function readAccountChange(from: JsonObject): AccountChange {
  onlyKeys(from, ["enabled", "enforced", "limits", "usage", "plan"]);
  return {
    ...optional("enabled", from, readFlag),
    ...optional("enforced", from, readFlag),
    ...optional("limits", from, (value) => readNumbers(value, LIMITS)),
    ...optional("usage", from, (value) => readNumbers(value, USAGE)),
    ...optional("plan", from, (value) => readNumbers(value, PLAN)),
  };
}

export function readSettings(from: JsonObject): Partial<Settings> {
  return readNumbers(from, SETTINGS);
}

export function readScopes(value: unknown): Scope[] {
  if (!Array.isArray(value)) throw new ControlError("scopes: a list is needed");
  return value.map((scope) => oneOf(scope, SCOPES, "scope"));
}

export function readFaultRule(from: JsonObject): FaultRule {
  onlyKeys(from, ["fault", "path", "method", "times"]);
  if (!isObject(from["fault"])) throw new ControlError("fault: an object is needed");
  return {
    fault: readFault(from["fault"]),
    ...optional("path", from, readText),
    ...optional("method", from, readText),
    ...optional("times", from, readNumber),
  };
}

function readFault(from: JsonObject): Fault {
  const kind = oneOf(from["kind"], FAULT_KINDS, "kind");
  switch (kind) {
    case "delay":
    case "drip":
      return { kind, ms: readNumber(from["ms"]) };
    case "status":
      return {
        kind,
        status: readNumber(from["status"]),
        body: readText(from["body"] ?? ""),
        contentType: readText(from["contentType"] ?? "text/plain; charset=utf-8"),
        ...optional("headers", from, readTexts),
      };
    case "redirect":
      return { kind, to: readText(from["to"]) };
    case "lie":
      if (!isObject(from["over"])) throw new ControlError("over: an object is needed");
      return { kind, over: from["over"] };
    case "length":
      return { kind, by: readNumber(from["by"]) };
    case "gzip":
      return { kind, as: oneOf(from["as"], GZIP_FAULTS, "as") };
    case "charset":
      return { kind, as: oneOf(from["as"], CHARSETS, "as") };
    case "cut":
    case "close":
    case "reset":
    case "hang":
    case "html":
    case "garbage":
    case "headers":
    case "endless":
    case "no-cors":
      return { kind };
  }
}

function optional<K extends string, V>(
  key: K,
  from: JsonObject,
  read: (value: unknown) => V,
): { [key in K]?: V } | Record<string, never> {
  return from[key] === undefined ? {} : ({ [key]: read(from[key]) } as { [key in K]: V });
}

export function readNumber(value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new ControlError("a number is needed");
}

function readText(value: unknown): string {
  if (typeof value === "string") return value;
  throw new ControlError("a text is needed");
}

function readTexts(value: unknown): Record<string, string> {
  if (!isObject(value)) throw new ControlError("an object is needed");
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, readText(text)]));
}

function readFlag(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new ControlError("true or false is needed");
}

function readNumbers<K extends string>(value: unknown, keys: readonly K[]): Partial<Record<K, number>> {
  if (!isObject(value)) throw new ControlError("an object is needed");
  onlyKeys(value, keys);
  const numbers: Partial<Record<K, number>> = {};
  for (const key of keys) {
    if (value[key] !== undefined) numbers[key] = readNumber(value[key]);
  }
  return numbers;
}

function onlyKeys(from: JsonObject, keys: readonly string[]): void {
  const unknown = Object.keys(from).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new ControlError(`${unknown} isn't one of ${keys.join(", ")}`);
}

function oneOf<T extends string>(value: unknown, all: readonly T[], what: string): T {
  const found = all.find((candidate) => candidate === value);
  if (found === undefined) throw new ControlError(`${what} isn't one of ${all.join(", ")}`);
  return found;
}
