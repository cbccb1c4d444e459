import { compactJson, reply } from "../../reply";
import { CloudError } from "../error";
import type { Route } from "../route";

const list: Route = {
  method: "GET",
  path: "/cloud/floating-ips",
  basis: "made up",
  access: "token",
  handle: ({ platform: tenant }) => compactJson({ floating_ips: [...tenant.floatingIps.values()] }),
};

const create: Route = {
  method: "POST",
  path: "/cloud/floating-ips",
  basis: "made up",
  access: "token",
  handle: ({ platform: tenant }) => compactJson({ floating_ip: tenant.createFloatingIp() }, 201),
};

const remove: Route = {
  method: "DELETE",
  path: "/cloud/floating-ips/:id",
  basis: "made up",
  access: "token",
  handle({ platform: tenant, param }) {
    const floatingIp = tenant.floatingIps.get(param("id"));
    if (floatingIp === undefined) throw new CloudError("itemNotFound", "No such floating IP");
    tenant.deleteFloatingIp(floatingIp);
    return reply(204, null, "");
  },
};

export const floatingIpRoutes: readonly Route[] = [list, create, remove];
