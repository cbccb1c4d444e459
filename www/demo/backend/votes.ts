import { Router } from "express";
import { testBallot } from "./ballot";
import { countOf, textOf } from "./input";
import { finished } from "./job";
import { type Answer, jsonOf, type Platform, succeeded } from "./platform";
import { relay } from "./relay";

/** As many as the platform takes in one batch. */
const MOST_VOTES = 100;

export function voteRoutes(platform: Platform): Router {
  const router = Router();

  router.post("/", async (req, res) => {
    const id = encodeURIComponent(textOf(req.body, "process"));
    const count = countOf(req.body, "count", MOST_VOTES);
    const process = await platform.ask({ method: "GET", path: `/processes/${id}` });
    if (!succeeded(process)) return relay(res, process);
    const election = firstElection(process);
    const votes = Array.from({ length: count }, () => ({ txPayload: testBallot(election) }));
    relay(
      res,
      await finished(platform, await platform.ask({ method: "POST", path: "/votes", body: { votes } })),
    );
  });

  return router;
}

function firstElection(process: Answer): string {
  const questions = jsonOf(process)["questions"] as readonly { upstreamId?: string }[] | undefined;
  return questions?.[0]?.upstreamId ?? "";
}
