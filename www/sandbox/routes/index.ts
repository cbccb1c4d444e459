import type { Route } from "../route";
import { integratorRoutes } from "./integrator";
import { jobRoutes } from "./jobs";
import { processRoutes } from "./processes";
import { sessionRoutes } from "./session";
import { voterRoutes } from "./voters";
import { voteRoutes } from "./votes";

export const routes: readonly Route[] = [
  ...integratorRoutes,
  ...processRoutes,
  ...jobRoutes,
  ...voterRoutes,
  ...voteRoutes,
  ...sessionRoutes,
];
