import { createServer, type Server } from "node:http";
import { type Listening, listen } from "../loopback";
import { Clock } from "./clock";
import { Control } from "./control";
import { Exchanges } from "./exchange";
import { Platform, type Settings } from "./platform";
import { createApp } from "./server";
import { Throttle } from "./throttle";

export type { Plan } from "./account";
export type { AccountChange, AccountState, ServedRoute } from "./control";
export type { AccountCredentials, Role, Scope } from "./credentials";
export { ROLES, SCOPES } from "./credentials";
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

/** A running stand-in for the Vocdoni platform, reachable from this machine only. */
export class Sandbox extends Control {
  readonly #listening: Listening;

  constructor(platform: Platform, server: Server, listening: Listening) {
    super(platform);
    this.#listening = listening;
    const exchanges = new Exchanges(new Throttle(() => platform.settings.concurrency), this.faults);
    server.on("request", createApp(platform, this, this.log, exchanges));
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
  return new Sandbox(new Platform(new Clock(now), settings), server, listening);
}
