import { QuotaError } from "../error.js";
import { invalid, number, oneOf, optionalFunction, settingsOf, textOf } from "../options.js";
import { didomi } from "../platforms/didomi.js";
import { vocdoni } from "../platforms/vocdoni.js";
import { type Platform, platformOf } from "../provider.js";
import type { ProxyOptions } from "../types/proxy.js";

/** The gate of a page gives up after 8 s: it hears of what went wrong before. */
const TIMEOUT = 6_000;

type Settings = ReturnType<typeof settingsOf>;

export interface Options {
  /** Of one organization, where the platform's answer is about one. */
  platformOf(organization: string | undefined): Platform;
  /** Whose quota it is, where the platform's answer says whose it is. Nothing where that has to be found out. */
  readonly organization: string | undefined;
  readonly isListed: boolean;
  readonly settings: Settings;
  readonly authorize: ProxyOptions["authorize"];
  readonly maxAge: number;
  readonly all: boolean;
  readonly waitUntil: ((task: Promise<unknown>) => void) | undefined;
  readonly onError: (error: unknown) => void;
}

const PLATFORMS = ["vocdoni", "didomi"] as const;

/** Checks the options once; what is left out gets its default. */
export const optionsOf = (
  options: ProxyOptions,
  waitUntil: ((task: Promise<unknown>) => void) | undefined,
): Options => {
  if (typeof options !== "object" || options === null) throw invalid("the options", "an object", options);
  if (typeof document !== "undefined") {
    throw new QuotaError(
      "secret-in-browser",
      "quota-gate/proxy belongs on a server: every visitor of this page could read its token",
    );
  }
  const { baseUrl, token, organizationId, authorize } = options;
  const which = PLATFORMS.find((name) => name === options.platform);
  if (which === undefined) throw invalid("platform", PLATFORMS.join(" or "), options.platform);
  if (token === undefined)
    throw invalid("token", "the account's key, or a function that gets a token", token);
  if (typeof authorize !== "function") {
    throw invalid(
      "authorize",
      "a function that says who may ask: an open proxy tells the world your quota",
      authorize,
    );
  }
  const isListed = which === "didomi";
  if (organizationId !== undefined) {
    if (!isListed)
      throw invalid("organizationId", "left out: the token says whose account it is", organizationId);
    textOf("organizationId", organizationId, 'the id of an organization, such as "acme"');
  }
  const made = (organization: string | undefined): Platform => {
    const endpoint = { baseUrl, token };
    const provider = isListed
      ? didomi({ ...endpoint, organizationId: organization ?? "unknown" })
      : vocdoni(endpoint);
    return platformOf(provider);
  };
  return {
    platformOf: made,
    organization: organizationId,
    isListed,
    settings: settingsOf(made(undefined), { timeoutMs: TIMEOUT }),
    authorize,
    maxAge: number("maxAge", options.maxAge, 10_000, (ms) => ms >= 0, "milliseconds, 0 or more"),
    all: oneOf("reveal", options.reveal, ["headroom", "all"]) === "all",
    waitUntil: optionalFunction("waitUntil", options.waitUntil) ?? waitUntil,
    onError: hearing(optionalFunction("onError", options.onError) ?? complain),
  };
};

/** One that throws keeps nobody from an answer. */
const hearing =
  (hear: (error: unknown) => void) =>
  (error: unknown): void => {
    try {
      hear(error);
    } catch (thrown) {
      complain(thrown);
    }
  };

const complain = (error: unknown): void => console.error("quota-gate/proxy:", error);
