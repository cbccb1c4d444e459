import type { Caller } from "./access";
import type { Account } from "./account";
import { ApiError } from "./errors";
import type { Job } from "./job";
import { enqueue } from "./job-queue";
import type { Platform } from "./platform";
import { type Draft, demandOf, type VotingProcess } from "./process";
import { censusRefusal, slotRefusal, takesSlot } from "./quota";

const DAY_SECONDS = 24 * 60 * 60;

/** Every reason to refuse a publish that is known beforehand, in the platform's order (processes_publish.go:97-190). */
export function publishProblems(
  account: Account,
  caller: Caller,
  { draft }: VotingProcess,
  now: number,
): string[] {
  const problems = structuralProblems(draft, now);
  if (caller.role !== "admin") problems.push("publishing requires the admin role");
  if (draft.census.memberIds.size === 0) return [...problems, "census has no members"];
  const refusals = [planRefusal(account, draft, now), ...quotaRefusals(account, draft)];
  for (const refusal of refusals) if (refusal !== null) problems.push(refusal.message);
  return problems;
}

function structuralProblems(draft: Draft, now: number): string[] {
  const { title, startDate, endDate, questions } = draft;
  const problems: string[] = [];
  if (title === null || Object.keys(title).length === 0) problems.push("missing title");
  if (endDate === null || endDate <= now) problems.push("endDate must be in the future");
  if (startDate !== null && (endDate === null || endDate <= startDate)) {
    problems.push("endDate must be after startDate");
  }
  questions.forEach((question, i) => {
    if (question.choices.length === 0) problems.push(`question ${i} has no choices`);
  });
  return problems;
}

/** subscriptions.go:487-510 */
function planRefusal(account: Account, draft: Draft, now: number): ApiError | null {
  const { maxCensus, maxDurationDays } = account.plan;
  const size = largestCensus(draft);
  if (size > maxCensus) return new ApiError("censusExceedsPlan", `plan max census: ${maxCensus}`);
  const start = Math.max(draft.startDate ?? now, now);
  const seconds = Math.trunc(((draft.endDate ?? start) - start) / 1000);
  if (seconds <= maxDurationDays * DAY_SECONDS) return null;
  return new ApiError("invalidData", `process duration exceeds the plan limit of ${maxDurationDays} days`);
}

function largestCensus(draft: Draft): number {
  const whole = draft.census.memberIds.size;
  return Math.max(...draft.questions.map((question) => question.eligibleMemberIds.length || whole));
}

/** The slot and the census are checked each for itself, so both may refuse. */
function quotaRefusals(account: Account, draft: Draft): (ApiError | null)[] {
  const demand = demandOf(draft);
  const census = account.enforced ? censusRefusal(account.limits, account.usage, demand) : null;
  return [slotProblem(account, demand.voters), census];
}

function slotProblem(account: Account, voters: number): ApiError | null {
  if (takesSlot(voters) && !account.isIntegrator) return new ApiError("notAnIntegrator");
  return account.enforced ? slotRefusal(account.limits, account.usage, voters) : null;
}

/** Takes the slot at once; a failed job gives it back, as nothing was mined (processes_publish.go:280-301). */
export function publish(platform: Platform, account: Account, process: VotingProcess): Job {
  const slots = takesSlot(process.draft.census.memberIds.size) ? 1 : 0;
  account.managedProcesses += slots;
  process.state = "publishing";
  return enqueue(platform, {
    type: "publish_voting_process",
    orgAddress: process.orgAddress,
    completes: "READY",
    succeed: () => {
      process.state = "published";
      process.draft = { ...process.draft, startDate: startOf(process.draft, platform.clock.now()) };
      for (const question of process.draft.questions) {
        question.election = { id: platform.ids.next("election", 64), status: "READY", votes: 0 };
      }
      const org = account.organizations.get(process.orgAddress);
      if (org !== undefined) org.counters.processes += slots;
    },
    fail: () => {
      process.state = "draft";
      account.managedProcesses -= slots;
    },
  });
}

/** A start that isn't to come is when the elections were mined (processes_publish.go, resolveStartDate). */
function startOf({ startDate }: Draft, mined: number): number {
  return Math.max(startDate ?? mined, mined);
}
