import { type CustomOptions, custom } from "quota-gate";

type Endpoint = Pick<CustomOptions<string, string>, "source">;

/** `GET /services/data/vXX.0/limits/`: some keys are missing without a permission. */
export const salesforce = (endpoint: Endpoint) =>
  custom({
    ...endpoint,
    name: "salesforce",
    resources: {
      requests: { limit: "/DailyApiRequests/Max", remaining: "/DailyApiRequests/Remaining" },
      massEmail: { limit: "/MassEmail/Max", remaining: "/MassEmail/Remaining", label: "mass e-mails" },
    },
    actions: { callApi: { requests: 1 }, sendMassEmail: { massEmail: 1, requests: 1 } },
    remedy: (resource) =>
      resource === "massEmail"
        ? { kind: "raise-limit", href: "https://help.salesforce.com/", text: "Buy more mass e-mails." }
        : null,
  });
