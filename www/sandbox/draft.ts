import { ApiError } from "./errors";
import { amount, flag, type JsonObject, languages, object, objects, text, texts } from "./json";
import type { Census, Draft, Question } from "./process";

/** db/const.go: the same cap holds for the votes of one POST /votes. */
export const MAX_QUESTIONS = 100;

const NAMED_TYPES = new Set(["singlechoice", "multichoice", "ranked", "cumulative"]);

export function readDraft(body: JsonObject, newQuestionId: () => string): Draft {
  const requested = objects(body, "questions");
  if (requested.length === 0 || requested.length > MAX_QUESTIONS) {
    throw new ApiError("malformedBody", `questions must be between 1 and ${MAX_QUESTIONS}`);
  }
  const census = readCensus(object(body, "census") ?? {});
  return {
    title: languages(body, "title"),
    description: languages(body, "description"),
    header: text(body, "header"),
    streamUri: text(body, "streamUri"),
    startDate: readDate(body, "startDate"),
    endDate: readDate(body, "endDate"),
    census,
    questions: requested.map((question, i) => readQuestion(question, i, census, newQuestionId())),
  };
}

/** The sandbox keeps no member base: any id given is a member. */
function readCensus(from: JsonObject): Census {
  return {
    weighted: flag(from, "weighted"),
    authFields: texts(from, "authFields"),
    twoFaFields: texts(from, "twoFaFields"),
    memberIds: new Set(texts(from, "memberIds")),
  };
}

function readQuestion(from: JsonObject, index: number, census: Census, id: string): Question {
  const question: Question = {
    id,
    title: languages(from, "title"),
    description: languages(from, "description"),
    choices: objects(from, "choices"),
    type: text(from, "type"),
    typeSetup: object(from, "typeSetup") ?? {},
    ballotProtocol: object(from, "ballotProtocol"),
    secretUntilTheEnd: flag(from, "secretUntilTheEnd"),
    eligibleMemberIds: [...new Set(texts(object(from, "census") ?? {}, "memberIds"))],
    metadata: object(from, "metadata"),
    election: null,
  };
  const problem = shapeProblem(question, index) ?? eligibilityProblem(question, census);
  if (problem !== null) throw new ApiError("invalidData", problem);
  return question;
}

function shapeProblem(question: Question, index: number): string | null {
  if (question.ballotProtocol !== null) return null;
  if (question.type === "") return `question ${index}: a type or a ballotProtocol is required`;
  if (!NAMED_TYPES.has(question.type)) return `question ${index}: unsupported type "${question.type}"`;
  const { length } = question.choices;
  const maxChoices = amount(question.typeSetup, "maxChoices");
  if (question.type !== "multichoice" || (maxChoices >= 1 && maxChoices <= length)) return null;
  return `question ${index}: maxChoices must be between 1 and the number of choices (${length})`;
}

function eligibilityProblem(question: Question, census: Census): string | null {
  const missing = question.eligibleMemberIds.filter((id) => !census.memberIds.has(id));
  return missing.length === 0 ? null : `members are not part of the process census: ${missing.join(", ")}`;
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export function readDate(from: JsonObject, key: string): number | null {
  const value = text(from, key);
  if (value === "") return null;
  const time = RFC3339.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw new ApiError("malformedBody", `invalid ${key}`);
  return time;
}
