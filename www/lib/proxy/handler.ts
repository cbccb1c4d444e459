import { targetOf } from "../endpoint.js";
import { invalid } from "../options.js";
import type { ProxyCore } from "../proxy-core.js";
import { isResponse } from "../reply.js";
import type { ProxyOptions, QuotaProxy } from "../types/proxy.js";
import { type Options, optionsOf } from "./options.js";
import { answered, failed, unavailable } from "./reply.js";
import { shared } from "./shared.js";
import { upstream, type World } from "./upstream.js";

const real: World = { now: () => Date.now(), random: () => Math.random(), timers: globalThis };

/** A handler for the requests of pages. Nothing of a request goes further than here. */
export const createProxy = (
  core: ProxyCore,
  given: ProxyOptions,
  waitUntil?: (task: Promise<unknown>) => void,
  world: World = real,
): QuotaProxy => {
  const options = optionsOf(given, waitUntil);
  const routes = routesOf(options);
  const platform = upstream(core, options, world);
  const answers = shared(platform.ask, options, world);

  async function handle(request: Request): Promise<Response> {
    const arrived = world.now();
    if (request.method !== "GET") return failed(405, "only GET", { Allow: "GET" });
    const refusal = await refusalOf(request, options);
    if (refusal) return refusal;
    const url = new URL(request.url);
    const part = partOf(routes, url);
    if (part === undefined) return failed(404, `no such list: ${routes.join(", ")} are`);
    const outcome = await answers.get();
    if ("error" in outcome) return unavailable(outcome.error, outcome.wait);
    if (isAnother(url, platform.organization)) return failed(404, "this is about another organization");
    const body = outcome.bodies[part] ?? null;
    return body ? answered(request, outcome, body, arrived) : failed(404, "nothing is known of this list");
  }

  return Object.assign(handle, { forget: () => answers.forget() });
};

/** The parts that are asked for under an address of their own, of a platform whose answer has several. */
const routesOf = ({ isListed, platformOf }: Options): readonly string[] => {
  // Checked here, so that a mistake shows when the server starts.
  targetOf(platformOf(undefined));
  return isListed ? platformOf(undefined).parts.flatMap((part) => ("path" in part ? [part.path] : [])) : [];
};

/** Wherever it is mounted. */
const partOf = (routes: readonly string[], { pathname }: URL): number | undefined => {
  if (routes.length === 0) return 0;
  const part = routes.findIndex((path) => pathname.replace(/\/+$/, "").endsWith(path));
  return part < 0 ? undefined : part;
};

/** Does a page ask for another's than this is about? Answered, its gate would take a missing record for the defaults. */
const isAnother = ({ searchParams }: URL, organization: string | undefined): boolean => {
  const asked = searchParams.get("organization_id");
  return asked !== null && organization !== undefined && asked !== organization;
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
