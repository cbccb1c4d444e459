import { type CustomOptions, custom } from "quota-gate";

type Endpoint = Pick<CustomOptions<string, string>, "source">;

interface Refusal {
  readonly forbidden?: { readonly message?: string };
}

const places = (name: string) => ({
  limit: `/quota_set/${name}/limit`,
  used: `/quota_set/${name}/in_use`,
  reserved: `/quota_set/${name}/reserved`,
  unlimited: [-1],
});

/** "Quota exceeded for instances, cores: Requested 1, 2, but already used 10, 19 of 10, 20 instances, cores": the first is enough. */
const EXCEEDED = /^Quota exceeded for (\w+).*: Requested .* used (\d+)[\d, ]* of (\d+)/;

const RESOURCES = ["instances", "cores"] as const;

/** Nova's `GET /os-quota-sets/{tenant}/detail` */
export const openstack = (endpoint: Endpoint) =>
  custom({
    ...endpoint,
    name: "nova",
    resources: {
      instances: places("instances"),
      cores: places("cores"),
      fixedIps: { ...places("fixed_ips"), label: "fixed IPs" },
    },
    actions: { createServer: { instances: 1, cores: 2 }, attachFixedIp: { fixedIps: 1 } },
    refusal: (body, status) => {
      const { message = "" } = (body as Refusal | undefined)?.forbidden ?? {};
      const [, name, used, limit] = status === 403 ? (EXCEEDED.exec(message) ?? []) : [];
      const resource = RESOURCES.find((each) => each === name);
      return resource ? { resource, remaining: Math.max(0, Number(limit) - Number(used)) } : null;
    },
  });
