import type { CallOf } from "../call";
import type { Reply } from "../reply";
import type { Served } from "../served";
import type { Access, Caller } from "./access";
import type { DidomiPlatform } from "./platform";

export type Call<C = Caller> = CallOf<DidomiPlatform, C>;

export type Route =
  | (Served & {
      readonly access: Extract<Access, "public">;
      handle(call: Call<null>): Reply;
    })
  | (Served & {
      readonly access: Exclude<Access, "public">;
      handle(call: Call): Reply;
    });
