import type { IncomingMessage } from "node:http";
import { bearer } from "../bearer";
import { DidomiError } from "./error";
import { type KeyName, organizationsOf } from "./keys";
import type { Organization } from "./organization";
import type { DidomiPlatform } from "./platform";

/** Who may use a route: anyone, or whoever has a session. */
export type Access = "public" | "token";

/** A key by its token, with the organizations that it sees; no other is ever shown to it. */
export interface Caller {
  readonly key: KeyName;
  readonly organizations: readonly Organization[];
}

export function keyOf(platform: DidomiPlatform, req: IncomingMessage): KeyName | null {
  return platform.sessions.keyOf(bearer(req), platform.clock.now());
}

export function authenticate(platform: DidomiPlatform, req: IncomingMessage): Caller {
  const key = keyOf(platform, req);
  if (key === null) throw new DidomiError("NotAuthenticated", "Not authenticated");
  return { key, organizations: organizationsOf(key).map((name) => platform.organization(name)) };
}
