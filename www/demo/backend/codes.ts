import { Router } from "express";
import { countOf, textOf } from "./input";
import { type Answer, jsonOf, ownAnswer, type Platform, succeeded } from "./platform";
import { relay } from "./relay";
import { memberId } from "./voting";

const MOST_CODES = 50;

/** Sends login codes to the next voters of a vote; on the platform each is a request of its own. */
export function codeRoutes(platform: Platform): Router {
  const router = Router();
  const next = new Map<string, number>();

  router.post("/", async (req, res) => {
    const id = encodeURIComponent(textOf(req.body, "process"));
    const channel = textOf(req.body, "channel");
    const count = countOf(req.body, "count", MOST_CODES);
    const process = await platform.ask({ method: "GET", path: `/processes/${id}` });
    if (!succeeded(process)) return relay(res, process);
    const voters = sizeOf(process);
    for (let sent = 0; sent < count; sent += 1) {
      const turn = next.get(id) ?? 0;
      const body = loginBody(memberId(turn % voters), channel);
      const answer = await platform.ask({ method: "POST", path: `/processes/${id}/auth/0`, body });
      if (!succeeded(answer)) return relay(res, answer);
      next.set(id, turn + 1);
    }
    relay(res, ownAnswer(200, { sent: count }));
  });

  return router;
}

function sizeOf(process: Answer): number {
  const census = jsonOf(process)["census"] as { size?: number } | undefined;
  return Math.max(1, census?.size ?? 1);
}

function loginBody(voter: string, channel: string): unknown {
  const destination = channel === "sms" ? { phone: "+15550100" } : { email: `${voter}@example.org` };
  return { memberNumber: voter, ...destination };
}
