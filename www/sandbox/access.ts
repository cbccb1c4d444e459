import type { IncomingMessage } from "node:http";
import type { Account } from "./account";
import { bearer } from "./bearer";
import type { Role, Scope } from "./credentials";
import { ApiError } from "./errors";
import type { Platform } from "./platform";

/** Who may use a route: anyone, a user's session, or a session or an API key with a scope (api/apikeys.go:51-97). */
export type Access = "public" | "session" | Scope;

export interface Caller {
  readonly account: Account;
  readonly role: Exclude<Role, "unverified">;
  readonly by: "session" | "key";
}

const KEY_PREFIX = "vsk_";

/** middlewares.go:134-200 */
export function authenticate(
  platform: Platform,
  req: IncomingMessage,
  access: Exclude<Access, "public">,
): Caller {
  const token = bearer(req);
  if (!token.startsWith(KEY_PREFIX)) return sessionCaller(platform, token);
  const key = platform.credentials.key(token);
  if (key === null) throw new ApiError("invalidApiKey");
  if (access === "session") throw new ApiError("apiKeyNotAllowed");
  if (!key.scopes.has(access)) {
    throw new ApiError("insufficientScope", `endpoint requires the "${access}" scope`);
  }
  // A key acts as the user who created it, an admin.
  return { account: platform.account(key.account), role: "admin", by: "key" };
}

/** Who asks a public route, if the credential says so; for keys the scope voting:write counts. */
export function optionalCaller(platform: Platform, req: IncomingMessage): Caller | null {
  try {
    return authenticate(platform, req, "voting:write");
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

/** The caller's integrator (organizations_managed.go:27-50): a key's own organization, integrator or not. */
export function integratorOf(caller: Caller): Account {
  if (caller.by === "key") return caller.account;
  if (caller.role !== "viewer" && caller.account.isIntegrator) return caller.account;
  throw new ApiError("notAnIntegrator");
}

export function requireAdmin(caller: Caller, of: string): void {
  if (caller.role !== "admin") throw new ApiError("unauthorized", `user is not admin of the ${of}`);
}

/**
 * Roles are those of the integrator, for the organizations it manages too. (On the platform the owner of a managed
 * organization is its admin.)
 */
export function manages(caller: Caller | null, orgAddress: string): boolean {
  return caller !== null && caller.role !== "viewer" && caller.account.organizations.has(orgAddress);
}

export function requireManager(
  caller: Caller,
  orgAddress: string,
  detail: string | null = "user is not admin or manager of the organization",
): void {
  if (!manages(caller, orgAddress)) throw new ApiError("unauthorized", detail ?? undefined);
}

function sessionCaller(platform: Platform, token: string): Caller {
  const session = platform.credentials.session(token, platform.now());
  if (session === null) throw new ApiError("unauthorized");
  if (session.role === "unverified") throw new ApiError("userNotVerified", "user account not verified");
  return { account: platform.account(session.account), role: session.role, by: "session" };
}
