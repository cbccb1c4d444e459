import { createRequestListener } from "@remix-run/node-fetch-server";
import { Router } from "express";
import type { Proxies } from "./proxies";
import type { Stage } from "./stage";

/** What the gate of a customer's page reads. */
export function quotaRoutes(proxies: Proxies, stage: Stage): Router {
  const router = Router();
  router.all("/", createRequestListener(proxies.votes));
  // The gate never guesses the environment, nor whose quota it is; the company knows.
  router.get("/account", (_req, res) => {
    res.json({ environment: stage.environment, identity: stage.identity() });
  });
  return router;
}
