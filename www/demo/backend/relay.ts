import type { Response } from "express";
import type { Answer } from "./platform";

/** Hands the platform's answer on as it is, refusals included. */
export function relay(res: Response, { status, contentType, body, pace = {} }: Answer): void {
  res.status(status).set("Content-Type", contentType).set(pace).send(body);
}
