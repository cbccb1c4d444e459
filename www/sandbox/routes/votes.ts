import { mixedCase } from "../address";
import { MAX_QUESTIONS } from "../draft";
import { readEnvelope } from "../envelope";
import { ApiError, toApiError } from "../errors";
import { hexOf } from "../ids";
import type { RelayedVote } from "../job";
import { enqueue } from "../job-queue";
import { objects, text } from "../json";
import type { Organization } from "../organization";
import type { Platform } from "../platform";
import type { Election } from "../process";
import { accepted } from "../reply";
import type { Route } from "../route";

// process_vote.go:115-124
const VOTE_BYTES = 8 * 1024;
const BATCH_BYTES = MAX_QUESTIONS * VOTE_BYTES + 4 * 1024;

interface ParsedVote {
  readonly relayed: RelayedVote;
  readonly voteID: string;
  readonly election: Election;
  readonly org: Organization;
}

const relayOne: Route = {
  method: "POST",
  path: "/vote",
  basis: "from the source",
  access: "public",
  bodyLimit: VOTE_BYTES,
  handle({ platform, body }) {
    const vote = parseVote(platform, text(body(), "txPayload"));
    return accepted(relay(platform, "relay_vote", vote.org, [vote]));
  },
};

const relayBatch: Route = {
  method: "POST",
  path: "/votes",
  basis: "from the source",
  access: "public",
  bodyLimit: BATCH_BYTES,
  handle({ platform, body }) {
    const items = objects(body(), "votes");
    if (items.length > MAX_QUESTIONS) {
      throw new ApiError("voteBatchTooLarge", `${items.length} votes, the maximum is ${MAX_QUESTIONS}`);
    }
    const votes = items.map((item, i) => located(i, () => parseVote(platform, text(item, "txPayload"))));
    const [first] = votes;
    if (first === undefined) throw new ApiError("voteBatchEmpty");
    requireOneOrganization(first.org, votes);
    requireDistinctNullifiers(votes);
    return accepted(relay(platform, "relay_votes", first.org, votes));
  },
};

/** Never refused on quota (process_vote.go:454); counted once mined, each envelope anew. */
function relay(
  platform: Platform,
  type: "relay_vote" | "relay_votes",
  org: Organization,
  votes: readonly ParsedVote[],
): string {
  const succeed = () => {
    for (const vote of votes) {
      vote.relayed.voteID = vote.voteID;
      vote.election.votes += 1;
      vote.org.counters.sentVotes += 1;
    }
  };
  const relayed = votes.map((vote) => vote.relayed);
  return enqueue(platform, { type, orgAddress: org.address, votes: relayed, succeed }).id;
}

function parseVote(platform: Platform, payload: string): ParsedVote {
  if (payload === "") throw new ApiError("malformedBody", "missing txPayload");
  const digits = payload.replace(/^0x/, "");
  if (!/^([0-9a-fA-F]{2})*$/.test(digits)) throw new ApiError("malformedBody");
  const bytes = Buffer.from(digits, "hex");
  const { processId, nullifier } = readEnvelope(bytes);
  const target = electionAt(platform, processId);
  if (target === null) throw new ApiError("processNotFound");
  // The chain derives it from the voter's signature; here any stable value of the envelope will do.
  const voteID = nullifier ?? hexOf(bytes);
  return { ...target, voteID, relayed: { processId, nullifier, voteID: undefined } };
}

function electionAt(platform: Platform, id: string): Pick<ParsedVote, "election" | "org"> | null {
  for (const process of platform.processes.values()) {
    const election = process.draft.questions.find((question) => question.election?.id === id)?.election;
    const org = platform.organization(process.orgAddress);
    if (election != null && org !== null) return { election, org };
  }
  return null;
}

function located<T>(index: number, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw toApiError(error)?.at(`at vote index ${index}`) ?? error;
  }
}

function requireOneOrganization(org: Organization, votes: readonly ParsedVote[]): void {
  const stray = votes.findIndex((vote) => vote.org.address !== org.address);
  const other = votes[stray];
  if (other === undefined) return;
  const [theirs, first] = [mixedCase(other.org.address), mixedCase(org.address)];
  throw new ApiError(
    "voteBatchMixed",
    `vote index ${stray} targets ${theirs}, vote index 0 targets ${first}`,
  );
}

function requireDistinctNullifiers(votes: readonly ParsedVote[]): void {
  const seen = new Map<string, number>();
  votes.forEach(({ relayed: { nullifier } }, i) => {
    if (nullifier === undefined) return;
    const first = seen.get(nullifier);
    if (first !== undefined) {
      throw new ApiError("invalidTxFormat", `vote index ${i} repeats the nullifier of vote index ${first}`);
    }
    seen.set(nullifier, i);
  });
}

export const voteRoutes: readonly Route[] = [relayOne, relayBatch];
