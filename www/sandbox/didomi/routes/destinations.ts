import { text } from "../../json";
import { compactJson } from "../../reply";
import { DidomiError } from "../error";
import { destinationInfo } from "../integration";
import { requireDestination } from "../refusal";
import type { Route } from "../route";
import { integrationOf } from "./integrations";

const attach: Route = {
  method: "POST",
  path: "/v1/marketplace/integrations/:id/destinations",
  basis: "assumed",
  access: "token",
  handle(call) {
    const name = text(call.body(), "name");
    const { organization, integration } = integrationOf(call);
    if (name === "") throw new DidomiError("BadRequest", "name is required");
    requireDestination(organization, integration);
    return compactJson(destinationInfo(integration, call.platform.addDestination(integration, name)), 201);
  },
};

const detach: Route = {
  method: "DELETE",
  path: "/v1/marketplace/integrations/:id/destinations/:destinationId",
  basis: "assumed",
  access: "token",
  handle(call) {
    const { integration } = integrationOf(call);
    const id = call.param("destinationId");
    const destination = integration.destinations.get(id);
    if (destination === undefined) throw new DidomiError("NotFound", `No record found for id '${id}'`);
    integration.destinations.delete(id);
    return compactJson(destinationInfo(integration, destination));
  },
};

export const destinationRoutes: readonly Route[] = [attach, detach];
