/** How much Didomi bears, and where it is other than its pages say. */
export interface DidomiSettings {
  /** Requests of an account in a window; those beyond are answered 429. */
  requests: number;
  windowMs: number;
  /** Whether pages of other origins may read RateLimit and Retry-After. */
  exposeHeaders: boolean;
  /** Lists without their envelope, as the OpenAPI has them. */
  bareArrays: boolean;
  /** Lists hold every organization of the key, whatever `organization_id` says. */
  ignoresFilters: boolean;
  /** Every page is the first. */
  ignoresSkip: boolean;
  /** The largest `$limit` that is honoured. */
  pageCap: number;
}

export const DEFAULT_SETTINGS: Readonly<DidomiSettings> = {
  requests: 100,
  windowMs: 15_000,
  exposeHeaders: false,
  bareArrays: false,
  ignoresFilters: false,
  ignoresSkip: false,
  pageCap: 100,
};
