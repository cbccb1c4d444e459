import type { Clock } from "../clock";
import { Ids } from "../ids";
import type { JsonObject } from "../json";
import type { Destination, Integration } from "./integration";
import { Organization } from "./organization";
import { RateLimit } from "./rate-limit";
import { type IntegrationSeed, ORGANIZATION_NAMES, type OrganizationName, organizationSeed } from "./seeds";
import { Sessions } from "./sessions";
import { DEFAULT_SETTINGS, type DidomiSettings } from "./settings";

export interface NewIntegration {
  readonly typeId: string;
  readonly enabled: boolean;
  readonly authentication?: JsonObject;
  readonly properties?: JsonObject;
  readonly mappings?: readonly unknown[];
}

/** Everything the stand-in for Didomi remembers. */
export class DidomiPlatform {
  readonly clock: Clock;
  readonly sessions = new Sessions();
  readonly settings: DidomiSettings = { ...DEFAULT_SETTINGS };
  readonly rateLimit = new RateLimit(this.settings);
  readonly #ids = new Ids();
  readonly #organizations = new Map<OrganizationName, Organization>();

  constructor(clock: Clock) {
    this.clock = clock;
    this.#seed();
  }

  reset(): void {
    this.sessions.clear();
    this.rateLimit.clear();
    this.#ids.reset();
    Object.assign(this.settings, DEFAULT_SETTINGS);
    this.#seed();
  }

  organization(name: OrganizationName): Organization {
    const organization = this.#organizations.get(name);
    if (organization === undefined) throw new Error(`no organization ${name}`);
    return organization;
  }

  addIntegration(organization: Organization, wanted: NewIntegration): Integration {
    const { typeId, enabled, authentication = {}, properties = {}, mappings = [] } = wanted;
    const integration: Integration = {
      id: this.#ids.next("integration", 10),
      organizationId: organization.name,
      typeId,
      enabled,
      authentication,
      properties,
      mappings,
      destinations: new Map(),
    };
    organization.integrations.set(integration.id, integration);
    return integration;
  }

  addDestination({ destinations }: Integration, name: string): Destination {
    const destination = { id: this.#ids.next("destination", 10), name };
    destinations.set(destination.id, destination);
    return destination;
  }

  #seed(): void {
    const now = this.clock.now();
    for (const name of ORGANIZATION_NAMES) {
      const seed = organizationSeed(name);
      const organization = new Organization(seed, now);
      this.#organizations.set(name, organization);
      for (const integration of seed.integrations) this.#seedIntegration(organization, integration);
    }
  }

  #seedIntegration(organization: Organization, { typeId, enabled, destinations }: IntegrationSeed): void {
    const integration = this.addIntegration(organization, {
      typeId,
      enabled,
      authentication: { account_id: "000000000000", secret_access_key: "sandbox-not-a-secret" },
      properties: { frequency: 1, data: ["users"] },
    });
    for (let i = 1; i <= destinations; i += 1) this.addDestination(integration, `Destination ${i}`);
  }
}
