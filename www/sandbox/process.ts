import { bareHex } from "./address";
import type { JsonObject } from "./json";
import { isoSeconds } from "./organization";
import type { PublishDemand } from "./quota";

export type Languages = Readonly<Record<string, string>>;

export interface Census {
  readonly weighted: boolean;
  readonly authFields: readonly string[];
  readonly twoFaFields: readonly string[];
  readonly memberIds: ReadonlySet<string>;
}

/** A question that is on chain; each is an election of its own. */
export interface Election {
  readonly id: string;
  status: "READY" | "PAUSED" | "ENDED" | "CANCELED";
  votes: number;
}

export interface Question {
  readonly id: string;
  readonly title: Languages | null;
  readonly description: Languages | null;
  readonly choices: readonly JsonObject[];
  readonly type: string;
  readonly typeSetup: JsonObject;
  readonly ballotProtocol: JsonObject | null;
  readonly secretUntilTheEnd: boolean;
  readonly eligibleMemberIds: readonly string[];
  readonly metadata: JsonObject | null;
  election: Election | null;
}

/** What a create or update request says. */
export interface Draft {
  readonly title: Languages | null;
  readonly description: Languages | null;
  readonly header: string;
  readonly streamUri: string;
  readonly startDate: number | null;
  readonly endDate: number | null;
  readonly census: Census;
  readonly questions: readonly Question[];
}

export interface VotingProcess {
  readonly id: string;
  readonly orgAddress: string;
  draft: Draft;
  state: "draft" | "publishing" | "published";
  updatedAt: number;
}

export type ElectionStatus = Election["status"] | "RESULTS";

/** Past its end date an election shows its results. */
export function electionStatus(process: VotingProcess, election: Election, now: number): ElectionStatus {
  const { endDate } = process.draft;
  return election.status !== "CANCELED" && endDate !== null && now >= endDate ? "RESULTS" : election.status;
}

export function isActive(process: VotingProcess, now: number): boolean {
  return process.draft.questions.some(({ election }) => {
    if (election === null) return false;
    const status = electionStatus(process, election, now);
    return status === "READY" || status === "PAUSED";
  });
}

export function demandOf(draft: Draft): PublishDemand {
  const { census, questions } = draft;
  return {
    voters: census.memberIds.size,
    questions: questions.length,
    emailOtp: census.twoFaFields.includes("email"),
    smsOtp: census.twoFaFields.includes("phone"),
  };
}

export interface View {
  readonly now: number;
  /** Managers see who may vote a question. */
  readonly manager: boolean;
  /** Lists leave the tallies out. */
  readonly results: boolean;
}

const CHAIN_ID = "vocdoni-sandbox-1";

export function processInfo(process: VotingProcess, view: View): JsonObject {
  const { draft } = process;
  const size = draft.census.memberIds.size;
  return {
    id: process.id,
    orgAddress: bareHex(process.orgAddress),
    published: process.state === "published",
    census: {
      weighted: draft.census.weighted,
      authFields: unlessEmpty(draft.census.authFields),
      twoFaFields: unlessEmpty(draft.census.twoFaFields),
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

function questionInfo(process: VotingProcess, question: Question, view: View): JsonObject {
  const { election } = question;
  return {
    id: question.id,
    parentProcessId: process.id,
    title: question.title,
    description: question.description ?? undefined,
    choices: question.choices,
    type: question.type,
    typeSetup: question.typeSetup,
    ballotProtocol: question.ballotProtocol ?? undefined,
    secretUntilTheEnd: question.secretUntilTheEnd,
    eligibleMemberIds: view.manager ? unlessEmpty(question.eligibleMemberIds) : undefined,
    metadata: question.metadata ?? undefined,
    upstreamId: election?.id,
    status: election === null ? undefined : electionStatus(process, election, view.now),
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
