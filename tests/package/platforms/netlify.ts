import { type CustomOptions, custom } from "quota-gate";

type Endpoint = Pick<CustomOptions<string, string>, "source">;

/** An account's `capabilities` */
export const netlify = (endpoint: Endpoint) =>
  custom({
    ...endpoint,
    name: "netlify",
    resources: {
      sites: { limit: "/capabilities/sites/included", used: "/capabilities/sites/used" },
      collaborators: {
        limit: "/capabilities/collaborators/included",
        used: "/capabilities/collaborators/used",
      },
    },
    actions: { createSite: { sites: 1 }, invite: { collaborators: 1 } },
  });
