/**
 * fetch as gloo-net needs it: it panics, which ends the wasm instance, when fetch throws, answers with anything but a Response, or
 * rejects with anything but an Error. Applications' tests replace fetch by all of these. The build puts this in the place of every
 * `fetch` in the package.
 */
const fetchResponse: typeof globalThis.fetch = async (input, init) => {
  const answer = await attempt(() => globalThis.fetch(input, init));
  if (answer instanceof Response) return answer;
  throw new TypeError("fetch brought no Response");
};

const attempt = async <T>(task: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await task();
  } catch {
    return undefined;
  }
};

export { fetchResponse as fetch };
