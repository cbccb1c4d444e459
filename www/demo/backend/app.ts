import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { accessOf } from "./access";
import { cloudRoutes } from "./cloud";
import { codeRoutes } from "./codes";
import { consoleRoutes } from "./console";
import { controlRoutes } from "./controls";
import { didomiRoutes } from "./didomi";
import { exportRoutes } from "./exports";
import { secure } from "./headers";
import { organizationRoutes } from "./organizations";
import { pages } from "./pages";
import { Platform } from "./platform";
import { processRoutes } from "./processes";
import { Proxies, packaged } from "./proxies";
import { quotaRoutes } from "./quota";
import { serverRoutes } from "./servers";
import { Sessions } from "./session";
import type { Stage } from "./stage";
import { voteRoutes } from "./votes";

export interface Application {
  readonly app: Express;
  /** What the back end remembers of the platforms' answers. */
  forget(): void;
}

/**
 * The company's web server: pages, and the routes they use. Who may ask for the quota is checked by the session; a real one would check who
 * may act, too.
 */
export async function createApp(stage: Stage, dist: string): Promise<Application> {
  const app = express();
  const access = accessOf(stage);
  const sessions = new Sessions();
  const proxies = new Proxies(await packaged(dist), stage, access, sessions);
  const forget = () => proxies.forget();
  const vocdoni = new Platform(access.vocdoni, forget);
  const didomi = new Platform(access.didomi, forget);
  const cloud = new Platform(access.cloud);
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(secure);
  // Before bodies are read, which the proxy does without.
  app.use("/api/quota", quotaRoutes(proxies, stage));
  app.use("/api/console", consoleRoutes(proxies, sessions, stage, dist));
  app.use("/api/didomi", didomiRoutes(proxies, sessions, didomi, stage));
  app.use("/api", express.json({ limit: "100kb" }));
  app.use("/api/organizations", organizationRoutes(vocdoni));
  app.use("/api/processes", processRoutes(vocdoni));
  app.use("/api/otp", codeRoutes(vocdoni));
  app.use("/api/votes", voteRoutes(vocdoni));
  app.use("/api/exports", exportRoutes(didomi, stage));
  app.use("/api/cloud", cloudRoutes(cloud, stage));
  app.use("/api/servers", serverRoutes(cloud));
  app.use("/demo", express.json(), controlRoutes(stage));
  app.use(sessions.pages(), pages(dist));
  app.use(failed);
  return { app, forget };
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
