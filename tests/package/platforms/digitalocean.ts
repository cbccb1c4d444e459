import { type CustomOptions, custom } from "quota-gate";

type Endpoint = Required<Pick<CustomOptions<"droplets" | "volumes", string>, "source" | "usage">>;

interface Answer {
  readonly account: { readonly status: "active" | "warning" | "locked" };
}

/** `GET /v2/account` says limits; what is in use is `meta.total` of each list. */
export const digitalocean = (endpoint: Endpoint) =>
  custom({
    ...endpoint,
    name: "digitalocean",
    select: (body) => {
      const { account } = body as Answer;
      return { account, isOpen: account.status !== "locked" };
    },
    enabled: "/isOpen",
    resources: {
      droplets: { limit: "/account/droplet_limit", settleAfter: 0 },
      volumes: { limit: "/account/volume_limit", settleAfter: 0 },
    },
    actions: { createDroplet: { droplets: 1 }, createVolume: { volumes: 1 } },
  });
