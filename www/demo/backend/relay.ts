import type { Response } from "express";
import { type Answer, ownAnswer } from "./platform";

/** Hands the platform's answer on as it is, refusals included. */
export function handOn(res: Response, { status, contentType, body, pace = {} }: Answer): void {
  res.status(status).set("Content-Type", contentType).set(pace).send(body);
}

/**
 * The same, but what went wrong between here and the platform is told as the proxy tells it: a key that was revoked is no reason for a
 * visitor to sign in.
 */
export function relay(res: Response, answer: Answer): void {
  const failed = FAILURES[answer.status];
  handOn(res, failed ? { ...answer, ...failed } : answer);
}

const FAILURES: Readonly<Partial<Record<number, Answer>>> = {
  401: ownAnswer(502, { error: "the platform refused this server's credentials" }),
  429: ownAnswer(503, { error: "the platform asks to be left alone for a while" }),
  500: ownAnswer(502, { error: "the platform failed" }),
};
