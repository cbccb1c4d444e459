import { createRequestListener } from "@remix-run/node-fetch-server";
import { Router } from "express";
import { allIntegrations, isRefused } from "./integrations";
import type { Platform } from "./platform";
import type { Proxies } from "./proxies";
import { relay } from "./relay";
import type { Sessions } from "./session";
import type { Stage } from "./stage";

/** What the gate reads: three lists of the platform, and what only the company can count. */
export function didomiRoutes(proxies: Proxies, sessions: Sessions, platform: Platform, stage: Stage): Router {
  const router = Router();

  router.get("/account", (_req, res) => {
    const { client } = stage;
    res.json({ organizationId: client, identity: stage.identity(client) });
  });

  router.get("/usage", sessions.only("customer"), async (_req, res) => {
    const found = await allIntegrations(platform, stage);
    if (isRefused(found)) return relay(res, found);
    const attached = found.map(({ id, destinations }) => [id, destinations.length]);
    res.json({ exportDestinations: Object.fromEntries(attached) });
  });

  router.use(createRequestListener(proxies.exports));

  return router;
}
