import {
  ACCOUNT_NAMES,
  type AccountName,
  DIDOMI_ORGANIZATIONS,
  type DidomiOrganizationName,
  type Sandbox,
} from "../../sandbox/index";
import { FAULTS, type Weather } from "./weather";

/** What the demo controls choose: whose accounts on the platforms the pages show, and how these do. */
export class Stage {
  readonly sandbox: Sandbox;
  /** Of Vocdoni. */
  account: AccountName = "free-tier";
  /** Whose organization at Didomi. */
  client: DidomiOrganizationName = "at-limit";
  /** After a reset nothing of what pages remember is true. */
  #resets = 0;
  #weather: Weather = "normal";

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
  }

  get weather(): Weather {
    return this.#weather;
  }

  set weather(weather: Weather) {
    this.#weather = weather;
    this.sandbox.clearFaults();
    for (const fault of FAULTS[weather]) this.sandbox.addFault(fault);
  }

  get environment(): "production" | "staging" {
    return this.account === "staging" ? "staging" : "production";
  }

  /** Whose quota it is, for what pages keep and share. */
  identity(whose: string = this.account): string {
    return `${whose} ${this.#resets}`;
  }

  /**
   * What the back end signs its requests with. Whoever never was an integrator has no key for this; a session
   * shows what the platform answers then.
   */
  get credential(): string {
    const { fullKey, sessions } = this.sandbox.credentials(this.account);
    return this.account === "no-integrator" ? sessions.admin : fullKey;
  }

  reset(): void {
    this.sandbox.reset();
    this.#resets += 1;
    this.weather = "normal";
  }
}

export function isAccount(value: unknown): value is AccountName {
  return ACCOUNT_NAMES.some((name) => name === value);
}

export function isClient(value: unknown): value is DidomiOrganizationName {
  return DIDOMI_ORGANIZATIONS.some((name) => name === value);
}
