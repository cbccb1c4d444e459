import { count, text } from "../../json";
import { compactJson, reply } from "../../reply";
import { CloudError } from "../error";
import type { Route } from "../route";

const list: Route = {
  method: "GET",
  path: "/cloud/servers",
  basis: "made up",
  access: "token",
  handle: ({ platform: tenant }) => compactJson({ servers: [...tenant.servers.values()] }),
};

const create: Route = {
  method: "POST",
  path: "/cloud/servers",
  basis: "made up",
  access: "token",
  handle({ platform: tenant, body }) {
    const request = body();
    const [name, cores] = [text(request, "name"), count(request, "cores")];
    if (name === "") throw new CloudError("badRequest", "A name is needed");
    if (cores === 0) throw new CloudError("badRequest", "At least one core is needed");
    return compactJson({ server: tenant.createServer(name, cores) }, 201);
  },
};

const remove: Route = {
  method: "DELETE",
  path: "/cloud/servers/:id",
  basis: "made up",
  access: "token",
  handle({ platform: tenant, param }) {
    const server = tenant.servers.get(param("id"));
    if (server === undefined) throw new CloudError("itemNotFound", "No such server");
    tenant.deleteServer(server);
    return reply(204, null, "");
  },
};

export const serverRoutes: readonly Route[] = [list, create, remove];
