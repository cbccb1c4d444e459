import type { IncomingMessage, ServerResponse } from "node:http";
import { corsHeaders, isPreflight, preflight } from "./cors";
import { ApiError } from "./errors";
import type { Faults } from "./fault";
import { misbehave } from "./misbehave";
import { failure, plainError, type Reply, reply, send } from "./reply";
import type { Throttle } from "./throttle";

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
    const asksFirst = isPreflight(req);
    const cors = (status: number) => (asksFirst ? [] : corsHeaders(req, status));
    if (!asksFirst && !this.#throttle.enter(res)) {
      return send(res, plainError(429, "Server capacity exceeded."), cors(429));
    }
    const truth = async () => (asksFirst ? preflight(req) : settled(answer));
    const { pathname } = new URL(req.url ?? "/", "http://sandbox");
    const fault = this.#faults.take(req.method ?? "", pathname);
    if (fault !== null) return misbehave(fault, res, truth, cors);
    const result = await truth();
    send(res, result, cors(result.status));
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
