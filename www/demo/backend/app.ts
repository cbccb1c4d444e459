import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { accessOf } from "./access";
import { cloudRoutes } from "./cloud";
import { codeRoutes } from "./codes";
import { controlRoutes } from "./controls";
import { didomiRoutes } from "./didomi";
import { exportRoutes } from "./exports";
import { secure } from "./headers";
import { organizationRoutes } from "./organizations";
import { pages } from "./pages";
import { Platform } from "./platform";
import { processRoutes } from "./processes";
import { quotaRoutes } from "./quota";
import { serverRoutes } from "./servers";
import type { Stage } from "./stage";
import { voteRoutes } from "./votes";

/**
 * The company's web server: pages, and the routes they use. A real one would first check whose session it is: who may
 * ask for the quota, and who may act.
 */
export function createApp(stage: Stage, dist: string): Express {
  const app = express();
  const access = accessOf(stage);
  const vocdoni = new Platform(access.vocdoni);
  const didomi = new Platform(access.didomi);
  const cloud = new Platform(access.cloud);
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(secure);
  app.use("/api", express.json({ limit: "100kb" }));
  app.use("/api/quota", quotaRoutes(vocdoni, stage, dist));
  app.use("/api/organizations", organizationRoutes(vocdoni));
  app.use("/api/processes", processRoutes(vocdoni));
  app.use("/api/otp", codeRoutes(vocdoni));
  app.use("/api/votes", voteRoutes(vocdoni));
  app.use("/api/didomi", didomiRoutes(didomi, stage));
  app.use("/api/exports", exportRoutes(didomi, stage));
  app.use("/api/cloud", cloudRoutes(cloud, stage));
  app.use("/api/servers", serverRoutes(cloud));
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
