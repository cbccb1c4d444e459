import { Router } from "express";
import { countOf, textOf } from "./input";
import type { Platform } from "./platform";
import { handOn } from "./relay";

const MOST_CORES = 64;

/** What the page does on the cloud; the platform has the last word. */
export function serverRoutes(platform: Platform): Router {
  const router = Router();

  router.get("/", async (_req, res) =>
    handOn(res, await platform.ask({ method: "GET", path: "/cloud/servers" })),
  );

  router.post("/", async (req, res) => {
    const body = { name: textOf(req.body, "name"), cores: countOf(req.body, "cores", MOST_CORES) };
    handOn(res, await platform.ask({ method: "POST", path: "/cloud/servers", body }));
  });

  router.delete("/:id", async (req, res) => {
    const path = `/cloud/servers/${encodeURIComponent(req.params.id)}`;
    handOn(res, await platform.ask({ method: "DELETE", path }));
  });

  return router;
}
