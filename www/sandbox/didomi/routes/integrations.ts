import { flag, list as items, type JsonObject, object, text } from "../../json";
import { compactJson } from "../../reply";
import { DidomiError } from "../error";
import { type Integration, integrationInfo } from "../integration";
import { organizationsAsked, page } from "../list";
import type { Organization } from "../organization";
import { requireConfig, requirePremium } from "../refusal";
import type { Call, Route } from "../route";

const list: Route = {
  method: "GET",
  path: "/v1/marketplace/integrations",
  basis: "assumed",
  access: "token",
  handle(call) {
    const all = organizationsAsked(call).flatMap(({ integrations }) => [...integrations.values()]);
    return page(call, all.map(integrationInfo));
  },
};

const create: Route = {
  method: "POST",
  path: "/v1/marketplace/integrations",
  basis: "documented",
  access: "token",
  handle(call) {
    const request = call.body();
    const organization = organizationOf(call, request);
    const typeId = text(request, "type_id");
    if (typeId === "") throw new DidomiError("BadRequest", "type_id is required");
    const enabled = enabledOf(request) ?? true;
    requirePremium(organization, typeId);
    if (enabled) requireConfig(organization, typeId);
    const integration = call.platform.addIntegration(organization, {
      typeId,
      enabled,
      authentication: object(request, "authentication") ?? {},
      properties: object(request, "properties") ?? {},
      mappings: items(request, "mappings"),
    });
    return compactJson(integrationInfo(integration), 201);
  },
};

const update: Route = {
  method: "PATCH",
  path: "/v1/marketplace/integrations/:id",
  basis: "assumed",
  access: "token",
  handle(call) {
    const enabled = enabledOf(call.body());
    const { organization, integration } = integrationOf(call);
    if (enabled === true && !integration.enabled) {
      requirePremium(organization, integration.typeId);
      requireConfig(organization, integration.typeId);
    }
    integration.enabled = enabled ?? integration.enabled;
    return compactJson(integrationInfo(integration));
  },
};

const remove: Route = {
  method: "DELETE",
  path: "/v1/marketplace/integrations/:id",
  basis: "assumed",
  access: "token",
  handle(call) {
    const { organization, integration } = integrationOf(call);
    organization.integrations.delete(integration.id);
    return compactJson(integrationInfo(integration));
  },
};

function enabledOf(request: JsonObject): boolean | null {
  return request["enabled"] == null ? null : flag(request, "enabled");
}

/** In the query, or in the body, as an earlier copy of the tutorials has it. */
function organizationOf({ caller, query }: Call, request: JsonObject): Organization {
  const wanted = query.get("organization_id") ?? text(request, "organization_id");
  if (wanted === "") throw new DidomiError("BadRequest", "organization_id is required");
  const organization = caller.organizations.find(({ name }) => name === wanted);
  if (organization === undefined) {
    throw new DidomiError("Forbidden", `You do not have access to the organization '${wanted}'`);
  }
  return organization;
}

/** Of another's organization it is told what it would be of none. */
export function integrationOf({ caller, param }: Call): {
  readonly organization: Organization;
  readonly integration: Integration;
} {
  const id = param("id");
  for (const organization of caller.organizations) {
    const integration = organization.integrations.get(id);
    if (integration !== undefined) return { organization, integration };
  }
  throw new DidomiError("NotFound", `No record found for id '${id}'`);
}

export const integrationRoutes: readonly Route[] = [list, create, update, remove];
