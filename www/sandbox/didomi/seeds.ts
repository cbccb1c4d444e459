export const ORGANIZATION_NAMES = [
  "media-group",
  "at-limit",
  "many",
  "no-record",
  "not-premium",
  "zero",
] as const;

export type OrganizationName = (typeof ORGANIZATION_NAMES)[number];

export interface IntegrationSeed {
  readonly typeId: string;
  readonly enabled: boolean;
  readonly destinations: number;
}

/** How an organization starts out, and what a reset returns it to. */
export interface OrganizationSeed {
  readonly name: OrganizationName;
  readonly title: string;
  /** Null is no record at all. */
  readonly limits: Readonly<Record<string, number>> | null;
  readonly premium: Readonly<Record<string, boolean>>;
  readonly integrations: readonly IntegrationSeed[];
}

/** Didomi's default values; those of secrets and metadata are known at second hand only. */
const LIMITS: Readonly<Record<string, number>> = {
  scraper_enabled_properties: 250,
  parallel_notices_deployments: 3,
  exports_configs: 3,
  exports_destinations: 2,
  consent_proof_reports: 10,
  metadata_purposes: 300,
  metadata_partners: 500,
  secrets: 300,
};

const PREMIUM: Readonly<Record<string, boolean>> = {
  batch_exports: true,
  batch_exports_analytics: true,
  batch_exports_manual_run: false,
  consents_api: true,
  integrations: false,
  integrations_v2: true,
};

const S3: IntegrationSeed = { typeId: "batch-exports-s3", enabled: true, destinations: 1 };
const GCP: IntegrationSeed = { ...S3, typeId: "batch-exports-gcp" };
const ANALYTICS: IntegrationSeed = { ...S3, typeId: "analytics-exports-s3" };
const WEBHOOK: IntegrationSeed = { typeId: "webhook-http", enabled: true, destinations: 0 };
const off = (seed: IntegrationSeed): IntegrationSeed => ({ ...seed, enabled: false });

/** Of thirteen, twelve count: what doesn't is found on every page. */
const THIRTEEN = [WEBHOOK, S3, S3, S3, S3, GCP, GCP, GCP, S3, S3, S3, S3, GCP];

type Start = Omit<OrganizationSeed, "name">;

const STARTS: Readonly<Record<OrganizationName, Start>> = {
  "media-group": {
    title: "Media group, one export left",
    limits: LIMITS,
    premium: PREMIUM,
    integrations: [S3, GCP, off(S3), ANALYTICS, WEBHOOK],
  },
  "at-limit": {
    title: "All exports enabled, one with all its destinations",
    limits: LIMITS,
    premium: PREMIUM,
    integrations: [{ ...S3, destinations: 2 }, S3, GCP],
  },
  many: {
    title: "More integrations than a page holds",
    limits: { ...LIMITS, exports_configs: 150 },
    premium: PREMIUM,
    integrations: Array.from({ length: 10 }, (_, i) =>
      i % 2 === 0 ? THIRTEEN : [off(S3), ...THIRTEEN.slice(1)],
    ).flat(),
  },
  "no-record": {
    title: "No quota record",
    limits: null,
    premium: PREMIUM,
    integrations: [S3],
  },
  "not-premium": {
    title: "Batch exports not bought",
    limits: LIMITS,
    premium: { ...PREMIUM, batch_exports: false, batch_exports_analytics: false },
    integrations: [WEBHOOK],
  },
  zero: {
    title: "A limit of no export",
    limits: { ...LIMITS, exports_configs: 0 },
    premium: PREMIUM,
    integrations: [off(S3)],
  },
};

export function organizationSeed(name: OrganizationName): OrganizationSeed {
  return { ...STARTS[name], name };
}
