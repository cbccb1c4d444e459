import { Router } from "express";
import type { Platform } from "./platform";
import { relay } from "./relay";
import type { Stage } from "./stage";

/** What the gate reads. A key with the scope quota:read is all this takes. */
export function quotaRoutes(platform: Platform, stage: Stage): Router {
  const router = Router();
  router.get("/", async (_req, res) => {
    relay(res, await platform.ask({ method: "GET", path: "/integrator" }));
  });
  // The gate never guesses the environment, nor whose quota it is; the company knows.
  router.get("/account", (_req, res) => {
    res.json({ environment: stage.environment, identity: stage.identity() });
  });
  return router;
}
