import { type Passed, readPassed, write } from "./passed.js";

/** What outlives the page, in the browser's storage where there is any. */
export interface Keep {
  read(): Passed | undefined;
  write(passed: () => Passed): void;
  clear(): void;
}

const NOTHING: Keep = { read: () => undefined, write() {}, clear() {} };

export type Persist = "none" | "session" | "local";

/** Null where nothing was ever kept. Even the look at a storage throws where it is blocked. */
export const keptText = (persist: Persist, of: string): string | null =>
  storageOf(persist).getItem(keyOf(of));

const storageOf = (persist: Persist): Storage => (persist === "local" ? localStorage : sessionStorage);
const keyOf = (of: string): string => `quota-gate/1/${of}`;

/** A storage that is full, blocked or missing keeps nothing; what can't be read back was never there. */
export const keep = (persist: Persist, of: string): Keep => {
  if (persist === "none") return NOTHING;
  const key = keyOf(of);
  const attempt = <T>(act: (storage: Storage) => T): T | undefined => {
    try {
      return act(storageOf(persist));
    } catch {
      return undefined;
    }
  };
  return {
    read: () => attempt(() => readPassed(of, JSON.parse(keptText(persist, of) ?? "null"))),
    write: (passed) => attempt((storage) => storage.setItem(key, JSON.stringify(write(of, passed())))),
    clear: () => attempt((storage) => storage.removeItem(key)),
  };
};
