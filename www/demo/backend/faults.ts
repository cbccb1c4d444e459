import type { FaultRule } from "../../sandbox/index";

/** Ways in which the platforms answer wrongly; each fails in its own words, and what has no path is Vocdoni's. */
export const FAULTS = {
  slow: [{ fault: { kind: "delay", ms: 2500 } }],
  failing: [
    didomi(500, "GeneralError", "Internal error"),
    cloud(500, "computeFault", "Unexpected error"),
    vocdoni(500, '{"error":"server error: operation failed","code":50002}\n'),
  ],
  busy: [
    didomi(429, "TooManyRequests", "Too many requests"),
    cloud(429, "overLimit", "Too many requests"),
    vocdoni(429, "Server capacity exceeded.\n"),
  ],
  "cut-off": [{ fault: { kind: "close" } }],
  garbled: ["/integrator", "/v1/quotas", "/cloud/quota-sets/*"].map((path) => ({
    path,
    method: "GET",
    fault: { kind: "status", status: 200, contentType: "application/json", body: '{"enabled":tru' },
  })),
  gaps: [
    lie("/integrator", {
      limits: { maxManagedOrgs: null, maxVotes: null },
      usage: { managedProcesses: null, sentEmails: null },
    }),
    lie("/v1/quotas", { data: { 0: { exports_configs: null } } }),
    lie("/cloud/quota-sets/*", { quota_set: { instances: { limit: null }, floating_ips: { in_use: null } } }),
  ],
  expired: [
    didomi(401, "Unauthorized", "Invalid token"),
    cloud(401, "unauthorized", "The token has expired"),
    vocdoni(401, '{"error":"invalid, revoked or expired API key","code":40156}\n'),
  ],
  refusing: [
    on(didomi(403, "Forbidden", "Quota exceeded: exports_configs"), "POST", "/v1/marketplace/integrations"),
    on(
      didomi(403, "Forbidden", "Quota exceeded: exports_configs"),
      "PATCH",
      "/v1/marketplace/integrations/*",
    ),
    on(
      didomi(403, "Forbidden", "Quota exceeded: exports_destinations"),
      "POST",
      "/v1/marketplace/integrations/*",
    ),
    on(cloud(403, "forbidden", "Quota exceeded for cores: Requested 2"), "POST", "/cloud/servers"),
    on(
      vocdoni(400, '{"error":"max managed organizations reached","code":40154}\n'),
      "POST",
      "/integrator/organizations",
    ),
    on(vocdoni(400, '{"error":"integrator quota exceeded","code":40155}\n'), "POST", "/processes/*"),
  ],
} as const satisfies Readonly<Record<string, readonly FaultRule[]>>;

type Status = 200 | 400 | 401 | 403 | 429 | 500;

function vocdoni(status: Status, body: string): FaultRule {
  return answering(status, "text/plain; charset=utf-8", body);
}

function didomi(code: Status, name: string, message: string): FaultRule {
  const body = JSON.stringify({ code, errors: {}, message, name });
  return { path: "/v1/*", ...answering(code, "application/json", body) };
}

function cloud(code: Status, kind: string, message: string): FaultRule {
  const body = JSON.stringify({ [kind]: { code, message } });
  return { path: "/cloud/*", ...answering(code, "application/json", body) };
}

function answering(status: Status, contentType: string, body: string): FaultRule {
  const headers = status === 429 ? { "Retry-After": "1" } : {};
  return { fault: { kind: "status", status, contentType, body, headers } };
}

function lie(path: string, over: Readonly<Record<string, unknown>>): FaultRule {
  return { path, method: "GET", fault: { kind: "lie", over } };
}

function on({ fault }: FaultRule, method: string, path: string): FaultRule {
  return { fault, method, path };
}
