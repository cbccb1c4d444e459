import { type CustomOptions, custom } from "quota-gate";

type Endpoint = Pick<CustomOptions<string, string>, "source">;

const places = (name: string) => ({
  limit: `/quota_set/${name}/limit`,
  used: `/quota_set/${name}/in_use`,
  reserved: `/quota_set/${name}/reserved`,
  unlimited: [-1],
});

/** "Quota exceeded for cores, instances: Requested 4, 1, but already used 18, 10 of 20, 10 cores, instances" */
const EXCEEDED = /^Quota exceeded for ([a-z_]+)/;

/** Nova's `GET /os-quota-sets/{tenant}/detail` */
export const openstack = (endpoint: Endpoint) =>
  custom({
    ...endpoint,
    name: "nova",
    resources: { instances: places("instances"), cores: places("cores"), fixedIps: places("fixed_ips") },
    actions: { createServer: { instances: 1, cores: 2 }, attachFixedIp: { fixedIps: 1 } },
    refusal: (body, status) => {
      const { message = "" } = (body as { forbidden?: { message?: string } }).forbidden ?? {};
      const [, resource] = status === 403 ? (EXCEEDED.exec(message) ?? []) : [];
      return resource === "instances" || resource === "cores" ? { resource } : null;
    },
  });
