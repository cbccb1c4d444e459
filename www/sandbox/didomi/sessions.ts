import type { KeyName } from "./keys";

/** Didomi, authentication page: a token is valid for an hour. */
export const SESSION_MS = 60 * 60 * 1000;

interface Session {
  readonly key: KeyName;
  readonly expiresAt: number;
}

/** The tokens that were handed out, and whose they are. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  #opened = 0;

  open(key: KeyName, now: number): string {
    this.#opened += 1;
    const token = `sandbox.didomi-${key}-${this.#opened}.not-a-real-token`;
    this.#sessions.set(token, { key, expiresAt: now + SESSION_MS });
    return token;
  }

  keyOf(token: string, now: number): KeyName | null {
    const session = this.#sessions.get(token);
    return session !== undefined && session.expiresAt > now ? session.key : null;
  }

  revoke(token: string): void {
    this.#sessions.delete(token);
  }

  clear(): void {
    this.#sessions.clear();
    this.#opened = 0;
  }
}
