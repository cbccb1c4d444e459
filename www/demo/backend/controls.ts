import { Router } from "express";
import { isBreakage } from "./breakage";
import { fieldOf } from "./input";
import { isAccount, isClient, type Stage } from "./stage";

/** What the demo controls in the header do. No part of what a company would build. */
export function controlRoutes(stage: Stage): Router {
  const router = Router();
  const state = () => ({
    account: stage.account,
    client: stage.client,
    broken: stage.broken,
  });

  router.get("/state", (_req, res) => void res.json(state()));

  router.put("/state", (req, res) => {
    const account = fieldOf(req.body, "account");
    const client = fieldOf(req.body, "client");
    const broken = fieldOf(req.body, "broken");
    if (isAccount(account)) stage.account = account;
    if (isClient(client)) stage.client = client;
    if (broken === null || isBreakage(broken)) stage.broken = broken;
    res.json(state());
  });

  router.post("/reset", (_req, res) => {
    stage.reset();
    res.json(state());
  });

  return router;
}
