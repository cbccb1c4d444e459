import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, jsonOf, type Platform } from "./platform";

const EVERY_MS = 200;
const PATIENCE_MS = 10_000;

/** Waits for a job that the platform accepted. The answer is the job's last, or what came in place of a job. */
export async function finished(platform: Platform, accepted: Answer): Promise<Answer> {
  if (accepted.status !== 202) return accepted;
  const ended = await ending(platform, accepted);
  // It counts from when the job is done, and not from when it was accepted.
  platform.changed();
  return ended;
}

async function ending(platform: Platform, accepted: Answer): Promise<Answer> {
  const path = `/jobs/${encodeURIComponent(String(jsonOf(accepted)["jobId"]))}`;
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const job = await platform.ask({ method: "GET", path });
    if (job.status !== 200) return job;
    const { status } = jsonOf(job);
    if (status === "completed") return job;
    if (status === "failed") return { ...job, status: 502 };
    if (Date.now() >= end) return { ...job, status: 202 };
    await sleep(EVERY_MS);
  }
}
