export type JsonObject = Readonly<Record<string, unknown>>;

/** A body that isn't JSON, or not of the types it has to be; each platform says so in its own words. */
export class Unreadable extends Error {}

/** A request body read the way Go decodes into a struct: absent and null are zero values, other types are errors. */
export function parseObject(body: Buffer): JsonObject {
  return toObject(parse(body)) ?? {};
}

export function text(from: JsonObject, key: string): string {
  return typed(from[key], "string", "");
}

export function flag(from: JsonObject, key: string): boolean {
  return typed(from[key], "boolean", false);
}

/** An unsigned integer of 32 bits. */
export function count(from: JsonObject, key: string): number {
  const value = typed(from[key], "number", 0);
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 32) return value;
  throw new Unreadable();
}

export function object(from: JsonObject, key: string): JsonObject | null {
  return toObject(from[key]);
}

export function objects(from: JsonObject, key: string): JsonObject[] {
  return list(from, key).map((item) => toObject(item) ?? {});
}

export function texts(from: JsonObject, key: string): string[] {
  return list(from, key).map((item) => typed(item, "string", ""));
}

export function list(from: JsonObject, key: string): readonly unknown[] {
  const value = from[key];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new Unreadable();
}

/** A map of language to text; a bare string is refused. */
export function languages(from: JsonObject, key: string): Readonly<Record<string, string>> | null {
  const map = object(from, key);
  if (map === null) return null;
  return Object.fromEntries(Object.keys(map).map((language) => [language, text(map, language)]));
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new Unreadable();
  }
}

function toObject(value: unknown): JsonObject | null {
  if (value === undefined || value === null) return null;
  if (isObject(value)) return value;
  throw new Unreadable();
}

interface Types {
  string: string;
  boolean: boolean;
  number: number;
}

function typed<K extends keyof Types>(value: unknown, type: K, zero: Types[K]): Types[K] {
  if (value === undefined || value === null) return zero;
  if (typeof value === type) return value as Types[K];
  throw new Unreadable();
}
