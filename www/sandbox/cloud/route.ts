import type { CallOf } from "../call";
import type { Reply } from "../reply";
import type { Served } from "../served";
import type { Tenant } from "./tenant";

export type Call = CallOf<Tenant, null>;

export interface Route extends Served {
  readonly basis: "made up";
  readonly access: "token";
  handle(call: Call): Reply;
}
