import type { JsonObject } from "./json";

export type JobType = "publish_voting_process" | "set_process_status" | "relay_vote" | "relay_votes";

export type JobOutcome =
  | { readonly status: "pending" }
  | { readonly status: "completed" }
  | { readonly status: "failed"; readonly error: string };

/** What is known of one relayed vote, before and after it is mined. */
export interface RelayedVote {
  readonly processId: string;
  readonly nullifier: string | undefined;
  voteID: string | undefined;
}

export interface Job {
  readonly id: string;
  readonly type: JobType;
  readonly orgAddress: string;
  readonly votes: readonly RelayedVote[];
  /** The status a completed publish or status change reports. */
  readonly completes: string | undefined;
  outcome: JobOutcome;
}

export function jobInfo(job: Job): JsonObject {
  const { outcome } = job;
  return {
    jobId: job.id,
    type: job.type,
    status: outcome.status,
    errors: outcome.status === "failed" ? [outcome.error] : undefined,
    result: result(job),
  };
}

function result(job: Job): JsonObject | undefined {
  switch (job.type) {
    case "relay_vote":
      return job.votes[0] === undefined ? undefined : { ...job.votes[0] };
    case "relay_votes":
      return batchResult(job);
    case "publish_voting_process":
    case "set_process_status":
      return job.outcome.status === "completed" ? { status: job.completes } : undefined;
  }
}

function batchResult(job: Job): JsonObject {
  const total = job.votes.length;
  const added = job.outcome.status === "pending" ? 0 : total;
  const error = job.outcome.status === "failed" ? job.outcome.error : undefined;
  return {
    votes: job.votes.map((vote) => ({ ...vote, status: job.outcome.status, error })),
    added: added === 0 ? undefined : added,
    progress: added === 0 ? undefined : 100,
    total,
  };
}
