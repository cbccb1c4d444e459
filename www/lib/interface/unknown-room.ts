import type { Headroom } from "../types.js";

export const unknownRoom = (resource: string, scope: string | undefined): Headroom => ({
  resource,
  limitName: resource,
  usageName: null,
  scope: scope ?? null,
  limit: null,
  used: null,
  held: 0,
  remaining: null,
  fraction: null,
  level: "unknown",
  origin: "unknown",
  resetsAt: null,
  forecast: null,
});
