import { createRequestListener } from "@remix-run/node-fetch-server";
import express from "express";
import { didomiQuota, vocdoniQuota } from "./quota.js";

const app = express();
app.disable("x-powered-by");
app.all("/api/quota", createRequestListener(vocdoniQuota(process.env)));
app.all("/api/didomi/*list", createRequestListener(didomiQuota(process.env)));
app.listen(process.env.PORT, process.env.HOST);
