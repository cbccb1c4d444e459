import { Router } from "express";
import type { Platform } from "./platform";
import { relay } from "./relay";
import { remembered } from "./remembered";
import type { Stage } from "./stage";

/** What the gate reads. A key with the scope quota:read is all this takes. */
export function quotaRoutes(platform: Platform, stage: Stage, dist: string): Router {
  const router = Router();
  router.get("/", async (_req, res) => {
    const { account, history } = stage;
    const answer = await platform.ask({ method: "GET", path: "/integrator" });
    history.see(account, answer, Date.now());
    relay(res, answer);
  });
  // The gate never guesses the environment, nor whose quota it is; the company knows.
  router.get("/account", (_req, res) => {
    res.json({ environment: stage.environment, identity: stage.identity() });
  });
  // For the company's own staff: what was answered before, and what a gate makes of it.
  router.get("/history", async (_req, res) => {
    const { account, environment, history } = stage;
    const samples = history.of(account);
    const state = await remembered(samples, { environment, identity: stage.identity() }, dist);
    res.json({ samples, madeUpUntil: history.since, state });
  });
  return router;
}
