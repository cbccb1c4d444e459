import type { Header } from "../reply";
import type { DidomiSettings } from "./settings";

interface Window {
  readonly startedAt: number;
  used: number;
}

export interface Standing {
  readonly exceeded: boolean;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/** Requests counted in windows, an account's from its first request on; all its tokens share one. */
export class RateLimit {
  readonly #settings: Readonly<DidomiSettings>;
  readonly #windows = new Map<string, Window>();

  constructor(settings: Readonly<DidomiSettings>) {
    this.#settings = settings;
  }

  /** Counts a request, unless it exceeds the limit. */
  take(account: string, now: number): Standing {
    const window = this.#windowOf(account, now);
    const exceeded = window.used >= this.#settings.requests;
    if (!exceeded) window.used += 1;
    return this.#standing(window, now, exceeded);
  }

  /** How anyone stands who is no account. */
  untouched(now: number): Standing {
    return this.#standing({ startedAt: now, used: 0 }, now, false);
  }

  /** In the form of draft-ietf-httpapi-ratelimit-headers-07. */
  headers({ remaining, resetSeconds }: Standing): readonly Header[] {
    const { requests, windowMs } = this.#settings;
    return [
      ["RateLimit", `limit=${requests}, remaining=${remaining}, reset=${resetSeconds}`],
      ["RateLimit-Policy", `${requests};w=${Math.ceil(windowMs / 1000)}`],
    ];
  }

  clear(): void {
    this.#windows.clear();
  }

  #windowOf(account: string, now: number): Window {
    const current = this.#windows.get(account);
    if (current !== undefined && now < current.startedAt + this.#settings.windowMs) return current;
    const next = { startedAt: now, used: 0 };
    this.#windows.set(account, next);
    return next;
  }

  #standing({ startedAt, used }: Window, now: number, exceeded: boolean): Standing {
    const { requests, windowMs } = this.#settings;
    const resetSeconds = Math.ceil((startedAt + windowMs - now) / 1000);
    return { exceeded, remaining: Math.max(0, requests - used), resetSeconds };
  }
}
