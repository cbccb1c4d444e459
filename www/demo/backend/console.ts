import { createRequestListener } from "@remix-run/node-fetch-server";
import { Router } from "express";
import type { Proxies } from "./proxies";
import { remembered } from "./remembered";
import type { Sessions } from "./session";
import type { Stage } from "./stage";

/** For the company's own staff: the contract's numbers, those of before, and what a gate makes of them. */
export function consoleRoutes(proxies: Proxies, sessions: Sessions, stage: Stage, dist: string): Router {
  const router = Router();

  async function quota(request: Request): Promise<Response> {
    const { account, history } = stage;
    const answer = await proxies.console(request);
    if (answer.status === 200) history.see(account, await answer.clone().json(), askedAt(answer));
    return answer;
  }

  router.all("/quota", createRequestListener(quota));

  router.get("/history", sessions.only("staff"), async (_req, res) => {
    const { account, environment, history } = stage;
    const samples = history.of(account);
    const state = await remembered(samples, { environment, identity: stage.identity() }, dist);
    res.json({ samples, madeUpUntil: history.since, state });
  });

  return router;
}

/** An answer that the proxy had is as old as it says. */
function askedAt({ headers }: Response): number {
  return Date.now() - Number(headers.get("Age")) * 1_000;
}
