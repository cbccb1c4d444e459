import type { JsonObject } from "../json";

export interface Destination {
  readonly id: string;
  readonly name: string;
}

/** What an organization's data leaves by: a batch export, an analytics export, a webhook. */
export interface Integration {
  readonly id: string;
  readonly organizationId: string;
  readonly typeId: string;
  enabled: boolean;
  readonly authentication: JsonObject;
  readonly properties: JsonObject;
  readonly mappings: readonly unknown[];
  readonly destinations: Map<string, Destination>;
}

/** The `export configs` of the quotas: `batch-exports-s3`, `batch-exports-gcp`. */
export function isBatchExport(typeId: string): boolean {
  return typeId.startsWith("batch-exports-");
}

export function integrationInfo(integration: Integration): JsonObject {
  const { id, typeId, enabled, authentication, properties, mappings, destinations } = integration;
  return {
    id,
    organization_id: integration.organizationId,
    type_id: typeId,
    enabled,
    authentication,
    properties,
    mappings,
    destinations: [...destinations.keys()],
  };
}

export function destinationInfo(integration: Integration, { id, name }: Destination): JsonObject {
  return { id, organization_id: integration.organizationId, integration_id: integration.id, name };
}
