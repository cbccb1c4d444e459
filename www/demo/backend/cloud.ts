import { Router } from "express";
import type { Platform } from "./platform";
import { handOn } from "./relay";
import type { Stage } from "./stage";

/** What the gate reads, and what else the page does that isn't a server. */
export function cloudRoutes(platform: Platform, stage: Stage): Router {
  const router = Router();
  const { tenant } = stage.sandbox.cloud.state();

  router.get("/account", (_req, res) => void res.json({ identity: stage.identity(tenant) }));

  router.get("/quota", async (_req, res) =>
    handOn(res, await platform.ask({ method: "GET", path: `/cloud/quota-sets/${tenant}/detail` })),
  );

  router.post("/addresses", async (_req, res) =>
    handOn(res, await platform.ask({ method: "POST", path: "/cloud/floating-ips" })),
  );

  return router;
}
