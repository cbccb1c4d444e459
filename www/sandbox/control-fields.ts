import { isObject, type JsonObject } from "./json";

/** A control request that can't be read; its message is the answer. */
export class ControlError extends Error {}

/** A field that may be left out. */
export function optional<K extends string, V>(
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

export function readText(value: unknown): string {
  if (typeof value === "string") return value;
  throw new ControlError("a text is needed");
}

export function readFlag(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new ControlError("true or false is needed");
}

/** An object of whatever keys. */
export function readEach<V>(value: unknown, read: (value: unknown) => V): Record<string, V> {
  if (!isObject(value)) throw new ControlError("an object is needed");
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, read(each)]));
}

/** An object of some of these keys, and no others. */
export function readSome<K extends string, V>(
  value: unknown,
  keys: readonly K[],
  read: (value: unknown) => V,
): Partial<Record<K, V>> {
  if (!isObject(value)) throw new ControlError("an object is needed");
  onlyKeys(value, keys);
  const some: Partial<Record<K, V>> = {};
  for (const key of keys) if (value[key] !== undefined) some[key] = read(value[key]);
  return some;
}

export function onlyKeys(from: JsonObject, keys: readonly string[]): void {
  const unknown = Object.keys(from).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new ControlError(`${unknown} isn't one of ${keys.join(", ")}`);
}

export function oneOf<T extends string>(value: unknown, all: readonly T[], what: string): T {
  const found = all.find((candidate) => candidate === value);
  if (found === undefined) throw new ControlError(`${what} isn't one of ${all.join(", ")}`);
  return found;
}
