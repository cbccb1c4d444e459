import { manages, requireManager } from "../access";
import { parseAddress } from "../address";
import { readDate, readDraft } from "../draft";
import { ApiError } from "../errors";
import { text } from "../json";
import { paginate } from "../page";
import { electionStatus, type VotingProcess } from "../process";
import { processInfo, resultsInfo } from "../process-info";
import { publish, publishProblems } from "../publish";
import { accepted, done, json } from "../reply";
import type { Call, Route } from "../route";

const create: Route = {
  method: "POST",
  path: "/processes",
  basis: "from the source",
  access: "voting:write",
  handle({ platform, caller, body }) {
    const request = body();
    const orgAddress = parseAddress(text(request, "orgAddress"));
    if (orgAddress === null) throw new ApiError("malformedBody", "missing or invalid org address");
    requireManager(caller, orgAddress);
    const drafts = platform.processesOf(orgAddress).filter(({ state }) => state !== "published").length;
    const { maxDrafts, maxCensus } = caller.account.plan;
    if (drafts >= maxDrafts) throw new ApiError("maxDraftsReached", `(${maxDrafts})`);
    const draft = readDraft(request, () => platform.ids.next("question", 24));
    if (draft.census.memberIds.size > maxCensus) throw new ApiError("censusExceedsPlan", `(${maxCensus})`);
    const id = platform.ids.next("process", 24);
    const updatedAt = platform.now();
    platform.processes.set(id, { id, orgAddress, draft, state: "draft", updatedAt });
    return json({ processId: id });
  },
};

const list: Route = {
  method: "GET",
  path: "/processes",
  basis: "from the source",
  access: "public",
  handle({ platform, caller, query }) {
    const given = query.get("orgAddress") ?? "";
    if (given === "") throw new ApiError("malformedUrlParam", "missing orgAddress");
    const orgAddress = parseAddress(given);
    if (orgAddress === null) throw new ApiError("malformedUrlParam", "invalid orgAddress");
    const manager = manages(caller, orgAddress);
    const now = platform.now();
    const shown = platform
      .processesOf(orgAddress)
      .filter(publishedFilter(query.get("published"), manager))
      .filter(statusFilter(query.get("status"), now));
    const { pagination, items } = paginate(shown, query);
    const view = { now, manager, results: false };
    return json({ processes: items.map((process) => processInfo(process, view)), pagination });
  },
};

const read: Route = {
  method: "GET",
  path: "/processes/:processId",
  basis: "from the source",
  access: "public",
  handle(call) {
    const process = processOf(call);
    const manager = manages(call.caller, process.orgAddress);
    // A draft's existence is hidden from everyone else.
    if (process.state !== "published" && !manager) throw new ApiError("processNotFound");
    return json(processInfo(process, { now: call.platform.now(), manager, results: true }));
  },
};

const update: Route = {
  method: "PUT",
  path: "/processes/:processId",
  basis: "from the source",
  access: "voting:write",
  handle(call) {
    const { platform, caller, body } = call;
    const request = body();
    const process = processOf(call);
    requireDraft(process);
    requireManager(caller, process.orgAddress);
    // A question keeps its id as long as the draft has its place (db/processes_questions.go:73).
    const { questions } = process.draft;
    const draft = readDraft(request, (i) => questions[i]?.id ?? platform.ids.next("question", 24));
    const seen = readDate(request, "updatedAt");
    if (seen !== null && seen !== process.updatedAt) {
      const given = text(request, "updatedAt");
      throw new ApiError(
        "staleUpdate",
        `the process was modified after updatedAt ${given}; refetch and retry`,
      );
    }
    process.draft = draft;
    // Later than what any client has seen, within the same millisecond too.
    process.updatedAt = Math.max(platform.now(), process.updatedAt + 1);
    return done();
  },
};

const remove: Route = {
  method: "DELETE",
  path: "/processes/:processId",
  basis: "from the source",
  // Not in the allow-list for API keys (api/apikeys.go:51-97).
  access: "session",
  handle(call) {
    const process = processOf(call);
    requireManager(call.caller, process.orgAddress, null);
    requireDraft(process);
    call.platform.processes.delete(process.id);
    return done();
  },
};

const validate: Route = {
  method: "GET",
  path: "/processes/:processId/validation",
  basis: "from the source",
  access: "voting:write",
  handle(call) {
    const { platform, caller } = call;
    const process = processOf(call);
    requireManager(caller, process.orgAddress, null);
    const problems = publishProblems(caller.account, caller, process, platform.now());
    return json({ valid: problems.length === 0, errors: problems.length === 0 ? null : problems });
  },
};

const publishRoute: Route = {
  method: "POST",
  path: "/processes/:processId/publish",
  basis: "from the source",
  access: "voting:write",
  handle(call) {
    const { platform, caller } = call;
    const process = processOf(call);
    if (!manages(caller, process.orgAddress) || caller.role !== "admin") {
      throw new ApiError("unauthorized", "user is not admin of the organization");
    }
    if (process.state === "published") return json({ processId: process.id });
    const problems = publishProblems(caller.account, caller, process, platform.now());
    if (problems.length > 0) {
      throw new ApiError("malformedBody", `process is not ready to publish: ${problems.join("; ")}`);
    }
    if (process.state === "publishing") throw new ApiError("publishInProgress");
    return accepted(publish(platform, caller.account, process).id);
  },
};

const results: Route = {
  method: "GET",
  path: "/processes/:processId/results",
  basis: "from the source",
  access: "public",
  handle(call) {
    const process = processOf(call);
    if (process.state !== "published") throw new ApiError("processNotFound", "process not published");
    return json(resultsInfo(process, call.platform.now()));
  },
};

export function processOf({ platform, param }: Pick<Call<unknown>, "platform" | "param">): VotingProcess {
  const process = platform.process(param("processId"));
  if (process === null) throw new ApiError("processNotFound");
  return process;
}

function requireDraft(process: VotingProcess): void {
  if (process.state === "published") {
    throw new ApiError("duplicateConflict", "process already published and not in draft mode");
  }
  if (process.state === "publishing") throw new ApiError("publishInProgress");
}

type Filter = (process: VotingProcess) => boolean;

function publishedFilter(given: string | null, manager: boolean): Filter {
  const published: Filter = ({ state }) => state === "published";
  if (given === null || given === "") return manager ? () => true : published;
  if (/^(1|t|true)$/i.test(given)) return published;
  if (!/^(0|f|false)$/i.test(given)) throw new ApiError("malformedUrlParam", "invalid published");
  if (!manager) throw new ApiError("unauthorized", "user is not admin of organization");
  return ({ state }) => state !== "published";
}

function statusFilter(given: string | null, now: number): Filter {
  if (given === null || given === "") return () => true;
  const wanted = given.toUpperCase();
  return (process) =>
    process.draft.questions.some(
      ({ election }) => election !== null && electionStatus(process, election, now) === wanted,
    );
}

export const processRoutes: readonly Route[] = [
  create,
  list,
  read,
  update,
  remove,
  validate,
  publishRoute,
  results,
];
