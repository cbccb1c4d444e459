import type { Job, JobType, RelayedVote } from "./job";
import type { Platform } from "./platform";

interface NewJob {
  readonly type: JobType;
  readonly orgAddress: string;
  readonly votes?: readonly RelayedVote[];
  readonly completes?: string;
  succeed(): void;
  fail?(): void;
}

/** Accepts a job that ends `jobMs` from now: as a failure if the settings say so. */
export function enqueue(platform: Platform, { succeed, fail, ...job }: NewJob): Job {
  const queued: Job = {
    id: platform.ids.next("job", 64),
    type: job.type,
    orgAddress: job.orgAddress,
    votes: job.votes ?? [],
    completes: job.completes,
    outcome: { status: "pending" },
  };
  const { settings } = platform;
  const fails = settings.failingJobs > 0;
  if (fails) settings.failingJobs -= 1;
  platform.jobs.set(queued.id, queued);
  platform.schedule.add(platform.now() + settings.jobMs, () => {
    queued.outcome = fails ? { status: "failed", error: "transaction failed" } : { status: "completed" };
    if (fails) fail?.();
    else succeed();
  });
  return queued;
}
