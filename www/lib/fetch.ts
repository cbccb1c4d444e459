import { isResponse } from "./reply.js";

/**
 * fetch as gloo-net needs it: it panics, which ends the wasm instance, when fetch throws, answers with anything but a Response, or
 * rejects with anything but an Error. Applications' tests replace fetch by all of these, and servers the global Response by one of
 * their own (@hono/node-server), which fetch knows nothing of. The build puts this in the place of every `fetch` in the package.
 */
const fetchResponse: typeof globalThis.fetch = async (input, init) => {
  const answer = await attempt(() => globalThis.fetch(input, init));
  if (answer instanceof Response) return answer;
  if (isResponse(answer)) return global(answer);
  throw new TypeError("fetch brought no Response");
};

/** As one of the global class. Where there is no body none may be given (fetch, 6.4). */
const global = ({ body, status, statusText, headers }: Response): Response =>
  new Response(body, { status, statusText, headers });

const attempt = async <T>(task: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await task();
  } catch {
    return undefined;
  }
};

export { fetchResponse as fetch };
