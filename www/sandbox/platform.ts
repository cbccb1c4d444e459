import { Account } from "./account";
import type { Clock } from "./clock";
import { Credentials } from "./credentials";
import { ApiError } from "./errors";
import { Ids } from "./ids";
import type { Job } from "./job";
import type { Organization } from "./organization";
import type { VotingProcess } from "./process";
import { Schedule } from "./schedule";
import { ACCOUNT_NAMES, type AccountName, accountSeed } from "./seeds";
import type { VoterToken } from "./voter";

/** How long the platform takes, how much it bears, and what it fails at. */
export interface Settings {
  /** From a job's acceptance to its end. */
  jobMs: number;
  /** From an OTP's request to its count. */
  otpMs: number;
  /** Requests in progress beyond which it answers 429 (api/api.go:320). */
  concurrency: number;
  /** How many of the next jobs fail. */
  failingJobs: number;
}

export const DEFAULT_SETTINGS: Readonly<Settings> = {
  jobMs: 2000,
  otpMs: 1000,
  concurrency: 100,
  failingJobs: 0,
};

/** Everything the stand-in remembers. */
export class Platform {
  readonly clock: Clock;
  readonly credentials = new Credentials();
  readonly ids = new Ids();
  readonly schedule = new Schedule();
  readonly processes = new Map<string, VotingProcess>();
  readonly jobs = new Map<string, Job>();
  readonly voterTokens = new Map<string, VoterToken>();
  readonly settings: Settings;
  readonly #initial: Readonly<Settings>;
  readonly #accounts = new Map<AccountName, Account>();

  constructor(clock: Clock, settings: Partial<Settings>) {
    this.clock = clock;
    this.#initial = { ...DEFAULT_SETTINGS, ...settings };
    this.settings = { ...this.#initial };
    this.#seedAccounts();
  }

  reset(): void {
    this.clock.reset();
    this.credentials.reset();
    this.ids.reset();
    this.schedule.clear();
    this.processes.clear();
    this.jobs.clear();
    this.voterTokens.clear();
    Object.assign(this.settings, this.#initial);
    this.#seedAccounts();
  }

  /** The time, after what is due by then has happened. */
  now(): number {
    const now = this.clock.now();
    this.schedule.settle(now);
    return now;
  }

  account(name: AccountName): Account {
    const account = this.#accounts.get(name);
    if (account === undefined) throw new Error(`no account ${name}`);
    return account;
  }

  accounts(): Account[] {
    return ACCOUNT_NAMES.map((name) => this.account(name));
  }

  resetAccount(name: AccountName): void {
    this.#accounts.set(name, new Account(accountSeed(name), this.clock.now()));
  }

  organization(address: string): Organization | null {
    for (const account of this.accounts()) {
      if (account.address === address) return account.self;
      const managed = account.organizations.get(address);
      if (managed !== undefined) return managed;
    }
    return null;
  }

  process(id: string): VotingProcess | null {
    if (!/^[0-9a-fA-F]{24}$/.test(id)) throw new ApiError("malformedUrlParam", "invalid process ID");
    return this.processes.get(id.toLowerCase()) ?? null;
  }

  processesOf(address: string): VotingProcess[] {
    return [...this.processes.values()].filter((process) => process.orgAddress === address);
  }

  #seedAccounts(): void {
    for (const name of ACCOUNT_NAMES) this.resetAccount(name);
  }
}
