import type { Came } from "../begun.js";
import { parsed, textOf } from "../reply.js";
import { get } from "./core.js";
import type { Plan } from "./plan.js";

/** Asks once. What a source brings is what it is; rejects where nothing comes. */
export const ask = async (plan: Plan, signal: AbortSignal): Promise<unknown> => {
  const { url, path, platform, credentials } = plan;
  if (!url) return platform.endpoint.source?.({ path, signal });
  const response = await new Promise<Response>((resolve) => {
    // A redirect would carry a token on; a browser may answer a GET without caching headers from its cache, and platforms' have none.
    get(new Request(url, { credentials, signal, redirect: "manual", cache: "no-store" }), {
      answered: resolve,
    });
  });
  if (response.type === "error") throw new TypeError("no answer came");
  return { response, text: await textOf(response) } satisfies Came;
};

/** The body of a good answer. */
export const bodyOf = ({ url }: Plan, came: unknown): unknown => {
  if (!url) return came;
  const { response, text } = came as Came;
  return response.ok ? parsed(text) : undefined;
};
