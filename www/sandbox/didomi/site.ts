import type { IncomingMessage } from "node:http";
import type { Request } from "express";
import { readCall } from "../call";
import { Cors } from "../cors";
import { Unreadable } from "../json";
import { allowing, type Reply } from "../reply";
import type { Admission, Site } from "../site";
import { authenticate, keyOf } from "./access";
import { DidomiError, errorReply } from "./error";
import type { DidomiPlatform } from "./platform";
import type { Route } from "./route";
import { didomiRoutes } from "./routes";

const METHODS = ["GET", "POST", "PATCH", "DELETE", "OPTIONS"];
const TELLING = ["RateLimit", "RateLimit-Policy", "Retry-After"];

export function didomiSite(platform: DidomiPlatform): Site {
  const cors = new Cors(METHODS, () => (platform.settings.exposeHeaders ? TELLING : []));
  return {
    base: "/v1",
    endpoints: didomiRoutes.map((route) => ({
      method: route.method,
      path: route.path,
      answer: (req) => answer(platform, route, req),
    })),
    admit: (req) => admit(platform, req),
    preflight: (req) => cors.preflight(req),
    cors: (req) => cors.headers(req),
    notFound: () => errorReply(new DidomiError("NotFound", "Page not found")),
    notAllowed: (methods) =>
      allowing(errorReply(new DidomiError("MethodNotAllowed", "Method not allowed")), methods),
    failure: (error) => errorReply(toDidomiError(error)),
  };
}

/** Whoever has no session has no account to count on, and is told so much as is always true. */
function admit(platform: DidomiPlatform, req: IncomingMessage): Admission {
  const { rateLimit, clock } = platform;
  const now = clock.now();
  const key = keyOf(platform, req);
  const standing = key === null ? rateLimit.untouched(now) : rateLimit.take(key, now);
  const headers = rateLimit.headers(standing);
  if (!standing.exceeded) return { refusal: null, headers };
  const refusal = errorReply(new DidomiError("TooManyRequests", "Too many requests"));
  return { refusal, headers: [...headers, ["Retry-After", String(standing.resetSeconds)]] };
}

async function answer(platform: DidomiPlatform, route: Route, req: Request): Promise<Reply> {
  if (route.access === "public") return route.handle(await readCall(platform, null, req));
  return route.handle(await readCall(platform, authenticate(platform, req), req));
}

function toDidomiError(error: unknown): DidomiError {
  if (error instanceof DidomiError) return error;
  if (error instanceof Unreadable) return new DidomiError("BadRequest", "Invalid request body");
  return new DidomiError("GeneralError", "Internal error");
}
