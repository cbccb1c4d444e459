import { type CustomOptions, custom } from "quota-gate";

type Endpoint = Pick<CustomOptions<string, string>, "source">;

interface Limits {
  readonly byObjectType: readonly {
    readonly objectTypeId: string;
    readonly limit?: number;
    readonly usage: number;
  }[];
}

/** `GET /crm/v3/limits/records`: contacts have a limit of their own, custom objects share one. */
export const hubspotRecords = (endpoint: Endpoint) =>
  custom({
    ...endpoint,
    name: "hubspot",
    select: (body) => {
      const { byObjectType } = body as Limits;
      return {
        ...(body as Limits),
        contacts: byObjectType.find(({ objectTypeId }) => objectTypeId === "0-1"),
      };
    },
    resources: {
      contacts: { limit: "/contacts/limit", used: "/contacts/usage" },
      customObjects: { limit: "/overallLimit", used: "/overallUsage", label: "custom objects" },
    },
    actions: { createContact: { contacts: 1 }, createCustomObject: { customObjects: 1 } },
  });

/** `GET /account-info/v3/api-usage/daily/private-apps` */
export const hubspotCalls = (endpoint: Endpoint) =>
  custom({
    ...endpoint,
    name: "hubspot",
    resources: {
      calls: {
        limit: "/results/0/usageLimit",
        used: "/results/0/currentUsage",
        resetsAt: "/results/0/resetsAt",
        label: "API calls today",
      },
    },
    actions: { import: { calls: 100 } },
  });
