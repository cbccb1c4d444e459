import { ApiError } from "./errors";
import type { JsonObject } from "./json";

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

export interface Page<T> {
  readonly pagination: JsonObject;
  readonly items: readonly T[];
}

/** One page of a list, by the query's `page` and `limit` (helpers.go:218-330). */
export function paginate<T>(all: readonly T[], query: URLSearchParams): Page<T> {
  const page = number(query.get("page")) ?? 1;
  const asked = number(query.get("limit")) ?? 0;
  const limit = asked <= 0 ? DEFAULT_LIMIT : Math.min(asked, MAX_LIMIT);
  const lastPage = Math.max(1, Math.ceil(all.length / limit));
  if (page < 1 || page > lastPage) throw new ApiError("malformedUrlParam", "page not found");
  return {
    pagination: {
      totalItems: all.length,
      previousPage: page > 1 ? page - 1 : null,
      currentPage: page,
      nextPage: page < lastPage ? page + 1 : null,
      lastPage,
    },
    items: all.slice((page - 1) * limit, page * limit),
  };
}

function number(value: string | null): number | null {
  if (value === null || value === "") return null;
  if (!/^[+-]?\d+$/.test(value)) throw new ApiError("malformedUrlParam", "cannot parse number");
  return Number(value);
}
