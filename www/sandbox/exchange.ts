import type { IncomingMessage, ServerResponse } from "node:http";
import { isPreflight } from "./cors";
import type { Faults } from "./fault";
import { misbehave } from "./misbehave";
import { type Reply, send } from "./reply";
import { ADMITTED, type Site } from "./site";

type Answer = () => Promise<Reply>;

/** One request and its answer: preflight, admission, fault, then the platform's answer. */
export class Exchanges {
  readonly #faults: Faults;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  async serve(site: Site, req: IncomingMessage, res: ServerResponse, answer: Answer): Promise<void> {
    const asksFirst = isPreflight(req);
    const cors = (status: number) => (asksFirst ? [] : site.cors(req, status));
    const { refusal, headers } = asksFirst ? ADMITTED : site.admit(req, res);
    const told = (reply: Reply) => ({ ...reply, headers: [...reply.headers, ...headers] });
    if (refusal !== null) return send(res, told(refusal), cors(refusal.status));
    const truth = async () => (asksFirst ? site.preflight(req) : told(await settled(site, answer)));
    const { pathname } = new URL(req.url ?? "/", "http://sandbox");
    const fault = this.#faults.take(req.method ?? "", pathname);
    if (fault !== null) return misbehave(fault, res, truth, cors);
    const result = await truth();
    send(res, result, cors(result.status));
  }
}

/** An answer whatever happens. */
async function settled(site: Site, answer: Answer): Promise<Reply> {
  try {
    return await answer();
  } catch (error) {
    return site.failure(error);
  }
}
