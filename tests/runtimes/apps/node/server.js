import { createServer } from "node:http";
import { createRequestListener } from "@remix-run/node-fetch-server";
import { didomiQuota, vocdoniQuota } from "./quota.js";

const vocdoni = vocdoniQuota(process.env);
const didomi = didomiQuota(process.env);

async function answer(request) {
  const { pathname } = new URL(request.url);
  if (pathname === "/api/quota") return vocdoni(request);
  if (pathname.startsWith("/api/didomi/")) return didomi(request);
  return new Response("Not found", { status: 404 });
}

createServer(createRequestListener(answer)).listen(process.env.PORT, process.env.HOST);
