import { DidomiError } from "./error";
import { type Integration, isBatchExport } from "./integration";
import type { Organization } from "./organization";
import type { EnforcedQuota } from "./quota-record";

/** Refused as an export is created, whether enabled or not, and as it is enabled. */
export function requirePremium({ premium }: Organization, typeId: string): void {
  const feature = premiumFeature(typeId);
  if (feature === null || premium.get(feature) === true) return;
  throw new DidomiError("Forbidden", `Premium feature required: ${feature}`);
}

/** Refused as a batch export is enabled, or created so. */
export function requireConfig({ quotas, enabledExports }: Organization, typeId: string): void {
  if (isBatchExport(typeId)) requireRoom("exports_configs", enabledExports, quotas.limit("exports_configs"));
}

export function requireDestination({ quotas }: Organization, { destinations }: Integration): void {
  requireRoom("exports_destinations", destinations.size, quotas.limit("exports_destinations"));
}

/** Nowhere is written what Didomi answers here. */
function requireRoom(quota: EnforcedQuota, used: number, limit: number): void {
  if (used + 1 > limit) throw new DidomiError("Forbidden", `Quota exceeded: ${quota}`);
}

function premiumFeature(typeId: string): string | null {
  if (isBatchExport(typeId)) return "batch_exports";
  return typeId.startsWith("analytics-exports-") ? "batch_exports_analytics" : null;
}
