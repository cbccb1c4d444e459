import { limitOf, type Numbers, TOO_LARGE, usageOf, usedOf } from "../numbers.js";
import type { Answers } from "./index.js";

/** The parts of an answer, by their places in src/platform/didomi.rs; the list of integrations isn't asked for. */
const QUOTAS = 0;
const FEATURES = 1;

/** One page of a list, and that is all. */
const listOf = (...data: readonly unknown[]) => ({ data, total: data.length });

/** What isn't said would be the documented default; null says that it isn't known. */
const limit = (numbers: Numbers, resource: string): number | null => {
  const value = limitOf(numbers, resource);
  return value === Number.POSITIVE_INFINITY ? TOO_LARGE : value;
};

/** Its own record's ids; of one number, all that anybody has asked about. */
const destinations = (numbers: Numbers, met: ReadonlySet<string>): Readonly<Record<string, number>> => {
  const used = usageOf(numbers, "exportDestinations");
  if (used === null) return {};
  return typeof used === "object" ? used : Object.fromEntries([...met].map((id) => [id, used]));
};

/** All usage is counted, whatever the provider would list or count: it is the set numbers. */
export const didomi: Answers = (real) => {
  const { organizationId, feature } = real.settings;
  // Nobody has to be spared.
  const { rate: _, ...platform } = real;
  const own = { id: "quota", organization_id: organizationId };
  return {
    platform: { ...platform, settings: { ...real.settings, integrations: undefined, counts: true } },
    saysEnabled: typeof feature === "string",
    scoped: "exportDestinations",
    scopeOf: (params) =>
      typeof params === "object" && params !== null && "configId" in params ? params.configId : undefined,
    body(part, numbers, met) {
      if (part === QUOTAS) {
        return listOf({
          ...own,
          exports_configs: limit(numbers, "exportConfigs"),
          exports_destinations: limit(numbers, "exportDestinations"),
        });
      }
      if (part === FEATURES) {
        return listOf({ ...own, [String(feature)]: numbers.enabled });
      }
      const configs = usedOf(numbers, "exportConfigs");
      return {
        ...(configs !== null && { exportConfigs: configs }),
        exportDestinations: destinations(numbers, met),
      };
    },
  };
};
