import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { didomiQuota, vocdoniQuota } from "./quota.js";

const app = new Hono();
const answer = (handler) => (context) => handler(context.req.raw);
app.all("/api/quota", answer(vocdoniQuota(process.env)));
app.all("/api/didomi/*", answer(didomiQuota(process.env)));
serve({ fetch: app.fetch, port: process.env.PORT, hostname: process.env.HOST });
