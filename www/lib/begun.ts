import type { Platform } from "./provider.js";

/** By a registered name: the first decision and the rest are files of their own. Applications have no use for it. */
export const BEGUN: unique symbol = Symbol.for("quota-gate/begun") as never;

/** What came of a request: as it came, and its body, up to its bound. */
export interface Came {
  readonly response: Response;
  readonly text: string;
  /** The token that went with it. */
  readonly bearer: string | undefined;
}

/** What a gate goes on from that another began. */
export interface Begun {
  readonly platform: Platform;
  /** When loading began. Left out where nothing has. */
  readonly opened?: number;
  /**
   * The first request, which is under way or has ended: what came of it, or what a source brought in its place. Nothing after that, and
   * where none could be sent.
   */
  readonly take?: () => Promise<unknown> | undefined;
}

/** What the options are is checked later. */
export const begunOf = (options: unknown): Begun | undefined =>
  (options as { readonly [BEGUN]?: Begun } | null)?.[BEGUN];
