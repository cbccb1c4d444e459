import express, { type Express, type Request } from "express";
import { authenticate, optionalCaller } from "./access";
import { readBody } from "./body";
import type { Control } from "./control";
import { controlRoutes } from "./control-routes";
import { ApiError } from "./errors";
import type { Exchanges } from "./exchange";
import { parseObject } from "./json";
import type { Platform } from "./platform";
import { plainError, type Reply } from "./reply";
import type { RequestLog } from "./request-log";
import type { Call, Route } from "./route";
import { routes } from "./routes";

export function createApp(
  platform: Platform,
  control: Control,
  log: RequestLog,
  exchanges: Exchanges,
): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.enable("case sensitive routing");
  app.enable("strict routing");
  app.use("/_sandbox", controlRoutes(control));
  app.use((req, _res, next) => {
    log.add(req);
    next();
  });
  for (const [path, methods] of byPath(routes)) {
    app.all(path, (req, res) => exchanges.serve(req, res, () => answer(platform, methods, req)));
  }
  app.use((req, res) => exchanges.serve(req, res, async () => plainError(404, "404 page not found")));
  return app;
}

function byPath(all: readonly Route[]): Map<string, Map<string, Route>> {
  const paths = new Map<string, Map<string, Route>>();
  for (const route of all) {
    const methods = paths.get(route.path) ?? new Map<string, Route>();
    paths.set(route.path, methods.set(route.method, route));
  }
  return paths;
}

async function answer(platform: Platform, methods: Map<string, Route>, req: Request): Promise<Reply> {
  const route = methods.get(req.method);
  if (route === undefined) return methodNotAllowed([...methods.keys()]);
  platform.now();
  // Who calls is settled before the body is read.
  if (route.access === "public") {
    const caller = optionalCaller(platform, req);
    return route.handle(await callOf(platform, caller, req, route.bodyLimit));
  }
  const caller = authenticate(platform, req, route.access);
  return route.handle(await callOf(platform, caller, req, route.bodyLimit));
}

async function callOf<C>(
  platform: Platform,
  caller: C,
  req: Request,
  bodyLimit: number | undefined,
): Promise<Call<C>> {
  const raw = await readBody(req, bodyLimit);
  return {
    platform,
    caller,
    query: new URL(req.url, "http://sandbox").searchParams,
    param: (name) => paramOf(req, name),
    body: () => parseObject(raw),
  };
}

function paramOf(req: Request, name: string): string {
  const value = req.params[name];
  if (typeof value === "string") return value;
  throw new ApiError("malformedUrlParam");
}

function methodNotAllowed(allowed: readonly string[]): Reply {
  return {
    status: 405,
    headers: allowed.map((method) => ["Allow", method] as const),
    body: Buffer.alloc(0),
  };
}
