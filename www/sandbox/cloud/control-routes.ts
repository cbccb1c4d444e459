import express, { type Router } from "express";
import { bodyOf } from "../control-body";
import { onlyKeys, readNumber, readSome } from "../control-fields";
import type { CloudControl } from "./control";
import { RESOURCES } from "./quota-set";

/** `sandbox.cloud` over HTTP. */
export function cloudControlRoutes(control: CloudControl): Router {
  const router = express.Router();
  router.get("/", (_req, res) => void res.json(control.state()));
  router.patch("/", (req, res) => {
    const body = bodyOf(req);
    onlyKeys(body, ["limits", "usage"]);
    const limits = readSome(body["limits"] ?? {}, RESOURCES, readNumber);
    const usage = readSome(body["usage"] ?? {}, RESOURCES, readUsed);
    control.setLimits(limits);
    control.setUsage(usage);
    res.json(control.state());
  });
  router.get("/token", (_req, res) => void res.json({ token: control.token() }));
  return router;
}

function readUsed(value: unknown) {
  return typeof value === "number" ? value : readSome(value, ["in_use", "reserved"], readNumber);
}
