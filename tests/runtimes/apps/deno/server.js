import { didomiQuota, vocdoniQuota } from "./quota.js";

const env = Deno.env.toObject();
const vocdoni = vocdoniQuota(env);
const didomi = didomiQuota(env);

Deno.serve({ port: Number(env.PORT), hostname: env.HOST }, (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/api/quota") return vocdoni(request);
  if (pathname.startsWith("/api/didomi/")) return didomi(request);
  return new Response("Not found", { status: 404 });
});
