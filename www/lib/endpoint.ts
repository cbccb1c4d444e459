import { shown } from "./amount.js";
import { QuotaError } from "./error.js";
import type { Platform } from "./provider.js";
import type { Endpoint, TokenSource } from "./types.js";

/** Where the parts of an answer come from. */
export type Place =
  | {
      readonly path: string;
      /** Empty where a source is asked in place of the network. */
      readonly url: string;
      readonly pick: ((body: unknown) => unknown) | undefined;
    }
  | { readonly count: (context: { readonly signal: AbortSignal }) => Promise<unknown> };

/** Where GETs go, and what goes with them. */
export interface Target {
  /** The first one's: whose quota it is, storage and tabs know by it. */
  readonly url: string;
  readonly places: readonly Place[];
  readonly credentials: "omit" | "same-origin" | "include";
  readonly token: TokenSource | undefined;
  readonly source: Endpoint["source"];
}

const invalid = (message: string): QuotaError => new QuotaError("invalid-options", message);

/** The page's address; none outside a page. A worker has one too. */
const pageUrl = (): URL | undefined => {
  const href = globalThis.location?.href;
  return href && URL.canParse(href) ? new URL(href) : undefined;
};

const isLoopback = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);

const resolve = (address: string, page: URL | undefined): URL => {
  if (URL.canParse(address, page?.href)) return new URL(address, page?.href);
  throw invalid(
    page
      ? "baseUrl is not a URL"
      : "baseUrl must be absolute outside a page, such as https://example.org/api/quota",
  );
};

/** Throws for what would send a credential in the clear, or put one into a URL. */
const checked = (url: URL, page: URL | undefined): URL => {
  if (url.username || url.password) {
    throw new QuotaError("insecure", "baseUrl must not contain user:password; give a token instead");
  }
  url.hash = "";
  if (url.protocol === "https:") return url;
  if (url.protocol !== "http:") throw invalid("baseUrl must be an https address");
  if (isLoopback(url.hostname) || url.origin === page?.origin) return url;
  throw new QuotaError("insecure", `baseUrl must be https: http://${url.host} could be read on the way`);
};

const join = (base: string, path: string): string => {
  if (path === "") return base;
  if (/[?#]/.test(base)) throw invalid('baseUrl has a query: give it as the whole address, with path: ""');
  return below(base, path);
};

export const below = (base: string, path: string): string =>
  `${base.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;

const CREDENTIALS = ["omit", "same-origin", "include"] as const;

/** An address, or the path that a source gets, with a query. */
export const withQuery = (address: string, query: string): string => {
  if (query === "") return address;
  return `${address}${address.includes("?") ? "&" : "?"}${query}`;
};

const placesOf = ({ parts, endpoint }: Platform, locate: (path: string) => string): Place[] =>
  parts.map((part, place) => {
    if ("count" in part) return part;
    const path = (place === 0 ? endpoint.path : undefined) ?? part.path;
    return { path, url: locate(path), pick: part.pick };
  });

/** Checks an endpoint and says where the quota is asked for. */
export const targetOf = (platform: Platform): Target => {
  const { endpoint, secretPrefix } = platform;
  const { baseUrl, path, token, credentials, source } = endpoint;
  if (path !== undefined && typeof path !== "string")
    throw invalid(`path must be a string, got ${shown(path)}`);
  if (token !== undefined && typeof token !== "string" && typeof token !== "function") {
    throw invalid("token must be a string or a function that returns one");
  }
  if (credentials !== undefined && !CREDENTIALS.includes(credentials)) {
    throw invalid(`credentials must be ${CREDENTIALS.join(", ")}, got ${shown(credentials)}`);
  }
  if (typeof token === "string") guardSecret(token, secretPrefix, endpoint);
  if (source !== undefined) {
    if (typeof source !== "function") throw invalid("source must be a function that returns the parsed JSON");
    return { url: "", places: placesOf(platform, () => ""), credentials: "omit", token: undefined, source };
  }
  if (typeof baseUrl !== "string") {
    throw invalid(
      'baseUrl is missing: the address of your own route, such as "/api/quota", or the platform\'s',
    );
  }
  const page = pageUrl();
  const base = checked(resolve(baseUrl, page), page);
  const locate = (path: string) => checked(resolve(join(baseUrl, path), page), page).href;
  const places = placesOf(platform, locate);
  const [first] = places;
  const url = first && "url" in first ? first.url : base.href;
  const usualCredentials = base.origin === page?.origin ? "same-origin" : "omit";
  return { url, places, credentials: credentials ?? usualCredentials, token, source };
};

/** Can it stand in a header as a token? Visible ASCII. */
export const isSendable = (value: unknown): value is string =>
  typeof value === "string" && /^[\x21-\x7e]+$/.test(value);

/** A key that opens the whole account can be read by every visitor of the page that holds it. */
export const guardSecret = (token: string, prefix: string | undefined, endpoint: Endpoint): void => {
  if (prefix === undefined || typeof document === "undefined" || endpoint.dangerouslyAllowSecretInBrowser)
    return;
  if (!token.startsWith(prefix)) return;
  throw new QuotaError(
    "secret-in-browser",
    `a key that starts with ${prefix} belongs on a server: every visitor of this page could read it. ` +
      "Ask your own back end's route, and let it add the key",
  );
};
