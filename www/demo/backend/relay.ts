import type { Response } from "express";
import type { Answer } from "./platform";

/** Hands the platform's answer on as it is, refusals included. */
export function relay(res: Response, { status, contentType, body }: Answer): void {
  res.status(status).set("Content-Type", contentType).send(body);
}
