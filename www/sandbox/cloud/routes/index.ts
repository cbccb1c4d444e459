import type { Route } from "../route";
import { floatingIpRoutes } from "./floating-ips";
import { quotaSetRoutes } from "./quota-sets";
import { serverRoutes } from "./servers";

export const cloudRoutes: readonly Route[] = [...quotaSetRoutes, ...serverRoutes, ...floatingIpRoutes];
