import { resolve } from "node:path";
import express, { Router } from "express";
import { scripts } from "./scripts";

const SITE = resolve(import.meta.dirname, "../site");

/** The pages, their scripts, and the package as npm would deliver it. */
export function pages(dist: string): Router {
  const router = Router();
  const files = { cacheControl: false, etag: false, lastModified: false, index: false } as const;
  router.get("/", (_req, res) => res.sendFile("portal.html", { root: SITE, ...files }));
  router.get("/console", (_req, res) => res.sendFile("console.html", { root: SITE, ...files }));
  router.use("/app", scripts(resolve(SITE, "app")));
  router.use("/style", express.static(resolve(SITE, "style"), files));
  router.use("/quota-gate", express.static(dist, files));
  return router;
}
