import type { Ballot } from "./ballot";
import type { JsonObject } from "./json";
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

export interface Choice {
  readonly title: Languages | null;
  readonly value: number;
}

export interface Question {
  readonly id: string;
  readonly title: Languages | null;
  readonly description: Languages | null;
  readonly choices: readonly Choice[];
  readonly ballot: Ballot;
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
