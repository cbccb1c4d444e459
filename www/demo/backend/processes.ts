import { Router } from "express";
import { countOf, flagOf, textOf } from "./input";
import { finished } from "./job";
import { listOrganizations } from "./organizations";
import { type Answer, jsonOf, ownAnswer, type Platform, succeeded } from "./platform";
import { relay } from "./relay";
import { summaries } from "./summary";
import { processBody, type VotingForm } from "./voting";

const MOST_VOTERS = 10_000;
const MOST_QUESTIONS = 100;

export function processRoutes(platform: Platform): Router {
  const router = Router();

  router.get("/", async (_req, res) => relay(res, await list(platform)));

  router.post("/", async (req, res) => relay(res, await publish(platform, read(req.body))));

  router.post("/:id/end", async (req, res) => relay(res, await end(platform, req.params.id)));

  return router;
}

function read(body: unknown): VotingForm {
  return {
    organization: textOf(body, "organization"),
    title: textOf(body, "title"),
    voters: countOf(body, "voters", MOST_VOTERS),
    questions: countOf(body, "questions", MOST_QUESTIONS),
    emailOtp: flagOf(body, "emailOtp"),
    smsOtp: flagOf(body, "smsOtp"),
  };
}

/** Creates a draft, publishes it, and waits until it is on chain. */
async function publish(platform: Platform, form: VotingForm): Promise<Answer> {
  const body = processBody(form, Date.now());
  const created = await platform.ask({ method: "POST", path: "/processes", body });
  if (!succeeded(created)) return created;
  const id = encodeURIComponent(String(jsonOf(created)["processId"]));
  return finished(platform, await platform.ask({ method: "POST", path: `/processes/${id}/publish` }));
}

async function end(platform: Platform, id: string): Promise<Answer> {
  const path = `/processes/${encodeURIComponent(id)}/questions/status`;
  return finished(platform, await platform.ask({ method: "PUT", path, body: { status: "ENDED" } }));
}

/** The running votes of all the customers' organizations. */
async function list(platform: Platform): Promise<Answer> {
  const organizations = await listOrganizations(platform);
  if (!succeeded(organizations)) return organizations;
  const answers = await Promise.all(addresses(organizations).map((address) => votesOf(platform, address)));
  const refusal = answers.find((answer) => !succeeded(answer));
  return refusal ?? ownAnswer(200, { processes: answers.flatMap(summaries) });
}

function votesOf(platform: Platform, address: string): Promise<Answer> {
  const query = new URLSearchParams({ orgAddress: address, status: "READY", limit: "100" });
  return platform.ask({ method: "GET", path: `/processes?${query}` });
}

function addresses(organizations: Answer): string[] {
  const list = jsonOf(organizations)["organizations"];
  return Array.isArray(list) ? list.map((each: { address: string }) => each.address) : [];
}
