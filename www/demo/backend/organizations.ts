import { Router } from "express";
import { textOf } from "./input";
import { type Answer, jsonOf, ownAnswer, type Platform, succeeded } from "./platform";
import { relay } from "./relay";

/** As many as the platform gives at once. */
const PAGE = 100;

export function listOrganizations(platform: Platform): Promise<Answer> {
  return platform.ask({ method: "GET", path: `/integrator/organizations?limit=${PAGE}` });
}

export function organizationRoutes(platform: Platform): Router {
  const router = Router();

  router.get("/", async (_req, res) => {
    relay(res, shown(await listOrganizations(platform)));
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

/** The platform tells what each has used, too: of that a customer's page could read what the contract's numbers are. */
function shown(answer: Answer): Answer {
  if (!succeeded(answer)) return answer;
  const list = jsonOf(answer)["organizations"] as readonly Organization[];
  const organizations = list.map(({ address, type, createdAt, name }) => ({
    address,
    type,
    createdAt,
    name,
  }));
  return ownAnswer(answer.status, { organizations });
}

interface Organization {
  readonly address: string;
  readonly type: string;
  readonly createdAt: string;
  readonly name?: unknown;
}
