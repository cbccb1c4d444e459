import type { Access, Caller } from "./access";
import type { JsonObject } from "./json";
import type { Platform } from "./platform";
import type { Reply } from "./reply";

/** A request as handlers see it. */
export interface Call<C> {
  readonly platform: Platform;
  readonly caller: C;
  readonly query: URLSearchParams;
  param(name: string): string;
  body(): JsonObject;
}

interface Served {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  /** `recorded`: an exchange was captured from the platform's own handlers; else modelled on its source. */
  readonly basis: "recorded" | "from the source";
  /** In bytes; only some routes are capped. */
  readonly bodyLimit?: number;
}

export type Route =
  | (Served & {
      readonly access: Extract<Access, "public">;
      handle(call: Call<Caller | null>): Reply;
    })
  | (Served & {
      readonly access: Exclude<Access, "public">;
      handle(call: Call<Caller>): Reply;
    });
