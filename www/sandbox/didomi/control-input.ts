import { oneOf, onlyKeys, optional, readEach, readFlag, readNumber, readText } from "../control-fields";
import type { JsonObject } from "../json";
import type { IntegrationWish, OrganizationChange } from "./control";
import { KEY_NAMES, type KeyName } from "./keys";
import { ORGANIZATION_NAMES, type OrganizationName } from "./seeds";
import { DEFAULT_SETTINGS, type DidomiSettings } from "./settings";

export function readOrganizationName(value: string): OrganizationName {
  return oneOf(value, ORGANIZATION_NAMES, "organization");
}

export function readKeyName(value: string): KeyName {
  return oneOf(value, KEY_NAMES, "key");
}

export function readOrganizationChange(from: JsonObject): OrganizationChange {
  onlyKeys(from, ["limits", "premium", "record"]);
  return {
    ...optional("limits", from, (value) => readEach(value, orNull(readNumber))),
    ...optional("premium", from, (value) => readEach(value, orNull(readFlag))),
    ...optional("record", from, readFlag),
  };
}

export function readIntegrationWish(from: JsonObject): IntegrationWish {
  onlyKeys(from, ["typeId", "enabled"]);
  return { typeId: readText(from["typeId"]), ...optional("enabled", from, readFlag) };
}

export function readSettings(from: JsonObject): Partial<DidomiSettings> {
  onlyKeys(from, Object.keys(DEFAULT_SETTINGS));
  return {
    ...optional("requests", from, readNumber),
    ...optional("windowMs", from, readNumber),
    ...optional("pageCap", from, readNumber),
    ...optional("exposeHeaders", from, readFlag),
    ...optional("bareArrays", from, readFlag),
    ...optional("ignoresFilters", from, readFlag),
    ...optional("ignoresSkip", from, readFlag),
  };
}

function orNull<V>(read: (value: unknown) => V): (value: unknown) => V | null {
  return (value) => (value === null ? null : read(value));
}
