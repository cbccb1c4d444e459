import { ACCOUNT_NAMES, type AccountName } from "./seeds";

export const ROLES = ["admin", "manager", "viewer", "unverified"] as const;
export type Role = (typeof ROLES)[number];

/** api/apikeys.go:20-24 */
export const SCOPES = [
  "quota:read",
  "managed:read",
  "managed:write",
  "voting:write",
  "members:write",
] as const;
export type Scope = (typeof SCOPES)[number];

/** api/api.go: a session lasts 15 days. */
export const SESSION_MS = 360 * 60 * 60 * 1000;

export interface AccountCredentials {
  readonly sessions: Readonly<Record<Role, string>>;
  readonly quotaKey: string;
  readonly fullKey: string;
  readonly login: { readonly email: string; readonly password: string };
}

export interface Session {
  readonly account: AccountName;
  readonly role: Role;
  /** Null for the fixed tokens, which tests rely on however far the clock moves. */
  readonly expiresAt: number | null;
}

export interface ApiKey {
  readonly account: AccountName;
  readonly scopes: ReadonlySet<Scope>;
}

const PASSWORD = "not-a-secret";

/** All made up, and visibly so. */
export function credentialsOf(account: AccountName): AccountCredentials {
  return {
    sessions: {
      admin: fixedToken(account, "admin"),
      manager: fixedToken(account, "manager"),
      viewer: fixedToken(account, "viewer"),
      unverified: fixedToken(account, "unverified"),
    },
    quotaKey: fakeKey(account, 1),
    fullKey: fakeKey(account, 2),
    login: { email: emailOf(account, "admin"), password: PASSWORD },
  };
}

/** Who may call: sessions and API keys, found by their token. */
export class Credentials {
  readonly #sessions = new Map<string, Session>();
  readonly #keys = new Map<string, ApiKey>();
  #issued = 0;

  constructor() {
    this.reset();
  }

  reset(): void {
    this.#issued = 0;
    this.#sessions.clear();
    this.#keys.clear();
    for (const account of ACCOUNT_NAMES) this.#seed(account);
  }

  session(token: string, now: number): Session | null {
    const session = this.#sessions.get(token);
    if (session === undefined) return null;
    return session.expiresAt === null || session.expiresAt > now ? session : null;
  }

  key(token: string): ApiKey | null {
    return this.#keys.get(token) ?? null;
  }

  userOf(email: string, password: string): { account: AccountName; role: Role } | null {
    if (password !== PASSWORD) return null;
    for (const account of ACCOUNT_NAMES) {
      const role = ROLES.find((candidate) => emailOf(account, candidate) === email);
      if (role !== undefined) return { account, role };
    }
    return null;
  }

  openSession(account: AccountName, role: Role, now: number): { token: string; expiresAt: number } {
    this.#issued += 1;
    const token = `sandbox.${account}-${role}-${this.#issued}.not-a-real-token`;
    const expiresAt = now + SESSION_MS;
    this.#sessions.set(token, { account, role, expiresAt });
    return { token, expiresAt };
  }

  issueKey(account: AccountName, scopes: readonly Scope[]): string {
    this.#issued += 1;
    const key = fakeKey(account, 2 + this.#issued);
    this.#keys.set(key, { account, scopes: new Set(scopes) });
    return key;
  }

  /** Sessions and keys alike; the next request with it is refused. */
  revoke(token: string): void {
    this.#sessions.delete(token);
    this.#keys.delete(token);
  }

  #seed(account: AccountName): void {
    const { sessions, quotaKey, fullKey } = credentialsOf(account);
    for (const role of ROLES) this.#sessions.set(sessions[role], { account, role, expiresAt: null });
    this.#keys.set(quotaKey, { account, scopes: new Set(["quota:read"]) });
    this.#keys.set(fullKey, { account, scopes: new Set(SCOPES) });
  }
}

function emailOf(account: AccountName, role: Role): string {
  return `${role}@${account}.example`;
}

function fixedToken(account: AccountName, role: Role): string {
  return `sandbox.${account}-${role}.not-a-real-token`;
}

/** `vsk_` and 64 hex digits: "fa4e" over and over, then the account's and the key's number. */
function fakeKey(account: AccountName, number: number): string {
  const digits = (n: number) => n.toString(16).padStart(4, "0");
  return `vsk_${"fa4e".repeat(14)}${digits(ACCOUNT_NAMES.indexOf(account) + 1)}${digits(number)}`;
}
