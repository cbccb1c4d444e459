import { createQuotaProxy } from "quota-gate/proxy";

export const vocdoniQuota = (env) =>
  createQuotaProxy({
    platform: "vocdoni",
    baseUrl: env.VOCDONI_URL,
    token: env.VOCDONI_KEY,
    maxAge: Number(env.MAX_AGE ?? 10_000),
    authorize,
  });

export const didomiQuota = (env) =>
  createQuotaProxy({
    platform: "didomi",
    baseUrl: env.DIDOMI_URL,
    token: env.DIDOMI_TOKEN,
    organizationId: env.DIDOMI_ORGANIZATION,
    authorize,
  });

/** Whoever is signed in may ask. Yours looks the session up. */
function authorize({ headers }) {
  if (headers.get("Authorization") === "Bearer visitor") return true;
  const session = /\bsession=(\w+)/.exec(headers.get("Cookie") ?? "")?.[1];
  if (session === "over")
    return new Response("Your trial is over.", { status: 403, headers: { "X-Trial": "over" } });
  return session === "good";
}
