import { CHAIN_ID } from "../chain";
import { json } from "../reply";
import type { Route } from "../route";

const info: Route = {
  method: "GET",
  path: "/info",
  basis: "from the source",
  access: "public",
  handle() {
    return json({ version: "sandbox", goVersion: "unknown", chainId: CHAIN_ID });
  },
};

export const serviceRoutes: readonly Route[] = [info];
