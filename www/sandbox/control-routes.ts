import express, { type NextFunction, type Request, type Response, type Router } from "express";
import { cloudControlRoutes } from "./cloud/control-routes";
import type { Control } from "./control";
import { bodyOf } from "./control-body";
import { ControlError, readNumber } from "./control-fields";
import { readAccountChange, readAccountName, readFaultRule, readScopes, readSettings } from "./control-input";
import { didomiControlRoutes } from "./didomi/control-routes";

/** The control API over HTTP, for other processes and for pages. */
export function controlRoutes(control: Control): Router {
  const router = express.Router();
  router.use(allowPages, express.json());

  router.get("/accounts", (_req, res) => void res.json(control.accounts()));
  router.get(
    "/accounts/:name",
    (req, res) => void res.json(control.account(readAccountName(req.params.name))),
  );
  router.patch("/accounts/:name", (req, res) => {
    const name = readAccountName(req.params.name);
    control.change(name, readAccountChange(bodyOf(req)));
    res.json(control.account(name));
  });
  router.post("/accounts/:name/keys", (req, res) => {
    const key = control.issueKey(readAccountName(req.params.name), readScopes(bodyOf(req)["scopes"]));
    res.json({ key });
  });
  router.delete("/credentials/:token", (req, res) => {
    control.revoke(req.params.token);
    res.json({});
  });
  router.post("/reset", (_req, res) => {
    control.reset();
    res.json(control.accounts());
  });

  router.get("/faults", (_req, res) => void res.json(control.listFaults()));
  router.post("/faults", (req, res) => {
    control.addFault(readFaultRule(bodyOf(req)));
    res.json(control.listFaults());
  });
  router.delete("/faults", (_req, res) => {
    control.clearFaults();
    res.json([]);
  });

  router.get("/requests", (req, res) => {
    const { method, path } = req.query;
    const requests = control.requests({
      ...(typeof method === "string" ? { method } : {}),
      ...(typeof path === "string" ? { path } : {}),
    });
    res.json({ count: requests.length, requests });
  });
  router.delete("/requests", (_req, res) => {
    control.clearRequests();
    res.json({ count: 0, requests: [] });
  });

  router.get("/clock", (_req, res) => void res.json({ now: control.now() }));
  router.post("/clock", (req, res) => {
    control.advance(readNumber(bodyOf(req)["advanceMs"]));
    res.json({ now: control.now() });
  });
  router.get("/settings", (_req, res) => void res.json(control.settings()));
  router.patch("/settings", (req, res) => {
    control.changeSettings(readSettings(bodyOf(req)));
    res.json(control.settings());
  });
  router.get("/routes", (_req, res) => void res.json(control.routes()));

  router.use("/didomi", didomiControlRoutes(control.didomi));
  router.use("/cloud", cloudControlRoutes(control.cloud));

  router.use((_req, res) => void res.status(404).json({ error: "no such control" }));
  router.use(explain);
  return router;
}

/** Pages of any origin may steer the sandbox: it holds nothing of worth. */
function allowPages(req: Request, res: Response, next: NextFunction): void {
  res.set("Access-Control-Allow-Origin", "*");
  res.set("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE");
  res.set("Access-Control-Allow-Headers", "Content-Type");
  if (req.method === "OPTIONS") res.status(204).end();
  else next();
}

function explain(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  if (res.headersSent) next(error);
  else if (error instanceof ControlError) res.status(400).json({ error: error.message });
  else res.status(400).json({ error: error instanceof Error ? error.message : "unreadable request" });
}
