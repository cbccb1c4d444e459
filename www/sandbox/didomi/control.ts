import type { Integration } from "./integration";
import { credentialsOf, KEY_NAMES, type KeyCredentials, type KeyName, organizationsOf } from "./keys";
import type { Organization } from "./organization";
import type { DidomiPlatform } from "./platform";
import type { LimitChange } from "./quota-record";
import { ORGANIZATION_NAMES, type OrganizationName } from "./seeds";
import type { DidomiSettings } from "./settings";

export interface OrganizationState {
  readonly name: OrganizationName;
  readonly title: string;
  /** Whether there is a quota record; without one, its limits are kept and don't hold. */
  readonly record: boolean;
  readonly limits: Readonly<Record<string, number>>;
  readonly premium: Readonly<Record<string, boolean>>;
  /** What exports_configs limits. */
  readonly enabledExports: number;
  readonly credentials: KeyCredentials;
}

export interface OrganizationChange {
  /** A limit of null or undefined is removed from the record. */
  readonly limits?: LimitChange;
  /** A flag of null or undefined is removed from the record. */
  readonly premium?: Readonly<Record<string, boolean | null | undefined>>;
  readonly record?: boolean;
}

export interface IntegrationState {
  readonly id: string;
  readonly typeId: string;
  readonly enabled: boolean;
  readonly destinations: readonly string[];
}

export interface IntegrationWish {
  readonly typeId: string;
  readonly enabled?: boolean;
}

export interface KeyState extends KeyCredentials {
  readonly name: KeyName;
  readonly organizations: readonly OrganizationName[];
}

/** What tests and the demo may do to Didomi behind its back: nothing is refused. */
export class DidomiControl {
  readonly #platform: DidomiPlatform;

  constructor(platform: DidomiPlatform) {
    this.#platform = platform;
  }

  organizations(): OrganizationState[] {
    return ORGANIZATION_NAMES.map((name) => this.organization(name));
  }

  organization(name: OrganizationName): OrganizationState {
    const { title, quotas, premium, enabledExports } = this.#platform.organization(name);
    return {
      name,
      title,
      record: quotas.exists,
      limits: { ...quotas.limits },
      premium: Object.fromEntries(premium),
      enabledExports,
      credentials: credentialsOf(name),
    };
  }

  change(name: OrganizationName, { limits, premium, record }: OrganizationChange): void {
    const organization = this.#platform.organization(name);
    if (limits !== undefined) organization.quotas.change(limits, this.#platform.clock.now());
    if (record !== undefined) organization.quotas.exists = record;
    for (const [flag, value] of Object.entries(premium ?? {})) {
      if (value === null || value === undefined) organization.premium.delete(flag);
      else organization.premium.set(flag, value);
    }
  }

  integrations(name: OrganizationName): IntegrationState[] {
    return [...this.#platform.organization(name).integrations.values()].map(stateOf);
  }

  addIntegration(name: OrganizationName, { typeId, enabled = true }: IntegrationWish): IntegrationState {
    const organization = this.#platform.organization(name);
    return stateOf(this.#platform.addIntegration(organization, { typeId, enabled }));
  }

  setEnabled(name: OrganizationName, id: string, enabled: boolean): void {
    integrationOf(this.#platform.organization(name), id).enabled = enabled;
  }

  keys(): KeyState[] {
    return KEY_NAMES.map((name) => ({
      name,
      ...credentialsOf(name),
      organizations: organizationsOf(name),
    }));
  }

  credentials(name: KeyName): KeyCredentials {
    return credentialsOf(name);
  }

  /** Of a new session of the key. */
  token(name: KeyName): string {
    return this.#platform.sessions.open(name, this.#platform.clock.now());
  }

  /** The next request with it is refused. */
  revoke(token: string): void {
    this.#platform.sessions.revoke(token);
  }

  settings(): Readonly<DidomiSettings> {
    return { ...this.#platform.settings };
  }

  changeSettings(change: Partial<DidomiSettings>): void {
    Object.assign(this.#platform.settings, change);
  }
}

function stateOf({ id, typeId, enabled, destinations }: Integration): IntegrationState {
  return { id, typeId, enabled, destinations: [...destinations.keys()] };
}

function integrationOf({ name, integrations }: Organization, id: string): Integration {
  const integration = integrations.get(id);
  if (integration === undefined) throw new Error(`${name} has no integration ${id}`);
  return integration;
}
