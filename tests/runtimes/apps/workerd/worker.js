import { env } from "cloudflare:workers";
import { didomiQuota, vocdoniQuota } from "./quota.js";

const vocdoni = vocdoniQuota(env);
const didomi = didomiQuota(env);

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/api/quota") return vocdoni(request);
    if (pathname.startsWith("/api/didomi/")) return didomi(request);
    return new Response("Not found", { status: 404 });
  },
};
