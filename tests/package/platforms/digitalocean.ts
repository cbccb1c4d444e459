import { type CustomOptions, custom } from "quota-gate";

type Endpoint = Pick<CustomOptions<"droplets" | "volumes", string>, "source" | "usage">;

/** `GET /v2/account` says limits; what is in use is `meta.total` of each list. */
export const digitalocean = (endpoint: Endpoint) =>
  custom({
    ...endpoint,
    name: "digitalocean",
    resources: {
      droplets: { limit: "/account/droplet_limit", settleAfter: 0 },
      volumes: { limit: "/account/volume_limit", settleAfter: 0 },
    },
    actions: { createDroplet: { droplets: 1 }, createVolume: { volumes: 1 } },
  });
