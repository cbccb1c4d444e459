/**
 * fetch as the first decision's wasm needs it: always with a `Response`, since gloo-net panics on anything else, and what reads an error would
 * be a tenth of the glue. The build puts this in the place of every `fetch` in the entry.
 */
const fetchResponse: typeof globalThis.fetch = async (input, init) => {
  try {
    const answer = await globalThis.fetch(input, init);
    if (answer instanceof Response) return answer;
  } catch {
    // As below.
  }
  return Response.error();
};

export { fetchResponse as fetch };
