import { organizationsAsked, page } from "../list";
import type { Route } from "../route";

const list: Route = {
  method: "GET",
  path: "/v1/premium-features",
  basis: "documented",
  access: "token",
  handle: (call) =>
    page(
      call,
      organizationsAsked(call).map((organization) => organization.premiumInfo()),
    ),
};

export const premiumFeatureRoutes: readonly Route[] = [list];
