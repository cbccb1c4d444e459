import { createServer, type Server } from "node:http";
import { type Listening, listen } from "../loopback";
import { Clock } from "./clock";
import { cloudSite } from "./cloud/site";
import { Tenant } from "./cloud/tenant";
import { Control, type Platforms } from "./control";
import { DidomiPlatform } from "./didomi/platform";
import { didomiSite } from "./didomi/site";
import { Exchanges } from "./exchange";
import { Platform, type Settings } from "./platform";
import { createApp } from "./server";
import { vocdoniSite } from "./vocdoni";

export type { Plan } from "./account";
export type { CloudControl, CloudState, UsageChange } from "./cloud/control";
export type { AccountChange, AccountState, ServedRoute } from "./control";
export type { AccountCredentials, Role, Scope } from "./credentials";
export { ROLES, SCOPES } from "./credentials";
export type {
  DidomiControl,
  IntegrationState as DidomiIntegration,
  IntegrationWish as DidomiIntegrationWish,
  KeyState as DidomiKey,
  OrganizationChange as DidomiChange,
  OrganizationState as DidomiOrganization,
} from "./didomi/control";
export {
  KEY_NAMES as DIDOMI_KEYS,
  type KeyCredentials as DidomiCredentials,
  type KeyName as DidomiKeyName,
} from "./didomi/keys";
export {
  ORGANIZATION_NAMES as DIDOMI_ORGANIZATIONS,
  type OrganizationName as DidomiOrganizationName,
} from "./didomi/seeds";
export type { DidomiSettings } from "./didomi/settings";
export type { Fault, FaultRule } from "./fault";
export type { Settings } from "./platform";
export type { Limits, Usage } from "./quota";
export type { RequestFilter, SeenRequest } from "./request-log";
export { ACCOUNT_NAMES, type AccountName } from "./seeds";
export { OTP_CODE } from "./voter";

export interface SandboxOptions extends Partial<Settings> {
  /** 0, the default, is any free port. */
  readonly port?: number;
  readonly now?: () => number;
}

/** A running stand-in for the Vocdoni platform, for Didomi, and for a cloud that is made up, reachable from this machine only. */
export class Sandbox extends Control {
  readonly #listening: Listening;

  constructor(platforms: Platforms, server: Server, listening: Listening) {
    super(platforms);
    this.#listening = listening;
    const { vocdoni, didomi, cloud } = platforms;
    const sites = [didomiSite(didomi), cloudSite(cloud), vocdoniSite(vocdoni)];
    server.on("request", createApp(sites, this, this.log, new Exchanges(this.faults)));
  }

  get url(): string {
    return this.#listening.url;
  }

  close(): Promise<void> {
    return this.#listening.close();
  }
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, now = Date.now, ...settings } = options;
  const server = createServer();
  const listening = await listen(server, port);
  const clock = new Clock(now);
  const vocdoni = new Platform(clock, settings);
  const platforms = { vocdoni, didomi: new DidomiPlatform(clock), cloud: new Tenant() };
  return new Sandbox(platforms, server, listening);
}
