import express, { type Router } from "express";
import { bodyOf } from "../control-body";
import { readFlag } from "../control-fields";
import type { DidomiControl } from "./control";
import {
  readIntegrationWish,
  readKeyName,
  readOrganizationChange,
  readOrganizationName,
  readSettings,
} from "./control-input";

/** `sandbox.didomi` over HTTP. */
export function didomiControlRoutes(control: DidomiControl): Router {
  const router = express.Router();

  router.get("/organizations", (_req, res) => void res.json(control.organizations()));
  router.get(
    "/organizations/:name",
    (req, res) => void res.json(control.organization(readOrganizationName(req.params.name))),
  );
  router.patch("/organizations/:name", (req, res) => {
    const name = readOrganizationName(req.params.name);
    control.change(name, readOrganizationChange(bodyOf(req)));
    res.json(control.organization(name));
  });

  router.get(
    "/organizations/:name/integrations",
    (req, res) => void res.json(control.integrations(readOrganizationName(req.params.name))),
  );
  router.post("/organizations/:name/integrations", (req, res) => {
    const name = readOrganizationName(req.params.name);
    res.json(control.addIntegration(name, readIntegrationWish(bodyOf(req))));
  });
  router.patch("/organizations/:name/integrations/:id", (req, res) => {
    const name = readOrganizationName(req.params.name);
    control.setEnabled(name, req.params.id, readFlag(bodyOf(req)["enabled"]));
    res.json(control.integrations(name));
  });

  router.get("/keys", (_req, res) => void res.json(control.keys()));
  router.post(
    "/keys/:name/tokens",
    (req, res) => void res.json({ token: control.token(readKeyName(req.params.name)) }),
  );
  router.delete("/tokens/:token", (req, res) => {
    control.revoke(req.params.token);
    res.json({});
  });

  router.get("/settings", (_req, res) => void res.json(control.settings()));
  router.patch("/settings", (req, res) => {
    control.changeSettings(readSettings(bodyOf(req)));
    res.json(control.settings());
  });
  return router;
}
