import type { Request } from "express";
import { authenticate, optionalCaller } from "./access";
import { readCall } from "./call";
import { Cors } from "./cors";
import { toApiError } from "./errors";
import type { Platform } from "./platform";
import { failure, plainError, type Reply, reply } from "./reply";
import type { Route } from "./route";
import { routes } from "./routes";
import { ADMITTED, type Site } from "./site";
import { Throttle } from "./throttle";

// api/api.go:311-317
const METHODS = ["GET", "POST", "PUT", "DELETE", "OPTIONS"];

/** The Vocdoni platform: what no other claims is its. */
export function vocdoniSite(platform: Platform): Site {
  const throttle = new Throttle(() => platform.settings.concurrency);
  const cors = new Cors(METHODS);
  return {
    base: "",
    endpoints: routes.map((route) => ({
      method: route.method,
      path: route.path,
      answer: (req) => answer(platform, route, req),
    })),
    admit(_req, res) {
      if (throttle.enter(res)) return ADMITTED;
      return { ...ADMITTED, refusal: plainError(429, "Server capacity exceeded.") };
    },
    preflight: (req) => cors.preflight(req),
    // Errors are for pages to read too, but for 405.
    cors: (req, status) => (status === 405 ? cors.varies : cors.headers(req)),
    notFound: () => plainError(404, "404 page not found"),
    notAllowed: (methods) => ({
      status: 405,
      headers: methods.map((method) => ["Allow", method] as const),
      body: Buffer.alloc(0),
    }),
    // A panic is an empty 500.
    failure(error) {
      const known = toApiError(error);
      return known === null ? reply(500, null, "") : failure(known);
    },
  };
}

async function answer(platform: Platform, route: Route, req: Request): Promise<Reply> {
  platform.now();
  // Who calls is settled before the body is read.
  if (route.access === "public") {
    const caller = optionalCaller(platform, req);
    return route.handle(await readCall(platform, caller, req, route.bodyLimit));
  }
  const caller = authenticate(platform, req, route.access);
  return route.handle(await readCall(platform, caller, req, route.bodyLimit));
}
