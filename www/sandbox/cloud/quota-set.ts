import { CloudError } from "./error";

export const RESOURCES = ["instances", "cores", "floating_ips"] as const;
export type Resource = (typeof RESOURCES)[number];

export interface Quota {
  in_use: number;
  /** -1 is none. */
  limit: number;
  /** About to be in use, and counted as used. */
  reserved: number;
}

export type Amounts = Readonly<Partial<Record<Resource, number>>>;

/** How much of each resource there is and is used. Stored counters: they need not agree with what exists. */
export class QuotaSet {
  readonly #quotas: Readonly<Record<Resource, Quota>>;

  constructor(quotas: Readonly<Record<Resource, Readonly<Quota>>>) {
    const { instances, cores, floating_ips } = quotas;
    this.#quotas = { instances: { ...instances }, cores: { ...cores }, floating_ips: { ...floating_ips } };
  }

  info(): Record<Resource, Quota> {
    const { instances, cores, floating_ips } = this.#quotas;
    return { instances: { ...instances }, cores: { ...cores }, floating_ips: { ...floating_ips } };
  }

  change(resource: Resource, change: Partial<Quota>): void {
    Object.assign(this.#quotas[resource], change);
  }

  /** All of it or nothing, which is told in Nova's words. */
  take(amounts: Amounts): void {
    const wanted = amountsOf(amounts);
    const over = wanted.filter(([resource, amount]) => exceeds(this.#quotas[resource], amount));
    if (over.length > 0) throw new CloudError("forbidden", this.#refusal(over));
    for (const [resource, amount] of wanted) this.#quotas[resource].in_use += amount;
  }

  giveBack(amounts: Amounts): void {
    for (const [resource, amount] of amountsOf(amounts)) {
      const quota = this.#quotas[resource];
      quota.in_use = Math.max(0, quota.in_use - amount);
    }
  }

  #refusal(over: readonly Amount[]): string {
    const each = (tell: (quota: Quota, amount: number) => number) =>
      over.map(([resource, amount]) => tell(this.#quotas[resource], amount)).join(", ");
    const names = over.map(([resource]) => resource).join(", ");
    const requested = each((_quota, amount) => amount);
    return `Quota exceeded for ${names}: Requested ${requested}, but already used ${each(used)} of ${each(({ limit }) => limit)} ${names}`;
  }
}

type Amount = readonly [resource: Resource, amount: number];

function amountsOf(amounts: Amounts): Amount[] {
  return [...RESOURCES].sort().flatMap((resource) => {
    const amount = amounts[resource];
    return amount === undefined ? [] : [[resource, amount] as const];
  });
}

function used({ in_use, reserved }: Quota): number {
  return in_use + reserved;
}

function exceeds(quota: Quota, amount: number): boolean {
  return quota.limit >= 0 && used(quota) + amount > quota.limit;
}
