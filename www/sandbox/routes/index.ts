import type { Route } from "../route";
import { integratorRoutes } from "./integrator";
import { jobRoutes } from "./jobs";
import { processRoutes } from "./processes";
import { questionRoutes } from "./questions";
import { serviceRoutes } from "./service";
import { sessionRoutes } from "./session";
import { voterRoutes } from "./voters";
import { voteRoutes } from "./votes";

export const routes: readonly Route[] = [
  ...integratorRoutes,
  ...processRoutes,
  ...questionRoutes,
  ...jobRoutes,
  ...voterRoutes,
  ...voteRoutes,
  ...sessionRoutes,
  ...serviceRoutes,
];
