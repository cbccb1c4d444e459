import { type Passed, readPassed, write } from "./passed.js";

/** What outlives the page, in the browser's storage where there is any. */
export interface Keep {
  read(): Passed | undefined;
  write(passed: () => Passed): void;
  clear(): void;
}

const NOTHING: Keep = { read: () => undefined, write() {}, clear() {} };

/** A storage that is full, blocked or missing keeps nothing; what can't be read back was never there. */
export const keep = (persist: "none" | "session" | "local", of: string): Keep => {
  if (persist === "none") return NOTHING;
  const key = `quota-gate/1/${of}`;
  const attempt = <T>(act: (storage: Storage) => T): T | undefined => {
    try {
      // Even the look at it throws where it is blocked.
      return act(persist === "local" ? localStorage : sessionStorage);
    } catch {
      return undefined;
    }
  };
  return {
    read: () => attempt((storage) => readPassed(of, JSON.parse(storage.getItem(key) ?? "null"))),
    write: (passed) => attempt((storage) => storage.setItem(key, JSON.stringify(write(of, passed())))),
    clear: () => attempt((storage) => storage.removeItem(key)),
  };
};
