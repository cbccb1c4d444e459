import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { corsHeaders, isPreflight, preflight } from "./cors";
import { ApiError } from "./errors";
import type { Fault, Faults } from "./fault";
import { isObject, type JsonObject } from "./json";
import { failure, json, plainError, type Reply, reply, send, sendHalf } from "./reply";
import type { Throttle } from "./throttle";

const HTML = "<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>\n";

type Answer = () => Promise<Reply>;

/** One request and its answer: preflight, throttle, fault, then the platform's answer. */
export class Exchanges {
  readonly #throttle: Throttle;
  readonly #faults: Faults;

  constructor(throttle: Throttle, faults: Faults) {
    this.#throttle = throttle;
    this.#faults = faults;
  }

  async serve(req: IncomingMessage, res: ServerResponse, answer: Answer): Promise<void> {
    if (isPreflight(req)) return send(res, preflight(req));
    const sendBack = (result: Reply) => send(res, result, corsHeaders(req, result.status));
    if (!this.#throttle.enter(res)) return sendBack(plainError(429, "Server capacity exceeded."));
    const { pathname } = new URL(req.url ?? "/", "http://sandbox");
    const fault = this.#faults.take(req.method ?? "", pathname);
    if (fault === null) return sendBack(await settled(answer));
    switch (fault.kind) {
      case "hang":
        return;
      case "close":
        res.destroy();
        return;
      case "cut": {
        const result = await settled(answer);
        return sendHalf(res, result, corsHeaders(req, result.status));
      }
      default:
        return sendBack(await faulty(fault, answer));
    }
  }
}

/** Faults that still make an answer; only a delay and a lie let the platform act first. */
async function faulty(
  fault: Exclude<Fault, { kind: "hang" | "close" | "cut" }>,
  answer: Answer,
): Promise<Reply> {
  switch (fault.kind) {
    case "delay":
      await sleep(fault.ms, undefined, { ref: false });
      return settled(answer);
    case "lie":
      return overlaid(await settled(answer), fault.over);
    case "status":
      return reply(fault.status, fault.contentType, fault.body);
    case "html":
      return reply(200, "text/html; charset=utf-8", HTML);
    case "redirect":
      return { ...reply(302, null, ""), headers: [["Location", fault.to]] };
  }
}

/** An answer whatever happens: a panic is an empty 500. */
async function settled(answer: Answer): Promise<Reply> {
  try {
    return await answer();
  } catch (error) {
    return error instanceof ApiError ? failure(error) : reply(500, null, "");
  }
}

function overlaid(answer: Reply, over: JsonObject): Reply {
  if (answer.status !== 200) return answer;
  const truth: unknown = JSON.parse(answer.body.toString("utf8"));
  return isObject(truth) ? json(merged(truth, over)) : answer;
}

function merged(truth: JsonObject, over: JsonObject): JsonObject {
  const result: Record<string, unknown> = { ...truth };
  for (const [key, value] of Object.entries(over)) {
    const old = truth[key];
    result[key] = isObject(old) && isObject(value) ? merged(old, value) : value;
  }
  return result;
}
