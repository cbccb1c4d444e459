import { compactJson, type Reply } from "../reply";
import { DidomiError } from "./error";
import type { Organization } from "./organization";
import type { Call } from "./route";

const DEFAULT_LIMIT = 100;

/** The organizations that a list is of: the key's, or the one of them that the filter names. */
export function organizationsAsked({ platform, caller, query }: Call): readonly Organization[] {
  const wanted = query.get("organization_id");
  if (wanted === null || platform.settings.ignoresFilters) return caller.organizations;
  return caller.organizations.filter(({ name }) => name === wanted);
}

/** One page of a list, by `$limit` and `$skip`. `limit` and `skip` of the envelope are those that were honoured. */
export function page({ platform, query }: Call, all: readonly unknown[]): Reply {
  const { pageCap, ignoresSkip, bareArrays } = platform.settings;
  const limit = Math.min(count(query, "$limit") ?? DEFAULT_LIMIT, pageCap);
  const asked = count(query, "$skip") ?? 0;
  const skip = ignoresSkip ? 0 : asked;
  const data = all.slice(skip, skip + limit);
  return compactJson(bareArrays ? data : { data, total: all.length, limit, skip });
}

function count(query: URLSearchParams, key: string): number | null {
  const value = query.get(key);
  if (value === null) return null;
  if (!/^\d+$/.test(value)) throw new DidomiError("BadRequest", `Invalid ${key}`);
  return Number(value);
}
