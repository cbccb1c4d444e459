import {
  ACCOUNT_NAMES,
  type AccountName,
  DIDOMI_ORGANIZATIONS,
  type DidomiOrganizationName,
  type Sandbox,
} from "../../sandbox/index";
import { type Breakage, breakIt } from "./breakage";
import { History } from "./history";

/** What the demo controls choose: whose accounts on the platforms the pages show, and what is broken. */
export class Stage {
  readonly sandbox: Sandbox;
  /** Of the accounts on Vocdoni. */
  history: History;
  #account: AccountName = "free-tier";
  #client: DidomiOrganizationName = "at-limit";
  /** After a reset nothing of what pages remember is true. */
  #resets = 0;
  #broken: Breakage | null = null;
  #mend = () => {};
  #changes = 0;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.history = new History(sandbox, Date.now());
  }

  /** On Vocdoni. */
  get account(): AccountName {
    return this.#account;
  }

  set account(account: AccountName) {
    this.#whileWhole(() => {
      this.#account = account;
    });
  }

  /** Whose organization at Didomi. */
  get client(): DidomiOrganizationName {
    return this.#client;
  }

  set client(client: DidomiOrganizationName) {
    this.#whileWhole(() => {
      this.#client = client;
    });
  }

  /** One thing at a time. */
  get broken(): Breakage | null {
    return this.#broken;
  }

  set broken(broken: Breakage | null) {
    this.#mend();
    this.#changes += 1;
    this.#broken = broken;
    this.#mend = broken === null ? () => {} : breakIt(broken, this.sandbox, this);
  }

  /** How often it was another account, or another thing that is broken. */
  get changes(): number {
    return this.#changes;
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
    return this.#signed("fullKey");
  }

  /** The same, where the quota is asked for: the scope quota:read is all this takes. */
  get readOnly(): string {
    return this.#signed("quotaKey");
  }

  reset(): void {
    this.broken = null;
    this.sandbox.reset();
    this.#resets += 1;
    this.history = new History(this.sandbox, Date.now());
  }

  #signed(key: "fullKey" | "quotaKey"): string {
    const credentials = this.sandbox.credentials(this.account);
    return this.account === "no-integrator" ? credentials.sessions.admin : credentials[key];
  }

  /** What is broken is the next account's, and no longer the last one's. */
  #whileWhole(change: () => void): void {
    const { broken } = this;
    this.broken = null;
    change();
    this.broken = broken;
  }
}

export function isAccount(value: unknown): value is AccountName {
  return ACCOUNT_NAMES.some((name) => name === value);
}

export function isClient(value: unknown): value is DidomiOrganizationName {
  return DIDOMI_ORGANIZATIONS.some((name) => name === value);
}
