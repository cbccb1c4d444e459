/**
 * What a route's behaviour rests on. `recorded`: an exchange was captured from the platform's own handlers;
 * `documented`: the platform's own pages say so; `assumed`: nobody does; `made up`: so is the platform.
 */
export type Basis = "recorded" | "from the source" | "documented" | "assumed" | "made up";

/** What every platform's routes have. */
export interface Served {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly basis: Basis;
  /** In bytes; only some routes are capped. */
  readonly bodyLimit?: number;
}
