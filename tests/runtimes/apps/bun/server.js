import { didomiQuota, vocdoniQuota } from "./quota.js";

Bun.serve({
  port: Bun.env.PORT,
  hostname: Bun.env.HOST,
  routes: {
    "/api/quota": vocdoniQuota(Bun.env),
    "/api/didomi/*": didomiQuota(Bun.env),
  },
  fetch: () => new Response("Not found", { status: 404 }),
});
