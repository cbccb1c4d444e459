import type { Platform } from "./provider.js";

/** Numbers that outlive the page, in the browser's storage where there is any. */
export interface Keep {
  read(): Float64Array | undefined;
  write(numbers: Float64Array): void;
  clear(): void;
}

const NOTHING: Keep = { read: () => undefined, write() {}, clear() {} };

/** FNV-1a, 32 bits (RFC 9923), from a start of its own: two make a key that nobody reads an account from. */
const hash = (text: string, start: number): string => {
  let value = start;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return (value >>> 0).toString(36);
};

/** A storage that is full, blocked or missing keeps nothing; what can't be read back was never there. */
export const keep = (
  persist: "none" | "session" | "local",
  identity: string | undefined,
  { name }: Platform,
  url: string,
): Keep => {
  if (persist === "none") return NOTHING;
  const whose = JSON.stringify([identity, name, url]);
  const key = `quota-gate/1/${hash(whose, 0x811c9dc5)}${hash(whose, 0x1234567)}`;
  const attempt = <T>(act: (storage: Storage) => T): T | undefined => {
    try {
      // Even the look at it throws where it is blocked.
      return act(persist === "local" ? localStorage : sessionStorage);
    } catch {
      return undefined;
    }
  };
  return {
    read: () =>
      attempt((storage) => {
        const kept: unknown = JSON.parse(storage.getItem(key) ?? "[]");
        if (!Array.isArray(kept)) return undefined;
        return Float64Array.from(kept, (each) => (typeof each === "number" ? each : Number.NaN));
      }),
    write: (numbers) => attempt((storage) => storage.setItem(key, JSON.stringify([...numbers]))),
    clear: () => attempt((storage) => storage.removeItem(key)),
  };
};
