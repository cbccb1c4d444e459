import { Router } from "express";
import { fieldOf } from "./input";
import { isAccount, isWeather, type Stage } from "./stage";

/** What the demo controls in the header do. No part of what a company would build. */
export function controlRoutes(stage: Stage): Router {
  const router = Router();
  const state = () => ({ account: stage.account, weather: stage.weather });

  router.get("/state", (_req, res) => void res.json(state()));

  router.put("/state", (req, res) => {
    const account = fieldOf(req.body, "account");
    const weather = fieldOf(req.body, "weather");
    if (isAccount(account)) stage.account = account;
    if (isWeather(weather)) stage.weather = weather;
    res.json(state());
  });

  router.post("/reset", (_req, res) => {
    stage.reset();
    res.json(state());
  });

  return router;
}
