import type { JsonObject } from "../json";
import { type Integration, isBatchExport } from "./integration";
import { QuotaRecord } from "./quota-record";
import type { OrganizationName, OrganizationSeed } from "./seeds";

/** A customer of Didomi: its limits, what it has paid for, and what it has set up. */
export class Organization {
  readonly name: OrganizationName;
  readonly title: string;
  readonly quotas: QuotaRecord;
  readonly premium: Map<string, boolean>;
  readonly integrations = new Map<string, Integration>();

  constructor(seed: OrganizationSeed, now: number) {
    const { name, title, limits, premium } = seed;
    this.name = name;
    this.title = title;
    this.quotas = new QuotaRecord({ id: `quota-of-${name}`, organizationId: name }, limits, now);
    this.premium = new Map(Object.entries(premium));
  }

  /** What exports_configs limits. */
  get enabledExports(): number {
    const counts = ({ enabled, typeId }: Integration) => enabled && isBatchExport(typeId);
    return [...this.integrations.values()].filter(counts).length;
  }

  premiumInfo(): JsonObject {
    return {
      id: `premium-features-of-${this.name}`,
      organization_id: this.name,
      ...Object.fromEntries(this.premium),
    };
  }
}
