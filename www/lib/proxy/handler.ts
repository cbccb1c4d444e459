import { invalid } from "../options.js";
import type { LoadCore } from "../proxy-load.js";
import { isResponse } from "../reply.js";
import type { ProxyOptions, QuotaProxy } from "../types/proxy.js";
import { type Options, optionsOf } from "./options.js";
import { answered, failed, unavailable } from "./reply.js";
import { routing } from "./route.js";
import { shared } from "./shared.js";
import { upstream, type World } from "./upstream.js";

const real: World = { now: () => Date.now(), random: () => Math.random(), timers: globalThis };

/** A handler for the requests of pages. Nothing of a request goes further than here. */
export const createProxy = (
  load: LoadCore,
  given: ProxyOptions,
  waitUntil?: (task: Promise<unknown>) => void,
  world: World = real,
): QuotaProxy => {
  const options = optionsOf(given, waitUntil);
  const route = routing(options);
  const platform = upstream(load, options, world);
  const answers = shared(platform.ask, options, world);

  async function handle(request: Request): Promise<Response> {
    const arrived = world.now();
    if (request.method !== "GET") return failed(405, "only GET", { Allow: "GET" });
    const refusal = await refusalOf(request, options);
    if (refusal) return refusal;
    const asked = route.read(request);
    if (!asked) return failed(404, `no such list: there are ${route.lists.join(", ")}`);
    const outcome = await answers.get();
    if ("error" in outcome) return unavailable(outcome.error, outcome.wait);
    // Answered, a page's gate would take the record that it doesn't find for one with the defaults.
    if (asked.organization !== null && asked.organization !== platform.organization)
      return failed(404, "this is about another organization");
    const body = outcome.bodies[asked.part] ?? null;
    return body ? answered(request, outcome, body, arrived) : failed(404, "nothing is known of this list");
  }

  return Object.assign(handle, { forget: () => answers.forget() });
};

/** Only true lets pass. What isn't an answer is a mistake of the application, and nobody passes by it. */
const refusalOf = async (
  request: Request,
  { authorize, onError }: Options,
): Promise<Response | undefined> => {
  try {
    const passes: unknown = await authorize(request);
    if (passes === true) return undefined;
    if (passes === false) return failed(401, "not signed in, or not allowed to see the quota");
    if (isResponse(passes)) return passes;
    throw invalid("what authorize returns", "true, false or a Response", passes);
  } catch (error) {
    onError(error);
    return failed(500, "who may ask can't be said");
  }
};
