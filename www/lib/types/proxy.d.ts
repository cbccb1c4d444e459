/**
 * The half of quota-gate that belongs on a server: it holds the key, asks the platform once for all visitors, and shows them no more than
 * they may see.
 *
 * @module quota-gate/proxy
 */
// The public types, kept by hand. Copied as it stands to `dist/proxy.d.ts`.
import type { QuotaError, TokenSource } from "quota-gate";

/** What {@link createQuotaProxy} takes. */
export interface ProxyOptions {
  /** Whose quota it is that is asked for. */
  platform: "vocdoni" | "didomi";
  /** The platform's address, https unless its host is loopback. Didomi's ends in `/v1`. */
  baseUrl: string;
  /**
   * The account's key, or a function that gets a token: called for each refresh, and once more after a 401. Stays on the server: it goes to
   * `baseUrl`'s origin only, and into no answer, error or log. Of one account: what all visitors share is its quota.
   */
  token: TokenSource;
  /**
   * Who may ask, by the request as it came: true lets pass, false is answered with 401, and a Response is sent as it is. Anything else, and
   * an error, lets nobody pass and is answered with 500. There is no default: an open proxy tells the world your quota.
   */
  authorize: (request: Request) => boolean | Response | Promise<boolean | Response>;
  /**
   * Milliseconds for which an answer is served as it is; then it is served until it is six times as old, while another is asked for. Its
   * `Age` is told. Default 10 000.
   */
  maxAge?: number;
  /**
   * What visitors may see. `"headroom"` (default): limits and usage moved so that only what is left shows, and a gate decides the same; how near
   * a limit is counts from there. `"all"`: as reported, for your own staff.
   */
  reveal?: "headroom" | "all";
  /** Didomi: whose records count. Left out, the token must see those of one organization only. */
  organizationId?: string;
  /**
   * Keeps the runtime alive for what is asked for behind an answer, where it ends with the answer: `after` of `next/server`, `waitUntil` of
   * `@vercel/functions`. Not needed where a server goes on, nor in Cloudflare Workers.
   */
  waitUntil?: (task: Promise<unknown>) => void;
  /**
   * Hears why a refresh failed, once for all visitors, as a {@link QuotaError}, and of errors of `authorize` and `waitUntil`. None quotes the
   * token. Default: the console.
   */
  onError?: (error: QuotaError | unknown) => void;
}

/** A standard fetch handler. It never rejects. */
export interface QuotaProxy {
  (request: Request): Promise<Response>;
  /**
   * Something was done on the platform that the last answer knows nothing of: the next visitor waits for a new one. Where that fails the last
   * one is served, with its age.
   */
  forget(): void;
}

/**
 * A standard fetch handler for your back end: adds the key, asks the platform's quota routes and no other, and shares one answer among all
 * visitors. Answers `GET` only; nothing of a visitor's request is passed on.
 *
 * @throws {QuotaError} `invalid-options` or `insecure`, at once, for options that make no sense; `secret-in-browser` in a page.
 */
export function createQuotaProxy(options: ProxyOptions): QuotaProxy;
