import { type CustomOptions, custom } from "quota-gate";

type Endpoint = Pick<CustomOptions<string, string>, "source">;

/** `GET /rate_limit` */
export const github = (endpoint: Endpoint) =>
  custom({
    ...endpoint,
    name: "github",
    select: (body) => (body as { resources: unknown }).resources,
    resources: {
      core: { limit: "/core/limit", used: "/core/used", resetsAt: "/core/reset", label: "API requests" },
      search: { limit: "/search/limit", used: "/search/used", resetsAt: "/search/reset" },
    },
    actions: { importRepository: { core: 20 }, search: { search: 1 } },
  });
