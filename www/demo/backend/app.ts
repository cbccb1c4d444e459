import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { codeRoutes } from "./codes";
import { controlRoutes } from "./controls";
import { secure } from "./headers";
import { organizationRoutes } from "./organizations";
import { pages } from "./pages";
import { Platform } from "./platform";
import { processRoutes } from "./processes";
import { quotaRoutes } from "./quota";
import type { Stage } from "./stage";
import { voteRoutes } from "./votes";

/**
 * The company's web server: pages, and the routes they use. A real one would first check whose session it is: who may
 * ask for the quota, and who may act.
 */
export function createApp(stage: Stage, dist: string): Express {
  const app = express();
  const platform = new Platform(stage);
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(secure);
  app.use("/api", express.json({ limit: "100kb" }));
  app.use("/api/quota", quotaRoutes(platform, stage));
  app.use("/api/organizations", organizationRoutes(platform));
  app.use("/api/processes", processRoutes(platform));
  app.use("/api/otp", codeRoutes(platform));
  app.use("/api/votes", voteRoutes(platform));
  app.use("/demo", express.json(), controlRoutes(stage));
  app.use(pages(dist));
  app.use(failed);
  return app;
}

function failed(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  if (res.headersSent) {
    next(error);
    return;
  }
  const status = statusOf(error);
  if (status >= 500) console.error(error);
  res.status(status).json({ error: status < 500 ? "the request can't be read" : "something went wrong" });
}

function statusOf(error: unknown): number {
  if (!(error instanceof Error) || !("status" in error)) return 500;
  return typeof error.status === "number" ? error.status : 500;
}
