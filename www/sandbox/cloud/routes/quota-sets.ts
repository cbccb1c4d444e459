import { compactJson } from "../../reply";
import { CloudError } from "../error";
import type { Route } from "../route";

const detail: Route = {
  method: "GET",
  path: "/cloud/quota-sets/:tenant/detail",
  basis: "made up",
  access: "token",
  handle({ platform: tenant, param }) {
    if (param("tenant") !== tenant.name) throw new CloudError("itemNotFound", "No such tenant");
    return compactJson({ quota_set: tenant.quotaSet() });
  },
};

export const quotaSetRoutes: readonly Route[] = [detail];
