import { type Request as PageRequest, Router } from "express";
import { allIntegrations, isRefused, type Page } from "./integrations";
import { type Answer, ownAnswer, type Platform, succeeded } from "./platform";
import { relay } from "./relay";
import type { Stage } from "./stage";

/** What the gate reads: three lists of the platform, and what only the company can count. */
export function didomiRoutes(platform: Platform, stage: Stage): Router {
  const router = Router();
  const list = (path: string, req: PageRequest) =>
    platform.ask({ method: "GET", path: `/v1${path}?${queryOf(req, stage)}` });

  router.get("/account", (_req, res) => {
    const { client } = stage;
    res.json({ organizationId: client, identity: stage.identity(client) });
  });

  router.get("/quotas", async (req, res) => relay(res, await list("/quotas", req)));

  router.get("/premium-features", async (req, res) => relay(res, await list("/premium-features", req)));

  router.get("/marketplace/integrations", async (req, res) =>
    relay(res, counted(await list("/marketplace/integrations", req))),
  );

  router.get("/usage", async (_req, res) => {
    const found = await allIntegrations(platform, stage);
    if (isRefused(found)) return relay(res, found);
    const attached = found.map(({ id, destinations }) => [id, destinations.length]);
    res.json({ exportDestinations: Object.fromEntries(attached) });
  });

  return router;
}

/** Whose organization it is, the company says, and not the page. */
function queryOf({ query }: PageRequest, { client }: Stage): URLSearchParams {
  const asked = new URLSearchParams({ organization_id: client });
  for (const name of ["$limit", "$skip"]) {
    const value = query[name];
    if (typeof value === "string") asked.set(name, value);
  }
  return asked;
}

/** Integrations hold the credentials of their destinations: a page gets what it counts by, and nothing else. */
function counted(answer: Answer): Answer {
  if (!succeeded(answer)) return answer;
  const { data, total } = JSON.parse(answer.body) as Page;
  const left = data.map(({ id, organization_id, type_id, enabled }) => ({
    id,
    organization_id,
    type_id,
    enabled,
  }));
  return { ...answer, ...ownAnswer(answer.status, { data: left, total }) };
}
