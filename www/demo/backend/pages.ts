import { resolve } from "node:path";
import express, { Router } from "express";
import { pageOf } from "./page";
import { scripts } from "./scripts";
import { vendor } from "./vendor";
import { wirings } from "./wirings";

const SITE = resolve(import.meta.dirname, "../site");
const WIRINGS = resolve(import.meta.dirname, "../wirings");
/** What scripts/lib/wirings.mjs makes of them. */
const BUILT = resolve(import.meta.dirname, "../../../build/demo");

/** Each page's file, and the platform that its company is on, by the address of that platform's first page. */
const PAGES = [
  { path: "/", file: "portal.html", platform: "/" },
  { path: "/console", file: "console.html", platform: "/" },
  { path: "/exports", file: "exports.html", platform: "/exports" },
  { path: "/servers", file: "servers.html", platform: "/servers" },
] as const;

/** The pages, their scripts, and the package as npm would deliver it. */
export function pages(dist: string): Router {
  const router = Router();
  const files = { cacheControl: false, etag: false, lastModified: false, index: false } as const;
  for (const page of PAGES) {
    router.get(page.path, (_req, res) => void res.type("html").send(pageOf(SITE, page)));
  }
  router.use(wirings(SITE, WIRINGS, BUILT));
  // What a page shows of its own scripts.
  router.get("/source/cloud-description.ts", (_req, res) =>
    res.type("text/plain").sendFile("app/cloud-description.ts", { root: SITE, ...files }),
  );
  router.use("/app", scripts(resolve(SITE, "app")));
  router.use("/style", express.static(resolve(SITE, "style"), files));
  router.use("/vendor", vendor());
  router.use("/quota-gate", express.static(dist, files));
  return router;
}
