import type { Route } from "../route";
import { destinationRoutes } from "./destinations";
import { integrationRoutes } from "./integrations";
import { premiumFeatureRoutes } from "./premium-features";
import { quotaRoutes } from "./quotas";
import { sessionRoutes } from "./sessions";

export const didomiRoutes: readonly Route[] = [
  ...sessionRoutes,
  ...quotaRoutes,
  ...premiumFeatureRoutes,
  ...integrationRoutes,
  ...destinationRoutes,
];
