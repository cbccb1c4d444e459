/** A page's request that can't be understood. */
class InputError extends Error {
  readonly status = 400;
}

export function textOf(body: unknown, name: string): string {
  const value = fieldOf(body, name);
  if (typeof value === "string" && value.trim() !== "") return value.trim();
  throw new InputError(`${name}: a text is needed`);
}

export function flagOf(body: unknown, name: string): boolean {
  return fieldOf(body, name) === true;
}

export function countOf(body: unknown, name: string, most: number): number {
  const value = fieldOf(body, name);
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new InputError(`${name}: a whole number from 1 to ${most} is needed`);
}

export function fieldOf(body: unknown, name: string): unknown {
  if (typeof body !== "object" || body === null) return undefined;
  return Object.entries(body).find(([key]) => key === name)?.[1];
}
