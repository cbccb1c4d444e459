import { bareHex } from "./address";
import { CHAIN_ID, encryptionKeys } from "./chain";
import type { JsonObject } from "./json";
import { isoSeconds } from "./organization";
import { type Census, type Election, electionStatus, type Question, type VotingProcess } from "./process";

export interface View {
  readonly now: number;
  /** Managers see who may vote a question. */
  readonly manager: boolean;
  /** Lists leave the tallies out. */
  readonly results: boolean;
}

export function processInfo(process: VotingProcess, view: View): JsonObject {
  const { draft } = process;
  const size = draft.census.memberIds.size;
  return {
    id: process.id,
    orgAddress: bareHex(process.orgAddress),
    published: process.state === "published",
    census: {
      ...censusInfo(draft.census),
      size: size === 0 ? undefined : size,
      totalWeight: view.results && size > 0 ? size : undefined,
    },
    title: draft.title,
    description: draft.description ?? undefined,
    header: draft.header === "" ? undefined : draft.header,
    streamUri: draft.streamUri === "" ? undefined : draft.streamUri,
    startDate: draft.startDate === null ? undefined : isoSeconds(draft.startDate),
    endDate: draft.endDate === null ? undefined : isoSeconds(draft.endDate),
    questions: draft.questions.map((question) => questionInfo(process, question, view)),
    chainId: CHAIN_ID,
    updatedAt: new Date(process.updatedAt).toISOString(),
  };
}

/** One question, as voters read it: with what the census asks of them. */
export function publicQuestionInfo(process: VotingProcess, question: Question, view: View): JsonObject {
  return { ...questionInfo(process, question, view), census: censusInfo(process.draft.census) };
}

export function resultsInfo(process: VotingProcess, now: number): JsonObject {
  const questions = process.draft.questions.flatMap((question) => {
    const { id, election } = question;
    if (election === null) return [];
    return [{ questionId: id, upstreamId: election.id, ...tally(process, question, election, now) }];
  });
  return { id: process.id, questions };
}

function censusInfo(census: Census): JsonObject {
  return {
    weighted: census.weighted,
    authFields: unlessEmpty(census.authFields),
    twoFaFields: unlessEmpty(census.twoFaFields),
  };
}

function questionInfo(process: VotingProcess, question: Question, view: View): JsonObject {
  const { election } = question;
  return {
    id: question.id,
    parentProcessId: process.id,
    title: question.title,
    description: question.description ?? undefined,
    choices: question.choices,
    type: question.ballot.type,
    typeSetup: question.ballot.typeSetup,
    ballotProtocol: question.ballot.protocol ?? undefined,
    secretUntilTheEnd: question.secretUntilTheEnd,
    eligibleMemberIds: view.manager ? unlessEmpty(question.eligibleMemberIds) : undefined,
    metadata: question.metadata ?? undefined,
    upstreamId: election?.id,
    status: election === null ? undefined : electionStatus(process, election, view.now),
    encryptionKeys: election !== null && question.secretUntilTheEnd ? encryptionKeys(election.id) : undefined,
    results: election === null || !view.results ? undefined : tally(process, question, election, view.now),
  };
}

/** The sandbox counts envelopes; it doesn't open them. */
function tally(process: VotingProcess, question: Question, election: Election, now: number): JsonObject {
  const eligible = question.eligibleMemberIds.length;
  return {
    voteCount: election.votes,
    maxVoters: eligible > 0 ? eligible : process.draft.census.memberIds.size,
    finalResults: electionStatus(process, election, now) === "RESULTS",
  };
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
