import type { JsonObject } from "../json";

/** What is refused beyond them; documented, with their default values. */
const DEFAULTS = { exports_configs: 3, exports_destinations: 2 } as const;
export type EnforcedQuota = keyof typeof DEFAULTS;

export type LimitChange = Readonly<Record<string, number | null | undefined>>;

interface Identity {
  readonly id: string;
  readonly organizationId: string;
}

/** An organization's limits: one record, of which any field may be missing, and the whole. */
export class QuotaRecord {
  readonly id: string;
  exists: boolean;
  readonly #organizationId: string;
  readonly #createdAt: number;
  #updatedAt: number;
  #version = 0;
  #limits: Readonly<Record<string, number>>;

  constructor(
    { id, organizationId }: Identity,
    limits: Readonly<Record<string, number>> | null,
    now: number,
  ) {
    this.id = id;
    this.exists = limits !== null;
    this.#organizationId = organizationId;
    this.#createdAt = now;
    this.#updatedAt = now;
    this.#limits = limits ?? {};
  }

  get limits(): Readonly<Record<string, number>> {
    return this.#limits;
  }

  /** What holds; 0 is none. */
  limit(quota: EnforcedQuota): number {
    return (this.exists ? this.#limits[quota] : undefined) ?? DEFAULTS[quota];
  }

  /** A limit of null or undefined is one less in the record. */
  change(change: LimitChange, now: number): void {
    const limits = new Map(Object.entries(this.#limits));
    for (const [quota, limit] of Object.entries(change)) {
      if (limit === null || limit === undefined) limits.delete(quota);
      else limits.set(quota, limit);
    }
    this.#limits = Object.fromEntries(limits);
    this.#updatedAt = now;
    this.#version += 1;
  }

  info(): JsonObject {
    return {
      ...this.#limits,
      id: this.id,
      organization_id: this.#organizationId,
      created_at: new Date(this.#createdAt).toISOString(),
      updated_at: new Date(this.#updatedAt).toISOString(),
      version: this.#version,
    };
  }
}
