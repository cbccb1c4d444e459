import { manages, requireManager } from "../access";
import { ApiError } from "../errors";
import { enqueue } from "../job-queue";
import { type JsonObject, objects, text } from "../json";
import type { Platform } from "../platform";
import type { Election, Question, VotingProcess } from "../process";
import { publicQuestionInfo } from "../process-info";
import { accepted, json, type Reply } from "../reply";
import type { Call, Route } from "../route";
import { processOf } from "./processes";

const setStatuses: Route = {
  method: "PUT",
  path: "/processes/:processId/questions/status",
  basis: "from the source",
  access: "voting:write",
  handle(call) {
    const request = call.body();
    const status = statusOf(request);
    const process = processOf(call);
    requireManager(call.caller, process.orgAddress, null);
    const wanted = new Set(objects(request, "questions").map((question) => text(question, "id")));
    const questions = process.draft.questions.filter(({ id }) => wanted.size === 0 || wanted.has(id));
    return changeStatus(call.platform, process, questions, status);
  },
};

const setStatus: Route = {
  method: "PUT",
  path: "/processes/:processId/questions/:questionId/status",
  basis: "from the source",
  access: "voting:write",
  handle(call) {
    const id = questionId(call);
    const status = statusOf(call.body());
    const process = processOf(call);
    requireManager(call.caller, process.orgAddress, null);
    return changeStatus(call.platform, process, [questionOf(process, id)], status);
  },
};

const read: Route = {
  method: "GET",
  path: "/processes/:processId/questions/:questionId",
  basis: "from the source",
  access: "public",
  handle(call) {
    const process = processOf(call);
    const question = questionOf(process, questionId(call));
    // Unlike the process, no draft's question is shown, to managers neither.
    if (process.state !== "published") throw new ApiError("processNotFound", "question not found");
    const manager = manages(call.caller, process.orgAddress);
    const view = { now: call.platform.now(), manager, results: true };
    return json(publicQuestionInfo(process, question, view));
  },
};

function changeStatus(
  platform: Platform,
  { orgAddress }: VotingProcess,
  questions: readonly Question[],
  status: Election["status"],
): Reply {
  const elections = questions.flatMap(({ election }) => election ?? []);
  if (elections.length === 0) throw new ApiError("malformedBody", "no published questions to update");
  const succeed = () => {
    for (const election of elections) election.status = status;
  };
  const job = enqueue(platform, { type: "set_process_status", orgAddress, completes: status, succeed });
  return accepted(job.id);
}

const STATUSES = ["READY", "PAUSED", "ENDED", "CANCELED"] as const;

function statusOf(request: JsonObject): Election["status"] {
  const wanted = text(request, "status").toUpperCase();
  const status = STATUSES.find((candidate) => candidate === wanted);
  if (status === undefined) throw new ApiError("malformedBody", "invalid status");
  return status;
}

function questionId({ param }: Pick<Call<unknown>, "param">): string {
  const id = param("questionId");
  if (!/^[0-9a-fA-F]{24}$/.test(id)) throw new ApiError("malformedUrlParam", "invalid question ID");
  return id.toLowerCase();
}

function questionOf(process: VotingProcess, id: string): Question {
  const question = process.draft.questions.find((candidate) => candidate.id === id);
  if (question === undefined) throw new ApiError("processNotFound", "question not found");
  return question;
}

export const questionRoutes: readonly Route[] = [setStatuses, setStatus, read];
