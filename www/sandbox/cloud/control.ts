import { type Amounts, type Quota, RESOURCES, type Resource } from "./quota-set";
import type { FloatingIp, Server, Tenant } from "./tenant";

export interface CloudState {
  readonly tenant: string;
  readonly quotas: Readonly<Record<Resource, Readonly<Quota>>>;
  readonly servers: readonly Server[];
  readonly floatingIps: readonly FloatingIp[];
}

/** What is left out stays; a number is what is in use. */
export type UsageChange = Readonly<
  Partial<Record<Resource, number | Readonly<Partial<Pick<Quota, "in_use" | "reserved">>>>>
>;

/** What tests and the demo may do to the made-up platform behind its back. */
export class CloudControl {
  readonly #tenant: Tenant;

  constructor(tenant: Tenant) {
    this.#tenant = tenant;
  }

  token(): string {
    return this.#tenant.token;
  }

  state(): CloudState {
    const { name, quotas, servers, floatingIps } = this.#tenant;
    return {
      tenant: name,
      quotas: quotas.info(),
      servers: [...servers.values()],
      floatingIps: [...floatingIps.values()],
    };
  }

  /** -1 is none. */
  setLimits(limits: Amounts): void {
    for (const resource of RESOURCES) {
      const limit = limits[resource];
      if (limit !== undefined) this.#tenant.quotas.change(resource, { limit });
    }
  }

  /** The counters only: what exists stays. */
  setUsage(usage: UsageChange): void {
    for (const resource of RESOURCES) {
      const change = usage[resource];
      if (change === undefined) continue;
      this.#tenant.quotas.change(resource, typeof change === "number" ? { in_use: change } : change);
    }
  }
}
