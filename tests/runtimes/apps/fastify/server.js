import { createRequest } from "@remix-run/node-fetch-server";
import Fastify from "fastify";
import { didomiQuota, vocdoniQuota } from "./quota.js";

const app = Fastify();
const answer = (handler) => (request, reply) => handler(createRequest(request.raw, reply.raw));
app.all("/api/quota", answer(vocdoniQuota(process.env)));
app.all("/api/didomi/*", answer(didomiQuota(process.env)));
await app.listen({ port: process.env.PORT, host: process.env.HOST });
