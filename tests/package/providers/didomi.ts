import { type DidomiUsage, didomi as provider } from "quota-gate";
import type { AnyProvider, Numbers, Subject } from "./subject.js";

const given = (name: string, value: number | null | undefined) => (value == null ? {} : { [name]: value });

/** A limit that isn't said would be assumed; a text says that it isn't known. */
const record = ([configs, first]: readonly Numbers[]) => ({
  id: "quota",
  organization_id: "acme",
  exports_configs: configs?.limit ?? "?",
  exports_destinations: first?.limit ?? "?",
});

const usage = ([configs, first, second]: readonly Numbers[]): DidomiUsage => ({
  ...given("exportConfigs", configs?.used),
  exportDestinations: { ...given("one", first?.used), ...given("other", second?.used) },
});

/** Both configurations have the limit of the first: the platform says it once. */
export const didomi: Subject = {
  name: "didomi",
  rooms: [
    { resource: "exportConfigs", settleAfter: 0 },
    { resource: "exportDestinations", scope: "one", settleAfter: 0 },
    { resource: "exportDestinations", scope: "other", settleAfter: 0 },
  ],
  doings: [
    { action: "enableExportConfig", params: {}, takes: [[0, 1]] },
    { action: "attachExportDestination", params: { configId: "one" }, takes: [[1, 1]] },
    { action: "attachExportDestination", params: { configId: "other" }, takes: [[2, 1]] },
  ],
  knowsUnlimited: false,
  over: (numbers) =>
    provider({
      organizationId: "acme",
      path: "",
      source: async () => ({ data: [record(numbers)], total: 1, limit: 50, skip: 0 }),
      usage: async () => usage(numbers),
    }) as unknown as AnyProvider,
};
