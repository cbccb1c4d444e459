import type { Access, Caller } from "./access";
import type { CallOf } from "./call";
import type { Platform } from "./platform";
import type { Reply } from "./reply";
import type { Served } from "./served";

export type Call<C> = CallOf<Platform, C>;

export type Route =
  | (Served & {
      readonly access: Extract<Access, "public">;
      handle(call: Call<Caller | null>): Reply;
    })
  | (Served & {
      readonly access: Exclude<Access, "public">;
      handle(call: Call<Caller>): Reply;
    });
