import type { AccountSeed, Plan } from "./account";
import { CloudControl } from "./cloud/control";
import { cloudRoutes } from "./cloud/routes";
import type { Tenant } from "./cloud/tenant";
import { type AccountCredentials, credentialsOf, type Scope } from "./credentials";
import { DidomiControl } from "./didomi/control";
import type { DidomiPlatform } from "./didomi/platform";
import { didomiRoutes } from "./didomi/routes";
import { type FaultRule, Faults } from "./fault";
import type { Platform, Settings } from "./platform";
import type { Limits, Usage } from "./quota";
import { type RequestFilter, RequestLog, type SeenRequest } from "./request-log";
import { routes } from "./routes";
import type { AccountName } from "./seeds";

export interface AccountState extends Omit<AccountSeed, "organizations"> {
  readonly plan: Readonly<Plan>;
  readonly organizations: readonly string[];
  readonly credentials: AccountCredentials;
}

export interface AccountChange {
  readonly enabled?: boolean;
  readonly enforced?: boolean;
  readonly limits?: Partial<Limits>;
  readonly usage?: Partial<Usage>;
  readonly plan?: Partial<Plan>;
}

export interface ServedRoute {
  readonly method: string;
  readonly path: string;
  readonly basis: string;
  readonly access: string;
}

/** The platforms that are stood in for, by one clock. */
export interface Platforms {
  readonly vocdoni: Platform;
  readonly didomi: DidomiPlatform;
  readonly cloud: Tenant;
}

/** What tests and the demo may do to the platforms behind their backs; most of it to Vocdoni, the first of them. */
export class Control {
  readonly didomi: DidomiControl;
  readonly cloud: CloudControl;
  readonly #platforms: Platforms;
  readonly #platform: Platform;
  protected readonly faults = new Faults();
  protected readonly log = new RequestLog();

  constructor(platforms: Platforms) {
    this.#platforms = platforms;
    this.#platform = platforms.vocdoni;
    this.didomi = new DidomiControl(platforms.didomi);
    this.cloud = new CloudControl(platforms.cloud);
  }

  accounts(): AccountState[] {
    return this.#platform.accounts().map(({ name }) => this.account(name));
  }

  account(name: AccountName): AccountState {
    this.#platform.now();
    const account = this.#platform.account(name);
    return {
      name,
      title: account.title,
      address: account.address,
      enabled: account.enabled,
      enforced: account.enforced,
      limits: { ...account.limits },
      usage: account.usage,
      plan: { ...account.plan },
      organizations: [...account.organizations.keys()],
      credentials: credentialsOf(name),
    };
  }

  credentials(name: AccountName): AccountCredentials {
    return credentialsOf(name);
  }

  change(name: AccountName, change: AccountChange): void {
    this.#platform.now();
    const account = this.#platform.account(name);
    if (change.usage !== undefined) account.setUsage(change.usage);
    if (change.enabled !== undefined) account.enabled = change.enabled;
    if (change.enforced !== undefined) account.enforced = change.enforced;
    Object.assign(account.limits, change.limits);
    Object.assign(account.plan, change.plan);
  }

  setLimits(name: AccountName, limits: Partial<Limits>): void {
    this.change(name, { limits });
  }

  setUsage(name: AccountName, usage: Partial<Usage>): void {
    this.change(name, { usage });
  }

  /** Everything as it was at the start: the platforms, their clock and settings, faults, the log. */
  reset(): void {
    this.#platforms.vocdoni.reset();
    this.#platforms.didomi.reset();
    this.#platforms.cloud.reset();
    this.faults.clear();
    this.log.clear();
  }

  issueKey(name: AccountName, scopes: readonly Scope[]): string {
    return this.#platform.credentials.issueKey(name, scopes);
  }

  revoke(token: string): void {
    this.#platform.credentials.revoke(token);
  }

  addFault(rule: FaultRule): void {
    this.faults.add(rule);
  }

  listFaults(): readonly FaultRule[] {
    return this.faults.list();
  }

  clearFaults(): void {
    this.faults.clear();
  }

  requests(filter?: RequestFilter): readonly SeenRequest[] {
    return this.log.list(filter);
  }

  clearRequests(): void {
    this.log.clear();
  }

  now(): number {
    return this.#platform.now();
  }

  advance(ms: number): void {
    this.#platform.clock.advance(ms);
    this.#platform.now();
  }

  settings(): Readonly<Settings> {
    return { ...this.#platform.settings };
  }

  changeSettings(change: Partial<Settings>): void {
    Object.assign(this.#platform.settings, change);
  }

  routes(): ServedRoute[] {
    const all = [...routes, ...didomiRoutes, ...cloudRoutes];
    return all.map(({ method, path, basis, access }) => ({ method, path, basis, access }));
  }
}
