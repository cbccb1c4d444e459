import { custom } from "/quota-gate/index.js";

const EXCEEDED = /^Quota exceeded for (\w+)/;
type Refused = { forbidden?: { message?: string } };

/** A cloud that quota-gate has never heard of. */
export const cloud = () =>
  custom({
    name: "cloud",
    baseUrl: "/api/cloud/quota",
    resources: {
      instances: {
        limit: "/quota_set/instances/limit",
        used: "/quota_set/instances/in_use",
        reserved: "/quota_set/instances/reserved",
        unlimited: [-1],
        settleAfter: 0,
        label: "servers",
      },
      cores: {
        limit: "/quota_set/cores/limit",
        used: "/quota_set/cores/in_use",
        reserved: "/quota_set/cores/reserved",
        unlimited: [-1],
        settleAfter: 0,
      },
      addresses: {
        limit: "/quota_set/floating_ips/limit",
        used: "/quota_set/floating_ips/in_use",
        unlimited: [-1],
        settleAfter: 0,
      },
    },
    actions: {
      createSmall: { instances: 1, cores: 2 },
      createMedium: { instances: 1, cores: 4 },
      createLarge: { instances: 1, cores: 8 },
      allocateAddress: { addresses: 1 },
    },
    // "Quota exceeded for cores, instances: Requested 8, 1, but …"
    refusal(body, status) {
      const { message = "" } = (body as Refused).forbidden ?? {};
      const [, limit] = EXCEEDED.exec(message) ?? [];
      if (status !== 403) return null;
      if (limit === "instances") return { resource: limit };
      return limit === "cores" ? { resource: limit } : null;
    },
    remedy: () => ({
      kind: "free-slot",
      href: "mailto:quota@cloud.example",
      text: "Delete a server, or ask the cloud for more.",
    }),
  });
