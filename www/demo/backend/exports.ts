import { Router } from "express";
import { flagOf, textOf } from "./input";
import { allIntegrations, type Integration, isRefused } from "./integrations";
import { type Answer, ownAnswer, type Platform, succeeded } from "./platform";
import { relay } from "./relay";
import type { Stage } from "./stage";

/** What the page does with a client's exports; the platform has the last word. */
export function exportRoutes(platform: Platform, stage: Stage): Router {
  const router = Router();
  const change = async (method: "POST" | "PATCH", path: string, body: unknown) =>
    quiet(await platform.ask({ method, path: `/v1/marketplace/integrations${path}`, body }));

  router.get("/", async (_req, res) => {
    const found = await allIntegrations(platform, stage);
    if (isRefused(found)) return relay(res, found);
    res.json({ exports: found.filter(({ type_id }) => type_id.startsWith("batch-exports-")).map(shown) });
  });

  router.post("/", async (req, res) => {
    const body = { type_id: textOf(req.body, "type"), properties: { frequency: 1 } };
    relay(res, await change("POST", `?organization_id=${stage.client}`, body));
  });

  router.put("/:id", async (req, res) => {
    const path = `/${encodeURIComponent(req.params.id)}`;
    relay(res, await change("PATCH", path, { enabled: flagOf(req.body, "enabled") }));
  });

  router.post("/:id/destinations", async (req, res) => {
    const path = `/${encodeURIComponent(req.params.id)}/destinations`;
    relay(res, await change("POST", path, { name: textOf(req.body, "name") }));
  });

  return router;
}

function shown({ id, type_id, enabled }: Integration) {
  return { id, type: type_id, enabled };
}

/** Done is all that a page needs to know: what was changed is answered whole, credentials included. */
function quiet(answer: Answer): Answer {
  return succeeded(answer) ? ownAnswer(answer.status, {}) : answer;
}
