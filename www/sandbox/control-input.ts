import type { AccountChange } from "./control";
import {
  ControlError,
  oneOf,
  onlyKeys,
  optional,
  readEach,
  readFlag,
  readNumber,
  readSome,
  readText,
} from "./control-fields";
import { SCOPES, type Scope } from "./credentials";
import { CHARSETS, FAULT_KINDS, type Fault, type FaultRule, GZIP_FAULTS } from "./fault";
import { isObject, type JsonObject } from "./json";
import { DEFAULT_SETTINGS, type Settings } from "./platform";
import { ACCOUNT_NAMES, type AccountName } from "./seeds";

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
    ...optional("limits", from, (value) => readSome(value, LIMITS, readNumber)),
    ...optional("usage", from, (value) => readSome(value, USAGE, readNumber)),
    ...optional("plan", from, (value) => readSome(value, PLAN, readNumber)),
  };
}

export function readSettings(from: JsonObject): Partial<Settings> {
  return readSome(from, SETTINGS, readNumber);
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
        ...optional("headers", from, (value) => readEach(value, readText)),
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
