import { Router } from "express";
import { fieldOf } from "./input";
import { isAccount, isClient, type Stage } from "./stage";
import { isWeather } from "./weather";

/** What the demo controls in the header do. No part of what a company would build. */
export function controlRoutes(stage: Stage): Router {
  const router = Router();
  const state = () => ({
    account: stage.account,
    client: stage.client,
    weather: stage.weather,
  });

  router.get("/state", (_req, res) => void res.json(state()));

  router.put("/state", (req, res) => {
    const account = fieldOf(req.body, "account");
    const client = fieldOf(req.body, "client");
    const weather = fieldOf(req.body, "weather");
    if (isAccount(account)) stage.account = account;
    if (isClient(client)) stage.client = client;
    if (isWeather(weather)) stage.weather = weather;
    res.json(state());
  });

  router.post("/reset", (_req, res) => {
    stage.reset();
    res.json(state());
  });

  return router;
}
