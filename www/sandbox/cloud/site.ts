import type { Request } from "express";
import { readCall } from "../call";
import { Cors } from "../cors";
import { Unreadable } from "../json";
import { allowing, type Reply } from "../reply";
import { ADMITTED, type Site } from "../site";
import { authenticate } from "./access";
import { CloudError, errorReply } from "./error";
import type { Route } from "./route";
import { cloudRoutes } from "./routes";
import type { Tenant } from "./tenant";

export function cloudSite(tenant: Tenant): Site {
  const cors = new Cors(["GET", "POST", "DELETE", "OPTIONS"]);
  return {
    base: "/cloud",
    endpoints: cloudRoutes.map((route) => ({
      method: route.method,
      path: route.path,
      answer: (req) => answer(tenant, route, req),
    })),
    admit: () => ADMITTED,
    preflight: (req) => cors.preflight(req),
    cors: (req) => cors.headers(req),
    notFound: () => errorReply(new CloudError("itemNotFound", "The resource could not be found")),
    notAllowed: (methods) =>
      allowing(errorReply(new CloudError("badMethod", "No such method here")), methods),
    failure: (error) => errorReply(toCloudError(error)),
  };
}

async function answer(tenant: Tenant, route: Route, req: Request): Promise<Reply> {
  authenticate(tenant, req);
  return route.handle(await readCall(tenant, null, req));
}

function toCloudError(error: unknown): CloudError {
  if (error instanceof CloudError) return error;
  if (error instanceof Unreadable) return new CloudError("badRequest", "The request body can't be read");
  return new CloudError("computeFault", "Unexpected error");
}
