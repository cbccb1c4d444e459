import { bodyOf, isResponse, parsed, type Reply, shapeOf, statusOf, textOf } from "./reply.js";
import type { Timers } from "./timer.js";
import { within } from "./within.js";

/** What a platform answered to an attempt. Never rejects: what can't be looked at says nothing. */
export const readRefusal = (timers: Timers, refusal: unknown, timeoutMs: number): Promise<Reply> =>
  read(timers, refusal, timeoutMs).catch(() => ({ status: 0, body: undefined }));

/** Of a Response a clone is read; else it is a parsed body, or an SDK's error. */
const read = async (timers: Timers, refusal: unknown, timeoutMs: number): Promise<Reply> => {
  const response = [refusal, unreadResponseOf(refusal)].find(isResponse);
  if (response) {
    const text = await copyOf(timers, response, timeoutMs);
    return { status: response.status, body: parsed(text) ?? text };
  }
  const status = statusOf(refusal);
  if (status === undefined && !(refusal instanceof Error)) {
    return { status: 0, body: typeof refusal === "string" ? parsed(refusal) : refusal };
  }
  return { status: status ?? 0, body: bodyOf(refusal) };
};

/** An SDK that has read the response gives the body with its error. */
const unreadResponseOf = (error: unknown): unknown => {
  const { body, data, response } = shapeOf(error);
  return body === undefined && data === undefined ? response : undefined;
};

/** Nothing where the body was read before, is cut off, or never ends. */
const copyOf = (timers: Timers, response: Response, timeoutMs: number): Promise<string> =>
  within(timers, timeoutMs, () => textOf(response.clone())).catch(() => "");
