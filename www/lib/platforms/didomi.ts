import { counting, invalid, optionalFunction, textOf } from "../options.js";
import { type Platform, provide } from "../provider.js";
import { shapeOf } from "../reply.js";
import type { DidomiActions, DidomiIntegration, DidomiOptions, DidomiResource, Provider } from "../types.js";
import { taught } from "./taught.js";

/** The names stand in the order of src/platform/didomi.rs; a test compares them. */
const actions: Platform["actions"] = {
  enableExportConfig: { count: "amount" },
  attachExportDestination: { count: "amount", configId: "scope" },
};
const resources = ["exportConfigs", "exportDestinations"] as const;

export function didomi(options: DidomiOptions): Provider<DidomiActions, DidomiResource> {
  const { organizationId, usage, integrations, premiumFeature, refusal, ...endpoint } = options;
  const organization = textOf("organizationId", organizationId, 'the id of an organization, such as "acme"');
  const count = counting(usage);
  const list = listOf(integrations, endpoint.path === "" || count !== undefined);
  const feature = featureOf(premiumFeature, endpoint.path === "");
  return provide({
    name: "didomi",
    resources,
    actions,
    settings: {
      platform: "didomi",
      organizationId: organization,
      feature: feature?.name,
      integrations: list && (list.counts ? "marked" : "batch"),
      counts: count !== undefined,
    },
    parts: [
      { path: "/quotas" },
      { path: feature?.path ?? "" },
      { path: list?.path ?? "", pick: list?.counts && marking(list.counts) },
      { count: count ?? nobody },
    ],
    endpoint,
    enforced: true,
    // "100 requests every 15 seconds", shared by all of an organization's keys.
    rate: { requests: 100, within: 15_000 },
    refusal: taught(resources, refusal),
  });
}

interface List {
  readonly path: string;
  readonly counts: ((integration: DidomiIntegration) => boolean) | undefined;
}

/** An address that is the whole one has nothing beside it; and who counts doesn't need the list. */
const listOf = (given: DidomiOptions["integrations"], unasked: boolean): List | undefined => {
  if (given === false || (given === undefined && unasked)) return undefined;
  const { path = "/marketplace/integrations", counts } = objectOf("integrations", given);
  return {
    path: textOf("integrations.path", path, 'a path below baseUrl, such as "/marketplace/integrations"'),
    counts: optionalFunction("integrations.counts", counts),
  };
};

const featureOf = (
  given: DidomiOptions["premiumFeature"],
  unasked: boolean,
): { readonly path: string; readonly name: string } | undefined => {
  if (given === false || (given === undefined && unasked)) return undefined;
  const { path = "/premium-features", name = "batch_exports" } = objectOf("premiumFeature", given);
  return {
    path: textOf("premiumFeature.path", path, 'a path below baseUrl, such as "/premium-features"'),
    name: textOf("premiumFeature.name", name, 'the name of a flag, such as "batch_exports"'),
  };
};

const objectOf = <T extends object>(name: string, given: T | undefined): Partial<T> => {
  if (given === undefined) return {};
  if (typeof given === "object" && given !== null) return given;
  throw invalid(name, "an object or false", given);
};

/** Of an integration nobody gets to see more than this: the rest may be credentials. */
const marking = (counts: (integration: DidomiIntegration) => boolean) => {
  const marked = (item: unknown) => {
    const { id, organization_id, type_id, enabled } = shapeOf(item);
    const known = {
      id: typeof id === "string" ? id : null,
      typeId: typeof type_id === "string" ? type_id : null,
      enabled: typeof enabled === "boolean" ? enabled : null,
    };
    return { id, organization_id, counts: counts(known) === true };
  };
  return (body: unknown): unknown => {
    if (Array.isArray(body)) return body.map(marked);
    const { data, total } = shapeOf(body);
    return { data: Array.isArray(data) ? data.map(marked) : data, total };
  };
};

const nobody = async (): Promise<unknown> => undefined;
