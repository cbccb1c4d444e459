import express, { type Express, type Request } from "express";
import type { Control } from "./control";
import { controlRoutes } from "./control-routes";
import type { Exchanges } from "./exchange";
import type { Reply } from "./reply";
import type { RequestLog } from "./request-log";
import { type Endpoint, type Site, siteAt } from "./site";

/** The platforms' sites, under one another's paths; the first that a path is under has it. */
export function createApp(
  sites: readonly Site[],
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
  for (const site of sites) {
    for (const [path, methods] of byPath(site.endpoints)) {
      app.all(path, (req, res) => exchanges.serve(site, req, res, () => answer(site, methods, req)));
    }
  }
  app.use((req, res) => {
    const site = siteAt(sites, req.path);
    return exchanges.serve(site, req, res, async () => site.notFound());
  });
  return app;
}

function byPath(all: readonly Endpoint[]): Map<string, Map<string, Endpoint>> {
  const paths = new Map<string, Map<string, Endpoint>>();
  for (const endpoint of all) {
    const methods = paths.get(endpoint.path) ?? new Map<string, Endpoint>();
    paths.set(endpoint.path, methods.set(endpoint.method, endpoint));
  }
  return paths;
}

async function answer(site: Site, methods: Map<string, Endpoint>, req: Request): Promise<Reply> {
  const endpoint = methods.get(req.method);
  return endpoint === undefined ? site.notAllowed([...methods.keys()]) : endpoint.answer(req);
}
