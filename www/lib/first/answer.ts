import type { Came } from "../begun.js";
import { parsed, textOf } from "../reply.js";
import type { TokenSource } from "../types.js";
import { isToken, type Plan } from "./plan.js";

/**
 * Asks once. What a source brings is what it is; rejects where nothing comes. Without a token that can be sent nothing is asked, and nothing
 * comes: what is wrong with it, the whole gate says.
 */
const ask = async (plan: Plan, signal: AbortSignal): Promise<unknown> => {
  const { url, path, platform, credentials } = plan;
  const { source, token } = platform.endpoint;
  if (!url) return source?.({ path, signal });
  const bearer = token && (await tokenOf(token));
  if (bearer === null) return undefined;
  const headers = bearer ? { Authorization: `Bearer ${bearer}` } : {};
  // A redirect would carry a token on; a browser may answer a GET without caching headers from its cache, and platforms' have none.
  const response = await fetch(url, { credentials, headers, signal, redirect: "manual", cache: "no-store" });
  if (!(response instanceof Response)) throw new TypeError("no Response");
  return { response, text: await textOf(response), bearer } satisfies Came;
};

/** The first request, until somebody goes on with it. */
export const asking = (plan: Plan) => {
  const leaving = new AbortController();
  const came = ask(plan, leaving.signal);
  let left: typeof came | undefined = came;
  // Whoever takes it hears of that.
  came.catch(() => {});
  return {
    came,
    take(): Promise<unknown> | undefined {
      const taken = left;
      left = undefined;
      return taken;
    },
    drop(): void {
      leaving.abort();
      left = undefined;
    },
  };
};

export type Asking = ReturnType<typeof asking>;

const tokenOf = async (token: TokenSource): Promise<string | null> => {
  try {
    const given = typeof token === "function" ? await token() : token;
    return isToken(given) ? given : null;
  } catch {
    return null;
  }
};

/** The body of a good answer. */
export const bodyOf = ({ url }: Plan, came: unknown): unknown => {
  if (!url) return came;
  const { response, text } = came as Came;
  return response.ok ? parsed(text) : undefined;
};
