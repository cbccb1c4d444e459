import { ACCOUNT_NAMES, type AccountName, type FaultRule, type Sandbox } from "../../sandbox/index";

/** How the platform behaves; the demo's visitor chooses. */
export const WEATHERS = ["normal", "slow", "failing", "cut-off"] as const;
export type Weather = (typeof WEATHERS)[number];

const FAULTS: Readonly<Record<Exclude<Weather, "normal">, FaultRule>> = {
  slow: { fault: { kind: "delay", ms: 2500 } },
  failing: {
    fault: {
      kind: "status",
      status: 500,
      body: '{"error":"server error: operation failed","code":50002}\n',
      contentType: "text/plain; charset=utf-8",
    },
  },
  "cut-off": { fault: { kind: "close" } },
};

/** What the demo controls choose: the account the company has on the platform, and how the platform does. */
export class Stage {
  readonly sandbox: Sandbox;
  account: AccountName = "free-tier";
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
    if (weather !== "normal") this.sandbox.addFault(FAULTS[weather]);
  }

  get environment(): "production" | "staging" {
    return this.account === "staging" ? "staging" : "production";
  }

  /** Whose quota it is, for what pages keep and share. */
  get identity(): string {
    return `${this.account} ${this.#resets}`;
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

export function isWeather(value: unknown): value is Weather {
  return WEATHERS.some((name) => name === value);
}
