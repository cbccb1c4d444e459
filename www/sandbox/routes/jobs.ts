import { manages } from "../access";
import { parseAddress } from "../address";
import { ApiError } from "../errors";
import { jobInfo } from "../job";
import { paginate } from "../page";
import { json } from "../reply";
import type { Route } from "../route";

const read: Route = {
  method: "GET",
  path: "/jobs/:jobId",
  basis: "from the source",
  // The id is the capability: voters poll their votes without a credential (api/jobs.go:13-31).
  access: "public",
  handle({ platform, param }) {
    const job = platform.jobs.get(param("jobId"));
    if (job === undefined) throw new ApiError("jobNotFound");
    return json(jobInfo(job));
  },
};

const list: Route = {
  method: "GET",
  path: "/jobs",
  basis: "from the source",
  access: "session",
  handle({ platform, caller, query }) {
    const orgAddress = parseAddress(query.get("orgAddress") ?? "");
    if (orgAddress === null) throw new ApiError("malformedUrlParam", "invalid orgAddress");
    if (!manages(caller, orgAddress)) {
      throw new ApiError("unauthorized", "user is not admin or manager of organization");
    }
    const type = query.get("type");
    const jobs = [...platform.jobs.values()]
      .filter((job) => job.orgAddress === orgAddress && (type === null || job.type === type))
      .reverse();
    const { pagination, items } = paginate(jobs, query);
    return json({ pagination, jobs: items.map(jobInfo) });
  },
};

export const jobRoutes: readonly Route[] = [read, list];
