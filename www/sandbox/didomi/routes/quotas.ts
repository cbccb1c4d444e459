import { compactJson } from "../../reply";
import { DidomiError } from "../error";
import { organizationsAsked, page } from "../list";
import type { Organization } from "../organization";
import type { Route } from "../route";

const list: Route = {
  method: "GET",
  path: "/v1/quotas",
  basis: "documented",
  access: "token",
  handle: (call) =>
    page(
      call,
      recordsOf(organizationsAsked(call)).map((record) => record.info()),
    ),
};

const read: Route = {
  method: "GET",
  // By the record's id, which isn't the organization's.
  path: "/v1/quotas/:id",
  basis: "documented",
  access: "token",
  handle({ caller, param }) {
    const id = param("id");
    const record = recordsOf(caller.organizations).find((candidate) => candidate.id === id);
    if (record === undefined) throw new DidomiError("NotFound", `No record found for id '${id}'`);
    return compactJson(record.info());
  },
};

function recordsOf(organizations: readonly Organization[]) {
  return organizations.map(({ quotas }) => quotas).filter(({ exists }) => exists);
}

export const quotaRoutes: readonly Route[] = [list, read];
