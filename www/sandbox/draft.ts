import { readBallot } from "./ballot";
import { ApiError } from "./errors";
import { count, flag, type JsonObject, languages, object, objects, text, texts } from "./json";
import type { Census, Choice, Draft, Question } from "./process";

/** db/const.go: the same cap holds for the votes of one POST /votes. */
export const MAX_QUESTIONS = 100;

export function readDraft(body: JsonObject, questionId: (index: number) => string): Draft {
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
    questions: requested.map((question, i) => readQuestion(question, i, census, questionId(i))),
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
  const choices = objects(from, "choices").map(readChoice);
  const values = choices.map(({ value }) => value);
  const question: Question = {
    id,
    title: languages(from, "title"),
    description: languages(from, "description"),
    choices,
    ballot: readBallot(from, values, `question ${index}`),
    secretUntilTheEnd: flag(from, "secretUntilTheEnd"),
    eligibleMemberIds: [...new Set(texts(object(from, "census") ?? {}, "memberIds"))],
    metadata: object(from, "metadata"),
    election: null,
  };
  const problem = eligibilityProblem(question, census);
  if (problem !== null) throw new ApiError("invalidData", problem);
  return question;
}

/** What else a choice carries isn't kept. */
function readChoice(from: JsonObject): Choice {
  return { title: languages(from, "title"), value: count(from, "value") };
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
