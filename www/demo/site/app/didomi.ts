import { createGate, didomi } from "/quota-gate/index.js";
import type { DidomiActions, DidomiResource, DidomiUsage, Gate } from "../../../lib/types.js";
import { call } from "./api.js";
import { Quota } from "./quota.js";

interface Account {
  readonly organizationId: string;
  readonly identity: string;
}

export type ExportsGate = Gate<DidomiActions, DidomiResource>;
export type ExportsQuota = Quota<DidomiActions, DidomiResource>;

/** A client's quota of exports, at Didomi. */
export const exportsQuota = (): ExportsQuota => new Quota(open);

async function open(): Promise<ExportsGate> {
  const { organizationId, identity } = await call<Account>("GET", "/api/didomi/account");
  const provider = didomi({
    organizationId,
    baseUrl: "/api/didomi",
    // Didomi says limits only. The proxy counts enabled exports from the list and says what is left, the back end counts what is attached
    // to each.
    integrations: {},
    usage: ({ signal }) => call<DidomiUsage>("GET", "/api/didomi/usage", undefined, signal),
    refusal,
  });
  return createGate(provider, { identity, persist: "session", refreshEvery: 15_000 });
}

/** Didomi documents no refusal. This is what the sandbox says in its place. */
function refusal(body: unknown, status: number): { resource: DidomiResource } | null {
  const { message } = body as { message?: unknown };
  if (status !== 403 || typeof message !== "string") return null;
  if (message.endsWith("exports_configs")) return { resource: "exportConfigs" };
  return message.endsWith("exports_destinations") ? { resource: "exportDestinations" } : null;
}
