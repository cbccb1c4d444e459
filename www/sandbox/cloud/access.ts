import type { IncomingMessage } from "node:http";
import { bearer } from "../bearer";
import { CloudError } from "./error";
import type { Tenant } from "./tenant";

/** By a bearer token, where OpenStack has X-Auth-Token. */
export function authenticate(tenant: Tenant, req: IncomingMessage): void {
  if (bearer(req) !== tenant.token) throw new CloudError("unauthorized", "This request needs a token");
}
