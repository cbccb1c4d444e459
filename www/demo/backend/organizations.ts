import { Router } from "express";
import { textOf } from "./input";
import type { Platform } from "./platform";
import { relay } from "./relay";

/** As many as the platform gives at once. */
const PAGE = 100;

export function organizationRoutes(platform: Platform): Router {
  const router = Router();

  router.get("/", async (_req, res) => {
    relay(res, await platform.ask({ method: "GET", path: `/integrator/organizations?limit=${PAGE}` }));
  });

  router.post("/", async (req, res) => {
    const body = { name: textOf(req.body, "name"), type: textOf(req.body, "type") };
    relay(res, await platform.ask({ method: "POST", path: "/integrator/organizations", body }));
  });

  router.delete("/:address", async (req, res) => {
    const path = `/integrator/organizations/${encodeURIComponent(req.params.address)}`;
    relay(res, await platform.ask({ method: "DELETE", path }));
  });

  return router;
}
